namespace Pyruse.Core.Watching;

/// <summary>What to watch for a path.</summary>
public static class WatchedPaths
{
    /// <summary>The directory itself, or as long as it does not exist, the nearest one above it that does.</summary>
    public static string NearestExisting(string directory)
    {
        string? nearest = directory;
        while (nearest is not null && !Directory.Exists(nearest))
            nearest = Path.GetDirectoryName(nearest);
        return nearest ?? "/";
    }
}
