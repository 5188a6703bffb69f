using System.Text;
using System.Text.RegularExpressions;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.Docs;

/// <summary>The pages of the documentation: all Markdown of the repository but what is built or belongs to a template.</summary>
internal static partial class Pages
{
    /// <summary>All pages, as paths from the top of the source tree.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { "", "docs", "samples", "templates" }
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(PyruseProgram.Root, folder), "*.md"))
            .Concat(Directory.EnumerateDirectories(PyruseProgram.Root, "Pyruse.*").SelectMany(static project => Directory.EnumerateFiles(project, "*.md")))
            .Select(static path => Path.GetRelativePath(PyruseProgram.Root, path)).Order(StringComparer.Ordinal),
    ];

    public static string Read(string page) => File.ReadAllText(Path.Combine(PyruseProgram.Root, page));

    /// <summary>A page without its code, where what looks like a link or a heading is none.</summary>
    public static string Prose(string page) => CodeSpan().Replace(FencedCode().Replace(Read(page), ""), "");

    /// <summary>The anchors that GitHub gives to the headings of a page.</summary>
    public static IReadOnlySet<string> Anchors(string page)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(FencedCode().Replace(Read(page), "")))
        {
            string anchor = Anchor(heading.Groups["text"].Value);
            string unique = anchor;
            for (int i = 1; !anchors.Add(unique); i++)
                unique = $"{anchor}-{i}";
        }
        return anchors;
    }

    /// <summary>The blocks of a language in a page.</summary>
    public static IEnumerable<string> Blocks(string page, string language) =>
        FencedCode().Matches(Read(page)).Where(block => block.Groups["language"].Value == language).Select(static block => block.Groups["code"].Value);

    /// <summary>The indented blocks of a page that begin with a table of TOML, without their indentation.</summary>
    public static IEnumerable<string> IndentedTables(string page) =>
        IndentedTable().Matches(FencedCode().Replace(Read(page), "")).Select(static match => match.Value.Replace("\n    ", "\n", StringComparison.Ordinal).Trim() + "\n");

    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (char c in LinkText().Replace(heading, "${text}").ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
                anchor.Append(c);
            else if (c == ' ')
                anchor.Append('-');
        }
        return anchor.ToString();
    }

    [GeneratedRegex("^```(?<language>[a-z]*)[^\n]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FencedCode();

    [GeneratedRegex(@"(?<=\n\n)    \[\[?[a-zA-Z]+\]\]?\n(?:(?:    .*)?\n)*", RegexOptions.None, 1000)]
    private static partial Regex IndentedTable();

    [GeneratedRegex("`[^`\n]+`", RegexOptions.None, 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkText();
}
