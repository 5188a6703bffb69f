using System.Reflection;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Plugins;

/// <summary>Compares what a plugin was built against with what there is.</summary>
internal static class ReferenceCheck
{
    /// <exception cref="ModuleException">Something is missing or has the wrong version; the message has all of it.</exception>
    public static void RefuseWhatDoesNotFit(IReadOnlyList<PluginReference> references, bool hasFolder)
    {
        string[] reasons = [.. references.Select(static reference => WhyNot(reference)).OfType<string>(), .. Missing(references, hasFolder)];
        if (reasons.Length > 0)
            throw new ModuleException(string.Join(" Also, ", reasons));
    }

    private static string? WhyNot(PluginReference reference) => reference.Origin switch
    {
        PluginReferenceOrigin.Framework when reference.Name is { Name: "System.Runtime", Version: { } asked } && asked.Major > Environment.Version.Major =>
            $"it was built for .NET {asked.Major}, but this is .NET {Environment.Version.Major}. Build it for net{Environment.Version.Major}.0, or install a Pyruse that runs on .NET {asked.Major}.",
        PluginReferenceOrigin.Shared => WhyNotShared(reference.Name),
        _ => null,
    };

    private static string? WhyNotShared(AssemblyName asked)
    {
        Version version = asked.Version ?? new Version(0, 0);
        Version own = HostAssemblies.SharedVersion(asked.Name!);
        bool isContract = asked.Name!.StartsWith("Pyruse.", StringComparison.Ordinal);
        if (isContract && version.Major != own.Major)
        {
            return $"it was built for major version {version.Major} of the plugin contracts ({asked.Name} {version}), but this Pyruse has version {own.Major} ({own}). "
                + "Build it against the Pyruse.Plugins.Sdk of this Pyruse, or get the release of the plugin that was.";
        }
        return version <= own ? null
            : $"it was built for {asked.Name} {version}, which plugins share with Pyruse, but this Pyruse has the older {own}. "
            + (isContract ? "Upgrade Pyruse, or build the plugin against the Pyruse.Plugins.Sdk of this one." : $"Build it against {asked.Name} {own.ToString(3)}.");
    }

    private static IEnumerable<string> Missing(IReadOnlyList<PluginReference> references, bool hasFolder)
    {
        string[] missing = [.. references.Where(static reference => reference.Origin == PluginReferenceOrigin.Missing).Select(static reference => $"{reference.Name.Name} {reference.Name.Version}")];
        if (missing.Length == 0)
            yield break;
        string them = missing.Length == 1 ? "it" : "them";
        yield return $"it needs {string.Join(" and ", missing)}, and nobody has {them}. " + (hasFolder
            ? $"Put {them} beside the plugin; \"dotnet publish\" puts all that is needed into one folder."
            : $"Put the plugin together with {them} and its .deps.json into a folder of its own, named like the plugin; \"dotnet publish\" makes such a folder.");
    }
}
