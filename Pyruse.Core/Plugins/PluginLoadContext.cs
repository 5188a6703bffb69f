using System.Reflection;
using System.Runtime.Loader;

namespace Pyruse.Core.Plugins;

/// <summary>The world of one plugin: the contracts are the host's, its other dependencies are its own, and what it did not bring it does not get.</summary>
/// <remarks>See https://learn.microsoft.com/dotnet/core/tutorials/creating-app-with-plugin-support.</remarks>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver? _resolver;

    /// <param name="file">The plugin.</param>
    /// <param name="ownFolder">Whether what lies beside the plugin belongs to it. Otherwise that takes a list of its dependencies.</param>
    public PluginLoadContext(string file, bool ownFolder)
        : base(Path.GetFileNameWithoutExtension(file))
    {
        // Reading the list costs milliseconds at every start, which a plugin without dependencies need not pay.
        if (ownFolder || File.Exists(Path.ChangeExtension(file, ".deps.json")))
            _resolver = new AssemblyDependencyResolver(file);
    }

    /// <summary>Finds out where an assembly comes from, without loading it.</summary>
    public PluginReference Locate(AssemblyName name)
    {
        if (HostAssemblies.IsShared(name.Name!))
            return new(name, PluginReferenceOrigin.Shared, null);
        if (_resolver?.ResolveAssemblyToPath(name) is { } path && File.Exists(path))
            return new(name, PluginReferenceOrigin.Private, path);
        return new(name, HostAssemblies.IsFramework(name.Name!) ? PluginReferenceOrigin.Framework : PluginReferenceOrigin.Missing, null);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        PluginReference reference = Locate(assemblyName);
        if (reference.Origin == PluginReferenceOrigin.Private)
            return LoadFromAssemblyPath(reference.File!);
        // Translations are looked for and not always there. Anything else that is missing must not be found by chance among the host's own.
        if (reference.Origin == PluginReferenceOrigin.Missing && string.IsNullOrEmpty(assemblyName.CultureName))
            throw new FileNotFoundException($"The plugin {Name} needs the assembly {assemblyName.Name} {assemblyName.Version}, which is not beside it.", assemblyName.FullName);
        return null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
