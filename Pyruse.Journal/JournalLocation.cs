namespace Pyruse.Journal;

/// <summary>Which journal is read.</summary>
public abstract record JournalLocation
{
    private JournalLocation()
    {
    }

    /// <summary>The machine's own journal: what the system's services write, on this boot and those before.</summary>
    public sealed record System : JournalLocation;

    /// <summary>The journal of a namespace, see LogNamespace= in systemd.exec(5).</summary>
    /// <param name="Name">The namespace.</param>
    public sealed record Namespace(string Name) : JournalLocation;

    /// <summary>The journal files in a directory and in its sub-directories of the first level.</summary>
    /// <param name="Path">The directory.</param>
    public sealed record Directory(string Path) : JournalLocation;

    /// <summary>Certain journal files; new files are not noticed.</summary>
    /// <param name="Paths">The files.</param>
    public sealed record Files(IReadOnlyList<string> Paths) : JournalLocation;

    /// <summary>The directories with the files of this journal, existing or not; none for certain files.</summary>
    internal IReadOnlyList<string> Roots
    {
        get
        {
            string[] common = ["/var/log/journal", "/run/log/journal"];
            return this switch
            {
                Directory directory => [directory.Path],
                Files => [],
                // libsystemd takes no notice of a namespace's directory that appears after it has looked (seen with v252).
                Namespace name => [.. common.Select(root => $"{root}/{MachineId()}.{name.Name}")],
                _ => common,
            };
        }
    }

    /// <inheritdoc/>
    public sealed override string ToString() => this switch
    {
        Namespace name => $"the journal namespace \"{name.Name}\"",
        Directory directory => $"the journal directory {directory.Path}",
        Files { Paths.Count: 1 } files => $"the journal file {files.Paths[0]}",
        Files files => $"{files.Paths.Count} journal files",
        _ => "the system journal",
    };

    /// <summary>The id of this machine, see machine-id(5).</summary>
    internal static string MachineId()
    {
        try
        {
            return File.ReadAllText("/etc/machine-id").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // systemd itself then keeps no persistent journal.
            return "unknown";
        }
    }
}

/// <summary>Where reading begins when no position was kept.</summary>
public enum JournalStart
{
    /// <summary>After the newest entry.</summary>
    Tail,

    /// <summary>At the first entry of the current boot.</summary>
    Boot,

    /// <summary>At the oldest entry.</summary>
    Head,
}
