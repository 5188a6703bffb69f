using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Embedding;

/// <summary>The modules that were made in code: those with a name, and those that one step or source alone uses.</summary>
internal sealed class CodeModules
{
    private readonly List<ModuleDescriptor> _modules = [];

    public IEnumerable<ModuleDescriptor> All => _modules;

    public string Add(IFilter filter, string? name = null) => Add(ModuleKind.Filter, name, filter.GetType(), _ => filter);

    public string Add(IAction action, string? name = null) => Add(ModuleKind.Action, name, action.GetType(), _ => action);

    public string Add(ISource source) => Add(ModuleKind.Source, null, source.GetType(), _ => source);

    public string Add(Func<LogEntry, bool> matches, string? name = null) => Add(ModuleKind.Filter, name, typeof(LambdaFilter), _ => new LambdaFilter(matches));

    public string Add(Action<LogEntry, ActionServices> execute, string? name = null) =>
        Add(ModuleKind.Action, name, typeof(LambdaAction), services => new LambdaAction(execute, new ActionServices(services)));

    /// <summary>Adds a module; one without a name gets one that nobody writes by chance.</summary>
    private string Add(ModuleKind kind, string? name, Type type, Func<IServiceProvider, object> factory)
    {
        if (name is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
        name ??= $"{type.Name} #{_modules.Count + 1}";
        _modules.Add(ModuleDescriptor.MadeInCode(kind, name, type, factory));
        return name;
    }
}
