using Pyruse.Benchmarks.Measuring;

namespace Pyruse.Benchmarks.Output;

/// <summary>The document that holds the figures of the last run: <c>docs/performance.md</c>. Each command owns the part between two marks.</summary>
internal static class PerformanceDocument
{
    /// <summary>Replaces what a command wrote last time.</summary>
    /// <param name="section">The command's name, as in the marks <c>&lt;!-- figures: NAME --&gt;</c> and <c>&lt;!-- end: NAME --&gt;</c>.</param>
    /// <param name="figures">The new text, in Markdown.</param>
    public static void Update(string section, string figures)
    {
        string path = Path.Combine(Repository.Root, "docs", "performance.md");
        File.WriteAllText(path, Replace(File.ReadAllText(path), section, figures));
        Console.Error.WriteLine($"docs/performance.md has the figures of \"{section}\".");
    }

    /// <summary>Writes a picture beside the document.</summary>
    public static void WriteImage(string name, string svg) => File.WriteAllText(Path.Combine(Repository.Root, "docs", "images", name), svg);

    /// <summary>Replaces the text between the two marks of a section.</summary>
    /// <exception cref="BenchmarkException">The document lacks the marks.</exception>
    public static string Replace(string document, string section, string figures)
    {
        string first = $"<!-- figures: {section} -->\n", last = $"<!-- end: {section} -->";
        int begin = document.IndexOf(first, StringComparison.Ordinal), end = document.IndexOf(last, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new BenchmarkException($"docs/performance.md has no place for these figures: it needs the lines \"{first.Trim()}\" and \"{last}\".");
        return $"{document[..(begin + first.Length)]}\n{figures.Trim()}\n\n{document[end..]}";
    }
}
