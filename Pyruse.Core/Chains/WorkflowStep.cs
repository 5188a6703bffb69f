using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Chains;

/// <summary>A step of a workflow: its module, and where the configuration says so.</summary>
public sealed class WorkflowStep
{
    private StepFields? _fields;

    internal WorkflowStep(string chain, int index, string module, SourcePosition position, IFilter? filter, IAction? action)
    {
        Chain = chain;
        Index = index;
        Module = module;
        Position = position;
        Filter = filter;
        Action = action;
    }

    /// <summary>The name of the chain.</summary>
    public string Chain { get; }

    /// <summary>The place in the chain, counted from 0.</summary>
    public int Index { get; }

    /// <summary>The name of the module.</summary>
    public string Module { get; }

    /// <summary>Where the configuration has the step.</summary>
    public SourcePosition Position { get; }

    /// <summary>The filter, if the step is one.</summary>
    public IFilter? Filter { get; }

    /// <summary>The action, if the step is one.</summary>
    public IAction? Action { get; }

    /// <summary>Which fields of an entry it reads and sets.</summary>
    public StepFields Fields => _fields ??= Bound is { } bound ? StepFields.Of(bound, Table!) : StepFields.None;

    /// <summary>What the step was made from; null in tests that make steps of nothing.</summary>
    internal BoundModule? Bound { get; init; }

    /// <summary>The fields of the workflow; null in such tests, too.</summary>
    internal FieldTable? Table { get; init; }

    /// <summary>Whether the engine made the module, and so disposes of it; an instance that was given to it is left alone.</summary>
    internal bool IsModuleOwned { get; init; } = true;

    /// <summary>The filter or action.</summary>
    internal object? Instance => (object?)Filter ?? Action;

    /// <summary>Gives a step that stands in this one's place and does nothing.</summary>
    internal WorkflowStep Disabled() => new(Chain, Index, Module, Position, Filter is null ? null : DisabledModule.Instance, Action is null ? null : DisabledModule.Instance) { _fields = Fields };

    /// <summary>Gives <c>chain "…", step N (module)</c>, with the step counted from 1 as people do.</summary>
    public override string ToString() => $"chain \"{Chain}\", step {Index + 1} ({Module})";
}

/// <summary>What is left of a step whose module was given up.</summary>
internal sealed class DisabledModule : IFilter, IAction
{
    public static DisabledModule Instance { get; } = new();

    public bool Matches(LogEntry entry) => false;

    public void Execute(LogEntry entry)
    {
        // The way ends here.
    }
}
