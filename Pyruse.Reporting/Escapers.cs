using System.Buffers;
using System.Text;
using HandlebarsDotNet;

namespace Pyruse.Reporting;

/// <summary>Escapes what means something in HTML, and nothing else: the library's own escapes more, which costs room.</summary>
internal sealed class HtmlEscaper : ITextEncoder
{
    private static readonly SearchValues<char> Special = SearchValues.Create("<>&\"'");

    /// <inheritdoc/>
    public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

    /// <inheritdoc/>
    public void Encode(string? text, TextWriter target)
    {
        ReadOnlySpan<char> rest = text;
        for (int plain = rest.IndexOfAny(Special); plain >= 0; plain = rest.IndexOfAny(Special))
        {
            target.Write(rest[..plain]);
            target.Write(Escape(rest[plain]));
            rest = rest[(plain + 1)..];
        }
        target.Write(rest);
    }

    /// <inheritdoc/>
    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        while (text is not null && text.MoveNext())
            Encode(text.Current.ToString(), target);
    }

    private static string Escape(char special) => special switch
    {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '"' => "&quot;",
        _ => "&#39;",
    };
}

/// <summary>Leaves text as it is.</summary>
internal sealed class NoEscaper : ITextEncoder
{
    /// <inheritdoc/>
    public void Encode(StringBuilder? text, TextWriter target) => target.Write(text);

    /// <inheritdoc/>
    public void Encode(string? text, TextWriter target) => target.Write(text);

    /// <inheritdoc/>
    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        while (text is not null && text.MoveNext())
            target.Write(text.Current);
    }
}
