using System.Reflection;
using System.Runtime.Loader;

namespace Pyruse.Core.Modules;

/// <summary>Loads the modules of plugins: assemblies in a directory, or in a sub-directory of their own together with what they depend on.</summary>
/// <remarks>
/// Each plugin has a load context of its own: it brings its dependencies in the versions it was built with. The contract assemblies alone are shared
/// with the host. See https://learn.microsoft.com/dotnet/core/tutorials/creating-app-with-plugin-support.
/// </remarks>
public static class PluginLoader
{
    /// <summary>The assemblies that plugins and host have in common.</summary>
    private static readonly string[] SharedAssemblies = ["Pyruse.Core", "Pyruse.Plugins.Sdk", "Microsoft.Extensions.Logging.Abstractions"];

    /// <summary>Loads all plugins of some directories. A directory that does not exist has none.</summary>
    /// <exception cref="ModuleException">A plugin is refused; the message names the file and the reason.</exception>
    public static IReadOnlyList<ModuleDescriptor> LoadFrom(IEnumerable<string> directories)
    {
        ArgumentNullException.ThrowIfNull(directories);
        var modules = new List<ModuleDescriptor>();
        foreach (string directory in directories.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Where(Directory.Exists))
        {
            RefuseIfWritableByOthers(directory);
            foreach (string file in PluginFiles(directory))
                modules.AddRange(Load(file));
        }
        return modules;
    }

    private static IEnumerable<string> PluginFiles(string directory)
    {
        IEnumerable<string> plain = Directory.GetFiles(directory, "*.dll");
        // In a sub-directory the plugin is the assembly that has dependencies listed, the others are these dependencies.
        IEnumerable<string> bundled = Directory.GetDirectories(directory)
            .SelectMany(static bundle => Directory.GetFiles(bundle, "*.deps.json"))
            .Select(static list => list[..^".deps.json".Length] + ".dll")
            .Where(File.Exists);
        return plain.Concat(bundled).Where(static file => !SharedAssemblies.Contains(Path.GetFileNameWithoutExtension(file))).Order(StringComparer.Ordinal);
    }

    private static List<ModuleDescriptor> Load(string file)
    {
        RefuseIfWritableByOthers(file);
        try
        {
            var context = new PluginLoadContext(file);
            List<ModuleDescriptor> modules = [.. ModuleCatalog.ModulesOf(context.LoadFromAssemblyPath(file))];
            return modules.Count > 0 ? modules : throw new ModuleException("it has no module in it: no public class is marked with [Filter], [Action] or [Source].");
        }
        catch (BadImageFormatException exception)
        {
            throw new ModuleException($"The plugin {file} can't be loaded: it is no .NET assembly, or not one for this machine. Remove it from the plugins directory.", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or TypeLoadException or ReflectionTypeLoadException or ModuleException)
        {
            throw new ModuleException($"The plugin {file} can't be loaded: {Reason(exception)}", exception);
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => first.Message,
        FileNotFoundException { FileName: { } name } => $"it needs the assembly {name}, which is not beside it.",
        _ => exception.Message,
    };

    /// <summary>What runs with the rights of root must not be changeable by anybody else.</summary>
    private static void RefuseIfWritableByOthers(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if (Environment.IsPrivilegedProcess && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
            throw new ModuleException($"Refusing to load plugins from {path}: others than its owner may write to it. Take that right away (chmod go-w) after a look at what is in it.");
    }

    private sealed class PluginLoadContext(string file) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file))
    {
        private readonly AssemblyDependencyResolver _resolver = new(file);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            !SharedAssemblies.Contains(assemblyName.Name) && _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
