namespace Pyruse.Tests.Journal.Support;

/// <summary>A directory for journal files that are made from exports.</summary>
internal sealed class JournalFixture : IDisposable
{
    /// <summary>2026-01-01 00:00:00 UTC.</summary>
    public const long Epoch = 1_767_225_600_000_000;

    public string Path { get; } = Directory.CreateTempSubdirectory("pyruse-journal-").FullName;

    /// <summary>The time of a numbered entry.</summary>
    public static long TimeOf(int number) => Epoch + (number * 1_000_000L);

    public static IEnumerable<ExportEntry> Numbers(int first, int count) =>
        Enumerable.Range(first, count).Select(static number => new ExportEntry(TimeOf(number)).With("MESSAGE", $"entry {number}").With("TEST_NUMBER", $"{number}"));

    /// <summary>Makes a journal file.</summary>
    /// <param name="name">Its name, or a path below the directory.</param>
    /// <param name="entries">What it holds.</param>
    /// <returns>Its path.</returns>
    public string Add(string name, IEnumerable<ExportEntry> entries)
    {
        Requires.JournalRemote();
        string file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        using var export = new MemoryStream();
        foreach (ExportEntry entry in entries)
            entry.WriteTo(export);
        Programs.Run(Requires.JournalRemotePath, ["-o", file, "-"], export.ToArray());
        return file;
    }

    /// <summary>Changes the bytes of a file in a way that no journal does.</summary>
    public static void Damage(string file, Action<byte[]> change)
    {
        byte[] bytes = File.ReadAllBytes(file);
        change(bytes);
        File.WriteAllBytes(file, bytes);
    }

    public static void CutTo(string file, long length)
    {
        using FileStream stream = File.OpenWrite(file);
        stream.SetLength(length);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
