using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pyruse.Core.Effects.Lines;

/// <summary>Makes one line of a text. A newline in it must not look like the beginning of another message, and nothing in it may give orders to a terminal.</summary>
internal static class LineText
{
    // Unicode's line ends, and the control characters but for the tab.
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(static code => (char)code).Where(static c => char.IsControl(c) && c != '\t'), '\u2028', '\u2029']);

    /// <summary>Writes newlines as <c>\n</c>, and other control characters as <c>\x1b</c>.</summary>
    public static string Escape(string text) => text.AsSpan().ContainsAny(Escaped) ? EscapeAll(text) : text;

    private static string EscapeAll(string text)
    {
        var line = new StringBuilder(text.Length + 16);
        foreach (char c in text.ReplaceLineEndings("\n"))
        {
            if (c == '\n')
                line.Append("\\n");
            else if (Escaped.Contains(c))
                line.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else
                line.Append(c);
        }
        return line.ToString();
    }
}
