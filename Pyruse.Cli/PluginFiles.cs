namespace Pyruse.Cli;

/// <summary>The files that plugins are made of, as they were at one moment: loaded code can't be exchanged while the program runs, so that a change is only noticed.</summary>
internal sealed class PluginFiles
{
    /// <summary>A directory with more files is hardly one of plugins; it is not looked through to its end.</summary>
    private const int MaxFiles = 10_000;

    private static readonly EnumerationOptions Options = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 8 };

    private readonly HashSet<(string Path, long Size, DateTime Changed)> _files;

    private PluginFiles(IEnumerable<(string Path, long Size, DateTime Changed)> files) => _files = [.. files];

    /// <summary>Looks at the files of some directories, and of those below.</summary>
    public static PluginFiles In(IEnumerable<string> directories) => new(directories.Distinct(StringComparer.Ordinal).SelectMany(In));

    /// <summary>Whether there are the same files, and none has changed in size or time.</summary>
    public bool AreSameAs(PluginFiles other) => _files.SetEquals(other._files);

    private static IEnumerable<(string Path, long Size, DateTime Changed)> In(string directory)
    {
        var root = new DirectoryInfo(directory);
        return !root.Exists ? []
            : root.EnumerateFiles("*", Options).Take(MaxFiles).Select(static file => (file.FullName, file.Exists ? file.Length : 0, file.LastWriteTimeUtc));
    }
}
