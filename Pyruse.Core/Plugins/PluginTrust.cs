namespace Pyruse.Core.Plugins;

/// <summary>What runs with the rights of root must not be changeable by anybody else.</summary>
/// <remarks>
/// When the process is root's, every file and directory of a plugin must belong to root, to the running user, or to whoever owns the program itself (who
/// could change that just as well), and nobody else may write to it. Links are followed. The directories above a plugins directory are not looked at.
/// </remarks>
internal static class PluginTrust
{
    /// <summary>A folder with more files than this is refused instead of looked through.</summary>
    private const int MaxFiles = 10_000;

    private static readonly Lazy<uint> ProgramOwner = new(static () => FileStatus.Of(AppContext.BaseDirectory).Owner);

    private static bool IsStrict => Environment.IsPrivilegedProcess && OperatingSystem.IsLinux();

    /// <summary>Everything that speaks against a plugin: its file, its folder and all that is in it.</summary>
    public static IReadOnlyList<PluginRefusal> Doubts(PluginCandidate candidate)
    {
        if (!IsStrict)
            return [];
        var doubts = new List<PluginRefusal>();
        int count = 0;
        foreach (string path in Paths(candidate))
        {
            if (++count > MaxFiles)
                return [new(candidate.Folder!, $"it has more than {MaxFiles} files in it, so it is hardly the folder of one plugin. Give the plugin a folder of its own.")];
            if (WhyNot(path) is { } doubt)
                doubts.Add(new(path, doubt));
        }
        return doubts;
    }

    /// <summary>Says why a file or directory is not to be trusted; null when it is.</summary>
    public static string? WhyNot(string path)
    {
        if (!IsStrict)
            return null;
        try
        {
            return WhyNot(path, FileStatus.Of(path), "it") ?? WhyNotTarget(path);
        }
        catch (IOException exception)
        {
            return $"{exception.Message} Remove it, or put right what is wrong.";
        }
    }

    /// <summary>Whoever may write to the directory of a link's target can put something else in its place.</summary>
    private static string? WhyNotTarget(string path) =>
        new FileInfo(path).LinkTarget is not null && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target && Path.GetDirectoryName(target.FullName) is { } directory
            ? WhyNot(directory, FileStatus.Of(directory), $"it is a link into {directory}, which")
            : null;

    private static string? WhyNot(string path, FileStatus status, string subject)
    {
        const string Remedy = "Look at what is in it; if it is right,";
        const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (status.Owner != 0 && status.Owner != FileStatus.OwnUser && status.Owner != ProgramOwner.Value)
            return $"{subject} belongs to the user {status.Owner}, who could change what runs as root. {Remedy} give it to root (chown root '{path}').";
        if ((status.Mode & Others) != UnixFileMode.None)
            return $"{subject} can be written to by others than its owner, and it would run as root. {Remedy} take that right away (chmod go-w '{path}').";
        return null;
    }

    private static IEnumerable<string> Paths(PluginCandidate candidate)
    {
        if (candidate.Folder is not { } folder)
            return [candidate.File];
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 8 };
        return Directory.EnumerateFileSystemEntries(folder, "*", options).Prepend(folder);
    }
}
