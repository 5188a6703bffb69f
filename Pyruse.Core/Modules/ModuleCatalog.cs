using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Modules;

/// <summary>All modules that a configuration can name. Immutable; safe for use by several threads.</summary>
public sealed class ModuleCatalog
{
    private readonly FrozenDictionary<string, ModuleDescriptor> _modules;

    /// <summary>Makes a catalog of modules.</summary>
    /// <exception cref="ModuleException">Two modules of a kind have the same name; the message has all such pairs, one a line.</exception>
    public ModuleCatalog(IEnumerable<ModuleDescriptor> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        List<ModuleDescriptor> all = [.. modules];
        string[] duplicates = [.. Duplicates(all)];
        if (duplicates.Length > 0)
            throw new ModuleException(string.Join('\n', duplicates));
        _modules = all.ToFrozenDictionary(static module => Key(module.Kind, module.Name), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All modules, by kind and name.</summary>
    public IEnumerable<ModuleDescriptor> Modules => _modules.Values.OrderBy(static module => module.Kind).ThenBy(static module => module.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds modules that can't be told apart; gives a sentence for each, which names both files.</summary>
    public static IEnumerable<string> Duplicates(IEnumerable<ModuleDescriptor> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        var byName = new Dictionary<string, ModuleDescriptor>(StringComparer.OrdinalIgnoreCase);
        foreach (ModuleDescriptor module in modules)
        {
            if (!byName.TryAdd(Key(module.Kind, module.Name), module))
            {
                string other = byName[Key(module.Kind, module.Name)].Origin;
                yield return $"There are two {module.Kind.ToString().ToLowerInvariant()}s named \"{module.Name}\": one in {other}, one in {module.Origin}. Remove one of the files.";
            }
        }
    }

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
        string prefix = kind switch { ModuleKind.Filter => "filter_", ModuleKind.Action => "action_", _ => "" };
        return _modules.TryGetValue(Key(kind, name), out module)
            || (prefix.Length > 0 && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && _modules.TryGetValue(Key(kind, name[prefix.Length..]), out module));
    }

    private static string Key(ModuleKind kind, string name) => kind switch { ModuleKind.Filter => "filter ", ModuleKind.Action => "action ", _ => "source " } + name;

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
