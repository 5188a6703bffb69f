namespace Pyruse.Benchmarks.Measuring;

/// <summary>The source tree that this program was built in.</summary>
internal static class Repository
{
    private static readonly Lazy<string> FoundRoot = new(FindRoot);

    public static string Root => FoundRoot.Value;

    /// <summary>A directory for what is made once and serves all measurements; not under version control.</summary>
    public static string Artifacts => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "benchmarks")).FullName;

    /// <summary>The path of a file of this project.</summary>
    public static string Own(string path) => Path.Combine(Root, "Pyruse.Benchmarks", path);

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Pyruse.slnx")))
            directory = Path.GetDirectoryName(directory);
        return directory ?? throw new BenchmarkException("The benchmarks need the source tree; run them as \"dotnet run -c Release --project Pyruse.Benchmarks\".");
    }
}
