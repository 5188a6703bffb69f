using System.Reflection;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Plugins;

/// <summary>Finds the modules of an assembly, and says what looks like one but is none.</summary>
internal static class ModuleSearch
{
    /// <exception cref="ModuleException">A class is marked as a module but can't be one, or there is no module; the message has all of it.</exception>
    public static IReadOnlyList<ModuleDescriptor> In(Assembly assembly)
    {
        var modules = new List<ModuleDescriptor>();
        var problems = new List<string>();
        foreach (Type type in assembly.GetExportedTypes())
        {
            try
            {
                if (ModuleDescriptor.TryDescribe(type) is { } module)
                    modules.Add(module);
            }
            catch (ModuleException exception)
            {
                problems.Add(exception.Message);
            }
        }
        if (modules.Count == 0)
            problems.AddRange(NearlyModules(assembly));
        if (problems.Count > 0)
            throw new ModuleException(string.Join(' ', problems));
        return modules.Count > 0 ? modules : throw new ModuleException(
            "there is no module in it: no public class is marked with [Filter], [Action] or [Source]. If it is a dependency of a plugin, put both into a folder that is named like the plugin; otherwise remove it.");
    }

    private static IEnumerable<string> NearlyModules(Assembly assembly)
    {
        foreach (Type type in assembly.GetTypes().Where(static type => type is { IsClass: true, IsAbstract: false }))
        {
            bool isMarked = type.IsDefined(typeof(ModuleAttribute), inherit: false);
            if (isMarked && !type.IsVisible)
                yield return $"the class {type.FullName} is marked as a module but is not public; make it \"public sealed class\".";
            else if (!isMarked && type.IsVisible && Contract(type) is { } contract)
                yield return $"the class {type.FullName} implements {contract.Name} but has no name for configurations; mark it with [{contract.Name[1..]}(\"name\")].";
        }
    }

    private static Type? Contract(Type type) => Array.Find([typeof(IFilter), typeof(IAction), typeof(ISource)], contract => contract.IsAssignableFrom(type));
}
