using System.Text.RegularExpressions;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.Embedding;

/// <summary>Pieces of the samples, which begin at a line <c>// &lt;name&gt;</c> and end at <c>// &lt;/name&gt;</c>.</summary>
internal static partial class SampleCode
{
    /// <summary>The lines of a piece, without the indentation that they have in common.</summary>
    public static string Region(string file, string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(PyruseProgram.Root, "samples", file));
        int begin = Array.FindIndex(lines, line => line.Trim() == $"// <{name}>");
        int end = Array.FindIndex(lines, line => line.Trim() == $"// </{name}>");
        Assert.That(begin, Is.GreaterThanOrEqualTo(0).And.LessThan(end), $"samples/{file} has no piece <{name}>.");
        string[] piece = lines[(begin + 1)..end];
        int indentation = piece.Where(static line => line.Length > 0).Min(static line => line.Length - line.TrimStart().Length);
        return string.Join('\n', piece.Select(line => line.Length > 0 ? line[indentation..] : line)).Trim('\n') + "\n";
    }

    /// <summary>The blocks of C# in a document; each names its piece in a comment before it: <c>&lt;!-- samples/FILE#NAME --&gt;</c>.</summary>
    public static IEnumerable<(string? File, string? Name, string Code)> Blocks(string document) =>
        Block().Matches(File.ReadAllText(Path.Combine(PyruseProgram.Root, document))).Select(static match =>
            (match.Groups["file"] is { Success: true, Value: var file } ? file : null, match.Groups["name"] is { Success: true, Value: var name } ? name : null, match.Groups["code"].Value));

    [GeneratedRegex("(?:<!-- samples/(?<file>[^#\n]+)#(?<name>[^ \n]+) -->\n)?```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
