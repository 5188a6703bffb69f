using Pyruse.Core.Watching;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>Which directories tell about a path.</summary>
internal static class WatchedDirectories
{
    private const int MaxLinks = 40;

    /// <summary>Adds a directory, or the nearest one above that is there, and those that hold links on the way to it.</summary>
    public static void Add(HashSet<string> directories, string directory)
    {
        directories.Add(WatchedPaths.NearestExisting(directory));
        for (string? part = directory; part is not null and not "/"; part = Path.GetDirectoryName(part))
        {
            if (new FileInfo(part).LinkTarget is not null)
                directories.Add(Path.GetDirectoryName(part)!);
        }
    }

    /// <summary>Adds the directories that a link leads through.</summary>
    public static void AddTargets(HashSet<string> directories, string path)
    {
        for (int i = 0; i < MaxLinks && new FileInfo(path).LinkTarget is { } target; i++)
        {
            path = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
            Add(directories, Path.GetDirectoryName(path)!);
        }
    }
}
