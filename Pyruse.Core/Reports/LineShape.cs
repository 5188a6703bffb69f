using System.Text;
using System.Text.RegularExpressions;

namespace Pyruse.Core.Reports;

/// <summary>What log lines have in common that differ only in numbers, addresses, times and ids.</summary>
internal static partial class LineShape
{
    /// <summary>Of a longer line only the beginning tells which others are like it.</summary>
    private const int MaxLength = 512;

    /// <summary>The kinds of text that differ from line to line: the group's name in <see cref="Variable"/>, the mark that stands for it, and a pattern that matches all such.</summary>
    private static readonly (string Name, string Mark, string Pattern)[] Kinds =
    [
        ("uuid", "<uuid>", @"[0-9A-Fa-f-]+"),
        ("mac", "<mac>", @"[0-9A-Fa-f:]+"),
        ("time", "<time>", @"[0-9:.]+"),
        ("ip", "<ip>", @"[0-9A-Fa-f:.]+"),
        ("hex", "<hex>", @"(?:0x)?[0-9A-Fa-f]+"),
        ("id", "<id>", @"[0-9A-Za-z]+"),
        ("number", "<n>", @"[0-9.]+"),
    ];

    /// <summary>Gives the line with marks in the place of what differs.</summary>
    public static string Of(string line) => Rewrite(line, static text => text, static kind => kind.Mark);

    /// <summary>Gives a regular expression, in the common ground of Python's and .NET's, that is found in every line of the same shape.</summary>
    public static string PatternOf(string line) => $"^{Rewrite(line, Escape, static kind => kind.Pattern)}{(line.Length > MaxLength ? "" : "$")}";

    private static string Rewrite(string line, Func<string, string> literal, Func<(string Name, string Mark, string Pattern), string> variable)
    {
        string head = line.Length > MaxLength ? line[..MaxLength] : line;
        var result = new StringBuilder();
        int end = 0;
        for (Match match = Variable().Match(head); match.Success; match = match.NextMatch())
        {
            result.Append(literal(head[end..match.Index]));
            result.Append(variable(Array.Find(Kinds, kind => match.Groups[kind.Name].Success)));
            end = match.Index + match.Length;
        }
        result.Append(literal(head[end..]));
        return result.ToString();
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (char c in text)
        {
            if (@"\^$.|?*+()[]{}".Contains(c, StringComparison.Ordinal))
                escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }

    // The alternatives begin at the beginning of a word, except for numbers; each is bounded or ends with its word, so that the time is linear.
    [GeneratedRegex(
        """
        \b(?<uuid>[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})\b
        |\b(?<mac>[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5})(?![:0-9A-Za-z])
        |\b(?<time>[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?)(?![:0-9A-Za-z])
        |\b(?<ip>[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?![.:]?[0-9A-Za-z])
        |(?<![:0-9A-Za-z])(?<ip>(?:[0-9A-Fa-f]{0,4}:){2,7}(?:(?:[0-9]{1,3}\.){3}[0-9]{1,3}|[0-9A-Fa-f]{1,4})?)(?![:0-9A-Za-z])
        |\b(?<hex>0x[0-9A-Fa-f]{1,32}|(?=[A-Fa-f]{0,32}[0-9])(?=[0-9]{0,32}[A-Fa-f])[0-9A-Fa-f]{6,128})\b
        |\b(?<id>(?=[A-Za-z]{0,64}[0-9])(?=[0-9]{0,64}[A-Za-z])[0-9A-Za-z]{10,128})\b
        |(?<number>[0-9]+(?:\.[0-9]+)*)
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Variable();
}
