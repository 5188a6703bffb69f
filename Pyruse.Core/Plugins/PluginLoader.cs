using System.Reflection;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Plugins;

/// <summary>Loads plugins: assemblies in a directory, or in a folder of their own there together with what they depend on.</summary>
/// <remarks>
/// Each plugin has a load context of its own: it brings its dependencies in the versions it was built with. The contract assemblies alone are shared
/// with the host. Loading runs no code of the plugin but its module initializer. Plugins are never unloaded. Safe for use by several threads.
/// </remarks>
public static class PluginLoader
{
    /// <summary>Where the system's packages put plugins.</summary>
    public const string SystemDirectory = "/usr/lib/pyruse/plugins";

    /// <summary>Loads all plugins of some directories. A directory that does not exist has none, and one that is named twice is read once.</summary>
    public static PluginSet Load(IEnumerable<string> directories)
    {
        ArgumentNullException.ThrowIfNull(directories);
        var plugins = new List<Plugin>();
        var refusals = new List<PluginRefusal>();
        foreach (string directory in directories.Select(RealPath).Distinct(StringComparer.Ordinal).Where(Directory.Exists))
            LoadDirectory(directory, plugins, refusals);
        return new(plugins, refusals);
    }

    /// <summary>Loads one plugin, wherever it lies, or what a folder has.</summary>
    /// <param name="path">An assembly, together with what is beside it if its dependencies are listed there; or the folder of a plugin; or a plugins directory.</param>
    public static PluginSet LoadOne(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        path = Path.GetFullPath(path);
        var plugins = new List<Plugin>();
        var refusals = new List<PluginRefusal>();
        if (Directory.Exists(path))
        {
            var unclear = new List<PluginRefusal>();
            if (Try(path, refusals, () => PluginDiscovery.InFolder(path, unclear)) is { } candidate)
                LoadCandidate(candidate, plugins, refusals);
            else if (refusals.Count == 0)
                LoadDirectory(path, plugins, refusals);
            if (plugins.Count == 0 && refusals.Count == 0)
                refusals.Add(new(path, "there is no *.dll in it. Name the folder that the plugin was built into."));
        }
        else if (File.Exists(path))
        {
            LoadCandidate(new(path, File.Exists(Path.ChangeExtension(path, ".deps.json")) ? Path.GetDirectoryName(path) : null), plugins, refusals);
        }
        else
        {
            refusals.Add(new(path, "there is no such file or folder. Check the path."));
        }
        return new(plugins, refusals);
    }

    /// <summary>Loads the modules of all plugins of some directories.</summary>
    /// <exception cref="ModuleException">Something is refused; the message has every reason, one a line.</exception>
    public static IReadOnlyList<ModuleDescriptor> LoadFrom(IEnumerable<string> directories)
    {
        PluginSet set = Load(directories);
        return set.Refusals.Count == 0 ? [.. set.Modules] : throw new ModuleException(string.Join('\n', set.Refusals));
    }

    private static string RealPath(string directory)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        try
        {
            return Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // A link that leads nowhere, or round in a circle: no directory, as will be found.
            return path;
        }
    }

    private static void LoadDirectory(string directory, List<Plugin> plugins, List<PluginRefusal> refusals)
    {
        if (PluginTrust.WhyNot(directory) is { } doubt)
        {
            refusals.Add(new(directory, doubt));
            return;
        }
        foreach (PluginCandidate candidate in Try(directory, refusals, () => PluginDiscovery.InDirectory(directory, refusals)) ?? [])
            LoadCandidate(candidate, plugins, refusals);
    }

    private static void LoadCandidate(PluginCandidate candidate, List<Plugin> plugins, List<PluginRefusal> refusals)
    {
        int before = refusals.Count;
        refusals.AddRange(PluginTrust.Doubts(candidate));
        if (refusals.Count > before)
            return;
        try
        {
            plugins.Add(LoadPlugin(candidate));
        }
        catch (Exception exception) when (exception is ModuleException or BadImageFormatException or IOException or UnauthorizedAccessException or TypeLoadException or ReflectionTypeLoadException
            or InvalidOperationException or MissingMemberException or CustomAttributeFormatException)
        {
            refusals.Add(new(candidate.File, PluginTrouble.Describe(candidate.File, exception)));
        }
    }

    private static Plugin LoadPlugin(PluginCandidate candidate)
    {
        var context = new PluginLoadContext(candidate.File, candidate.Folder is not null);
        Assembly assembly = context.LoadFromAssemblyPath(candidate.File);
        PluginReference[] references = [.. assembly.GetReferencedAssemblies().Select(context.Locate)];
        ReferenceCheck.RefuseWhatDoesNotFit(references, candidate.Folder is not null);
        ModuleDescriptor[] modules = [.. ModuleSearch.In(assembly)];
        return new(assembly, modules, references);
    }

    private static T? Try<T>(string path, List<PluginRefusal> refusals, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            refusals.Add(new(path, $"it can't be read: {exception.Message} Give the user that Pyruse runs as the right to read it."));
            return null;
        }
    }
}
