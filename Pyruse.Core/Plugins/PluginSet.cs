using System.Reflection;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Plugins;

/// <summary>What came of loading plugins: those that can be used, and those that are refused.</summary>
/// <param name="Plugins">The plugins, in the order of their files.</param>
/// <param name="Refusals">Every reason for which something is refused; empty when all is well.</param>
public sealed record PluginSet(IReadOnlyList<Plugin> Plugins, IReadOnlyList<PluginRefusal> Refusals)
{
    /// <summary>The modules of all plugins.</summary>
    public IEnumerable<ModuleDescriptor> Modules => Plugins.SelectMany(static plugin => plugin.Modules);
}

/// <summary>A plugin that was loaded.</summary>
/// <param name="Assembly">The assembly, in a load context of its own.</param>
/// <param name="Modules">Its filters, actions and sources; at least one.</param>
/// <param name="References">The assemblies that it refers to, and where each comes from.</param>
public sealed record Plugin(Assembly Assembly, IReadOnlyList<ModuleDescriptor> Modules, IReadOnlyList<PluginReference> References)
{
    /// <summary>The file.</summary>
    public string File => Assembly.Location;

    /// <summary>The version of the contracts that it was built against: that of Pyruse.Core.</summary>
    public Version ContractVersion => References.First(static reference => reference.Name.Name == HostAssemblies.Core).Name.Version!;
}

/// <summary>A file or directory that is refused.</summary>
/// <param name="File">The file or directory.</param>
/// <param name="Reason">What is wrong with it, and the remedy: the rest of a sentence that begins with "The plugin is refused:".</param>
public sealed record PluginRefusal(string File, string Reason)
{
    /// <summary>Gives the whole sentence, with the file.</summary>
    public override string ToString() => $"The plugin {File} is refused: {Reason}";
}

/// <summary>Where an assembly comes from that a plugin needs.</summary>
public enum PluginReferenceOrigin
{
    /// <summary>The host: contracts, whose types both sides must mean alike.</summary>
    Shared,

    /// <summary>The .NET runtime.</summary>
    Framework,

    /// <summary>The plugin's own folder, whatever version others use.</summary>
    Private,

    /// <summary>Nowhere: it is missing.</summary>
    Missing,
}

/// <summary>An assembly that a plugin, or one of its private dependencies, refers to.</summary>
/// <param name="Name">The assembly's name and the version that is asked for.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="File">The file, if the plugin brings it.</param>
public sealed record PluginReference(AssemblyName Name, PluginReferenceOrigin Origin, string? File);
