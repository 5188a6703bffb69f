using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace Pyruse.Core.Plugins;

/// <summary>Follows a plugin's references into its private dependencies, without loading any of them: for explaining a plugin, not for using it.</summary>
public static class PluginDependencies
{
    /// <summary>Finds what a plugin needs, directly or through others; each assembly once, in the order of the names.</summary>
    /// <returns>Each assembly with the name of one that needs it.</returns>
    public static IReadOnlyList<(PluginReference Reference, string NeededBy)> Of(Plugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var context = (PluginLoadContext)AssemblyLoadContext.GetLoadContext(plugin.Assembly)!;
        var found = new SortedDictionary<string, (PluginReference, string)>(StringComparer.OrdinalIgnoreCase);
        var open = new Queue<(string Needing, IEnumerable<AssemblyName> Needed)>([(plugin.Assembly.GetName().Name!, plugin.References.Select(static reference => reference.Name))]);
        while (open.TryDequeue(out (string Needing, IEnumerable<AssemblyName> Needed) next))
        {
            foreach (PluginReference reference in next.Needed.Where(name => !found.ContainsKey(name.Name!)).Select(context.Locate))
            {
                found.TryAdd(reference.Name.Name!, (reference, next.Needing));
                if (reference.Origin == PluginReferenceOrigin.Private)
                    open.Enqueue((reference.Name.Name!, ReferencesOf(reference.File!)));
            }
        }
        return [.. found.Values];
    }

    private static List<AssemblyName> ReferencesOf(string file)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(file));
            MetadataReader metadata = image.GetMetadataReader();
            return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // What can't be read needs nothing that is known; it is said by whoever loads it.
            return [];
        }
    }
}
