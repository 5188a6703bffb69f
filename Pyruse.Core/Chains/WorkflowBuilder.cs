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

    private FieldTable Fields { get; }

    /// <summary>Makes all steps and links them.</summary>
    /// <returns>Null when there are errors; every one was added to the diagnostics.</returns>
    public Workflow? Build(IReadOnlyList<ChainDefinition> chains, bool optimise)
    {
        WorkflowStep?[][] steps = [.. chains.Select(chain => chain.Steps.Select((step, index) => MakeStep(chain, index, step)).ToArray())];
        return _diagnostics.HasErrors ? null : ChainCompiler.Compile(chains, steps!, Fields, optimise);
    }

    /// <summary>Makes a source.</summary>
    /// <returns>Null when there are errors; every one was added to the diagnostics.</returns>
    public ISource? MakeSource(SourceDefinition definition)
    {
        if (definition.Type.Value.Length == 0)
            return null;
        if (_catalog.TryGet(ModuleKind.Source, definition.Type.Value, out ModuleDescriptor? module))
            return (ISource?)_binder.Make(module, definition.Arguments);
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
        object? made = _binder.Make(module, step.Arguments);
        return made is null ? null : new WorkflowStep(chain.Name, index, module.Name, step.Position, made as IFilter, kind == ModuleKind.Action ? (IAction)made : null);
    }
}
