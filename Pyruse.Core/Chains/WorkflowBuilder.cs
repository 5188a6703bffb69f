using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Core.Patterns;

namespace Pyruse.Core.Chains;

/// <summary>Makes the modules of a configuration and links them into a <see cref="Workflow"/>.</summary>
internal sealed class WorkflowBuilder
{
    private readonly ModuleCatalog _catalog;
    private readonly DiagnosticBag _diagnostics;
    private readonly ArgumentBinder _binder;
    private Positioned<ModuleDescriptor>? _current;

    public WorkflowBuilder(PyruseConfiguration configuration, ModuleCatalog catalog, FieldTable fields, IServiceProvider services, DiagnosticBag diagnostics)
    {
        _catalog = catalog;
        _diagnostics = diagnostics;
        Fields = fields;
        LogPatternOptions patterns = LogPatternOptions.Default with
        {
            MatchTimeout = configuration.Regex.Timeout ?? LogPatternOptions.Default.MatchTimeout,
            MaxTextLength = configuration.Regex.MaxLength,
        };
        _binder = new(new ArgumentContext(fields, patterns, configuration.Directory), services, diagnostics);
    }

    /// <summary>Every step that was made, also when others could not be.</summary>
    public List<WorkflowStep> Made { get; } = [];

    /// <summary>What is being made at the moment, with its place. May be asked for by any thread.</summary>
    public Positioned<ModuleDescriptor>? Current => Volatile.Read(ref _current);

    private FieldTable Fields { get; }

    /// <summary>Makes all steps and links them.</summary>
    /// <param name="chains">The chains, in order.</param>
    /// <param name="starts">The chains that entries start at, beside the first of the list.</param>
    /// <param name="optimise">Whether to fuse like filters.</param>
    /// <returns>Null when there are errors; every one was added to the diagnostics.</returns>
    public Workflow? Build(IReadOnlyList<ChainDefinition> chains, IReadOnlyList<Positioned<string>> starts, bool optimise)
    {
        WorkflowStep?[][] steps = [.. chains.Select(chain => chain.Steps.Select((step, index) => MakeStep(chain, index, step)).ToArray())];
        return _diagnostics.HasErrors ? null : ChainCompiler.Compile(chains, starts, steps!, Fields, optimise);
    }

    /// <summary>Makes a source.</summary>
    /// <returns>Null when there are errors; every one was added to the diagnostics.</returns>
    public ISource? MakeSource(SourceDefinition definition)
    {
        if (definition.Type.Value.Length == 0)
            return null;
        if (_catalog.TryGet(ModuleKind.Source, definition.Type.Value, out ModuleDescriptor? module))
            return (ISource?)Make(module, definition.Arguments, definition.Position)?.Instance;
        _diagnostics.Error(definition.Type.Position, _catalog.Unknown(ModuleKind.Source, definition.Type.Value));
        return null;
    }

    private WorkflowStep? MakeStep(ChainDefinition chain, int index, StepDefinition step)
    {
        if (step.Module.Value.Length == 0)
            return null;
        ModuleKind kind = step.Kind == StepKind.Filter ? ModuleKind.Filter : ModuleKind.Action;
        if (!_catalog.TryGet(kind, step.Module.Value, out ModuleDescriptor? module))
        {
            _diagnostics.Error(step.Module.Position, _catalog.Unknown(kind, step.Module.Value));
            return null;
        }
        if (Make(module, step.Arguments, step.Position) is not { } made)
            return null;
        var workflowStep = new WorkflowStep(
            chain.Name, index, module.Name, step.Position, kind == ModuleKind.Filter ? (IFilter)made.Instance : null, kind == ModuleKind.Action ? (IAction)made.Instance : null)
        {
            Bound = made,
            Table = Fields,
            IsModuleOwned = module.Factory is null,
        };
        Made.Add(workflowStep);
        return workflowStep;
    }

    private BoundModule? Make(ModuleDescriptor module, ConfigTable arguments, SourcePosition position)
    {
        Volatile.Write(ref _current, new(module, position));
        BoundModule? made = _binder.Make(module, arguments);
        Volatile.Write(ref _current, null);
        return made;
    }
}
