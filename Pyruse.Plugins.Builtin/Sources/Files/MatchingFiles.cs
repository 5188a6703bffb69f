namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>Finds the files that match paths.</summary>
/// <param name="globs">The paths.</param>
internal sealed class MatchingFiles(IReadOnlyList<PathGlob> globs)
{
    private const int MaxLooks = 16;
    private static readonly string[] CompressedEndings = [".gz", ".xz", ".bz2", ".zst", ".lz4", ".Z", ".zip"];

    /// <summary>Looks until two looks agree: a file that a rotation renames meanwhile may not show under either name.</summary>
    /// <param name="directories">Takes the directories that tell of changes.</param>
    /// <param name="say">Takes what the administrator should know.</param>
    /// <param name="isSettled">Whether two looks have agreed; otherwise what is not found may be there all the same.</param>
    /// <returns>The files by their paths; none that are compressed.</returns>
    public Dictionary<string, FileLook> Find(HashSet<string> directories, Action<string> say, out bool isSettled)
    {
        Dictionary<string, FileLook> found = Look(directories, say);
        for (int attempt = 0; attempt < MaxLooks; attempt++)
        {
            Dictionary<string, FileLook> again = Look(directories, say);
            isSettled = again.Count == found.Count && again.All(pair => found.TryGetValue(pair.Key, out FileLook look) && look.Identity == pair.Value.Identity);
            if (isSettled)
                return again;
            found = again;
        }
        isSettled = false;
        return found;
    }

    private Dictionary<string, FileLook> Look(HashSet<string> directories, Action<string> say)
    {
        var found = new Dictionary<string, FileLook>(StringComparer.Ordinal);
        foreach (PathGlob glob in globs)
            glob.Find(Take, directory => WatchedDirectories.Add(directories, directory), say);
        return found;

        void Take(string path)
        {
            WatchedDirectories.AddTargets(directories, path);
            if (!Array.Exists(CompressedEndings, ending => path.EndsWith(ending, StringComparison.Ordinal)) && FileCalls.TryLook(path) is { IsRegular: true } look)
                found[path] = look;
        }
    }
}
