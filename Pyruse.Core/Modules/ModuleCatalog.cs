using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Modules;

/// <summary>All modules that a configuration can name. Immutable; safe for use by several threads.</summary>
public sealed class ModuleCatalog
{
    private readonly FrozenDictionary<(ModuleKind, string), ModuleDescriptor> _modules;

    /// <summary>Makes a catalog of modules.</summary>
    /// <exception cref="ModuleException">Two modules of a kind have the same name.</exception>
    public ModuleCatalog(IEnumerable<ModuleDescriptor> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        var byName = new Dictionary<(ModuleKind, string), ModuleDescriptor>();
        foreach (ModuleDescriptor module in modules)
        {
            if (!byName.TryAdd((module.Kind, module.Name.ToUpperInvariant()), module))
            {
                string other = byName[(module.Kind, module.Name.ToUpperInvariant())].Origin;
                throw new ModuleException($"There are two {module.Kind.ToString().ToLowerInvariant()}s named \"{module.Name}\": one in {other}, one in {module.Origin}. Remove one of the files.");
            }
        }
        _modules = byName.ToFrozenDictionary();
    }

    /// <summary>All modules, by kind and name.</summary>
    public IEnumerable<ModuleDescriptor> Modules => _modules.Values.OrderBy(static module => module.Kind).ThenBy(static module => module.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the modules of an assembly.</summary>
    /// <exception cref="ModuleException">A class of the assembly is marked as a module but can't be one.</exception>
    public static IEnumerable<ModuleDescriptor> ModulesOf(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return assembly.GetExportedTypes().Select(ModuleDescriptor.TryDescribe).OfType<ModuleDescriptor>();
    }

    /// <summary>Finds a module by the name that a configuration uses: ignoring case, with or without the prefix of the original program.</summary>
    public bool TryGet(ModuleKind kind, string name, [NotNullWhen(true)] out ModuleDescriptor? module)
    {
        string folded = name.ToUpperInvariant();
        string prefix = kind switch { ModuleKind.Filter => "FILTER_", ModuleKind.Action => "ACTION_", _ => "" };
        return _modules.TryGetValue((kind, folded), out module)
            || (prefix.Length > 0 && folded.StartsWith(prefix, StringComparison.Ordinal) && _modules.TryGetValue((kind, folded[prefix.Length..]), out module));
    }

    /// <summary>Says that there is no such module, with the nearest name.</summary>
    internal string Unknown(ModuleKind kind, string name)
    {
        string noun = kind.ToString().ToLowerInvariant();
        if (kind != ModuleKind.Source)
        {
            ModuleKind other = kind == ModuleKind.Filter ? ModuleKind.Action : ModuleKind.Filter;
            if (TryGet(other, name, out ModuleDescriptor? misplaced))
                return $"\"{name}\" is {(other == ModuleKind.Action ? "an action" : "a filter")}, not {(kind == ModuleKind.Action ? "an action" : "a filter")}; write {other.ToString().ToLowerInvariant()} = \"{misplaced.Name}\".";
        }
        string suggestion = Suggestion.For(name, _modules.Values.Where(module => module.Kind == kind).Select(static module => module.Name));
        return $"There is no {noun} \"{name}\"{(suggestion.Length > 0 ? suggestion : $"; \"pyruse modules list\" shows all {noun}s.")}";
    }
}
