using System.Text;
using System.Text.RegularExpressions;

namespace Pyruse.Manual;

/// <summary>Writes a manual page with the macros of man(7).</summary>
internal sealed partial class Roff
{
    private readonly StringBuilder _page = new();

    /// <param name="title">The name of the page, in its own spelling.</param>
    /// <param name="section">Its section, such as 1.</param>
    /// <param name="version">The version of the program.</param>
    /// <param name="summary">What it is about, without a full stop.</param>
    public Roff(string title, int section, string version, string summary)
    {
        _page.Append($".TH {Text(title.ToUpperInvariant())} {section} \"\" \"Pyruse {Text(version)}\" \"Pyruse\"\n");
        // Neither hyphens in names nor blanks between words that are not there.
        _page.Append(".nh\n.ad l\n");
        Section("NAME");
        _page.Append($"{Text(title)} \\- {Text(summary)}\n");
    }

    public void Section(string name) => _page.Append($".SH \"{Text(name.ToUpperInvariant())}\"\n");

    public void Subsection(string name) => _page.Append($".SS \"{Inline(name)}\"\n");

    /// <summary>A paragraph, with the marks of Markdown inside of lines.</summary>
    public void Paragraph(string text) => _page.Append($".PP\n{Line(text)}");

    /// <summary>Something and what is to be said about it.</summary>
    public void Tagged(string tag, string text) => _page.Append($".TP\n{Line(tag)}{Line(text.Length == 0 ? " " : text)}");

    /// <summary>A point of a list.</summary>
    public void Point(string mark, string text) => _page.Append($".IP \"{mark}\" 4\n{Line(text)}");

    /// <summary>Lines that stay as they are.</summary>
    public void Literal(IEnumerable<string> lines)
    {
        _page.Append(".PP\n.in +4n\n.EX\n");
        foreach (string line in lines)
            _page.Append(Guard(Text(line))).Append('\n');
        _page.Append(".EE\n.in\n");
    }

    public override string ToString() => _page.ToString();

    private static string Line(string text) => Guard(Inline(text.Trim())) + "\n";

    /// <summary>A line must not look like a request.</summary>
    private static string Guard(string line) => line.Length > 0 && line[0] is '.' or '\'' ? @"\&" + line : line;

    /// <summary>Turns the marks of Markdown into fonts.</summary>
    private static string Inline(string text)
    {
        var result = new StringBuilder();
        int done = 0;
        foreach (Match mark in Marks().Matches(text))
        {
            result.Append(Text(text[done..mark.Index]));
            done = mark.Index + mark.Length;
            if (mark.Groups["code"] is { Success: true } code)
                result.Append($@"\fB{Text(code.Value)}\fR");
            else if (mark.Groups["strong"] is { Success: true } strong)
                result.Append($@"\fB{Text(strong.Value)}\fR");
            else if (mark.Groups["stress"] is { Success: true } stress)
                result.Append($@"\fI{Text(stress.Value)}\fR");
            else
                result.Append(Inline(mark.Groups["link"].Value));
        }
        return result.Append(Text(text[done..])).ToString();
    }

    private static string Text(string text) => text.Replace(@"\", @"\e", StringComparison.Ordinal).Replace("-", @"\-", StringComparison.Ordinal)
        .Replace("\"", @"\(dq", StringComparison.Ordinal).Replace("'", @"\(aq", StringComparison.Ordinal).Replace("`", @"\(ga", StringComparison.Ordinal)
        .Replace("^", @"\(ha", StringComparison.Ordinal).Replace("~", @"\(ti", StringComparison.Ordinal);

    [GeneratedRegex(@"`(?<code>[^`]+)`|\*\*(?<strong>[^*]+)\*\*|\*(?<stress>[^*\s][^*]*)\*|\[(?<link>[^\]]+)\]\([^)]+\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marks();
}
