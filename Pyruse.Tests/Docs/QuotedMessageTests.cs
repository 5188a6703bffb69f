using System.Text.RegularExpressions;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.Docs;

/// <summary>What docs/troubleshooting.md quotes is what the program says.</summary>
public sealed partial class QuotedMessageTests
{
    private static readonly string Sources = string.Concat(Directory.EnumerateDirectories(PyruseProgram.Root, "Pyruse.*")
        .Where(static project => !Path.GetFileName(project).StartsWith("Pyruse.Tests", StringComparison.Ordinal))
        .SelectMany(static project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
        .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal))
        .Select(File.ReadAllText)).Replace("\\\"", "\"", StringComparison.Ordinal);

    [TestCaseSource(nameof(Messages))]
    public void The_program_can_say_it(string message)
    {
        foreach (string piece in message.Split('…', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static piece => piece.Trim(' ', '"')).Where(static piece => piece.Length > 3))
            Assert.That(Sources.Contains(piece, StringComparison.Ordinal), Is.True, $"\"{piece}\" is nowhere in the sources");
    }

    [Test]
    public void The_test_has_seen_something() => Assert.That(Messages().Count(), Is.GreaterThan(30));

    /// <summary>The quotations in the first column of the page's tables that are sentences, or their beginnings.</summary>
    private static IEnumerable<string> Messages() => Pages.Read("docs/troubleshooting.md").Split('\n')
        .Where(static line => line.StartsWith("| ", StringComparison.Ordinal))
        .SelectMany(static line => Quotation().Matches(line[2..Math.Max(2, line.IndexOf(" |", StringComparison.Ordinal))]))
        .Select(static match => match.Groups["text"].Value)
        .Where(static text => text.Contains(' ', StringComparison.Ordinal) && !text.Contains("error:", StringComparison.Ordinal) && !text.StartsWith("value =", StringComparison.Ordinal) && !text.StartsWith("dry_run", StringComparison.Ordinal));

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quotation();
}
