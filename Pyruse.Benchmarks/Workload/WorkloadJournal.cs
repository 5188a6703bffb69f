using Pyruse.Benchmarks.Measuring;

namespace Pyruse.Benchmarks.Workload;

/// <summary>Makes journal files of entries, with systemd-journal-remote(8).</summary>
internal static class WorkloadJournal
{
    /// <summary>Writes entries into one journal file, or several in turn.</summary>
    /// <param name="directory">The directory for them, which exists.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="files">How many files.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BenchmarkException">systemd-journal-remote is missing, or fails.</exception>
    public static void Make(string directory, IReadOnlyCollection<WorkloadEntry> entries, int files, CancellationToken cancellationToken)
    {
        int size = (entries.Count + files - 1) / files;
        foreach ((int number, WorkloadEntry[] part) in entries.Chunk(size).Index())
        {
            string file = Path.Combine(directory, $"part{number:000}.journal");
            Write(file, stream =>
            {
                foreach (WorkloadEntry entry in part)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    entry.WriteTo(stream);
                }
            });
            if (files > 1)
                GiveBackUnusedSpace(file);
        }
    }

    /// <summary>Writes entries into one journal file.</summary>
    /// <inheritdoc cref="Make(string, IReadOnlyCollection{WorkloadEntry}, int, CancellationToken)"/>
    public static void Make(string directory, IReadOnlyCollection<WorkloadEntry> entries, CancellationToken cancellationToken) => Make(directory, entries, 1, cancellationToken);

    /// <summary>Makes a journal file of an export.</summary>
    public static void MakeOf(string export, string directory)
    {
        using FileStream source = File.OpenRead(export);
        Write(Path.Combine(directory, "export.journal"), source.CopyTo);
    }

    private static void Write(string file, Action<Stream> export) => Programs.Run(Programs.Require("systemd-journal-remote", "systemd-journal-remote"), ["-o", file, "-"], stream =>
    {
        using var buffered = new BufferedStream(stream, 1 << 16);
        export(buffered);
    });

    /// <summary>A journal file takes 8 MB at least, most of them for entries to come: many small ones would fill the disk.</summary>
    private static void GiveBackUnusedSpace(string file)
    {
        if (Programs.Find("fallocate") is { } program)
            Programs.Run(program, ["--dig-holes", file]);
    }
}
