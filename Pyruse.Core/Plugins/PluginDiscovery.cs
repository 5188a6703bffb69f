namespace Pyruse.Core.Plugins;

/// <summary>A file that should be a plugin.</summary>
/// <param name="File">The assembly.</param>
/// <param name="Folder">The folder that belongs to the plugin alone; null: it lies in the plugins directory, and has nothing but itself.</param>
internal sealed record PluginCandidate(string File, string? Folder);

/// <summary>Finds plugins in a directory: assemblies that lie in it, and one in each sub-directory, together with what it depends on.</summary>
internal static class PluginDiscovery
{
    private const string List = ".deps.json";

    /// <summary>Finds the plugins of a directory, in the order of their paths.</summary>
    public static IEnumerable<PluginCandidate> InDirectory(string directory, ICollection<PluginRefusal> refusals)
    {
        var found = new List<PluginCandidate>();
        found.AddRange(Assemblies(directory).Select(static file => new PluginCandidate(file, null)));
        foreach (string folder in Directory.GetDirectories(directory).Where(static folder => Path.GetFileName(folder)[0] != '.'))
        {
            if (InFolder(folder, refusals) is { } plugin)
                found.Add(plugin);
        }
        return found.OrderBy(static candidate => candidate.File, StringComparer.Ordinal);
    }

    /// <summary>Finds the plugin of a folder: the assembly named like the folder, else the one whose dependencies are listed.</summary>
    /// <returns>Null when there is no assembly at all, or when nothing tells which one is meant.</returns>
    public static PluginCandidate? InFolder(string folder, ICollection<PluginRefusal> refusals)
    {
        string[] assemblies = [.. Assemblies(folder)];
        string[] listed = [.. assemblies.Where(static file => File.Exists(Path.ChangeExtension(file, List)))];
        string named = Path.Combine(folder, Path.GetFileName(folder) + ".dll");
        if (assemblies.Contains(named))
            return new(named, folder);
        if (listed.Length == 1)
            return new(listed[0], folder);
        if (assemblies.Length > 0)
        {
            string found = listed.Length == 0 ? "it has neither" : $"it has {string.Join(", ", listed.Select(Path.GetFileName))}, each with a {List}";
            refusals.Add(new(folder, $"nothing tells which of its assemblies is the plugin. Expected {Path.GetFileName(named)} or one assembly with a {List} beside it, but {found}; rename the folder."));
        }
        return null;
    }

    /// <summary>The assemblies of a directory without copies of the contracts, which are the host's anyway.</summary>
    private static IEnumerable<string> Assemblies(string directory) =>
        Directory.GetFiles(directory, "*.dll").Where(static file => !HostAssemblies.IsShared(Path.GetFileNameWithoutExtension(file)));
}
