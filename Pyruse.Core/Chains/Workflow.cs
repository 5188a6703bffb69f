using Pyruse.Core.Entries;

namespace Pyruse.Core.Chains;

/// <summary>All chains linked into one static graph, kept as a flat array: what the executor walks.</summary>
public sealed class Workflow
{
    /// <summary>The successor that ends an entry's way.</summary>
    internal const int End = -1;

    internal Workflow(FieldTable fields, IReadOnlyList<WorkflowStep> steps, WorkflowNode[] nodes, int start)
    {
        Fields = fields;
        Steps = steps;
        Nodes = nodes;
        Start = start;
    }

    /// <summary>The fields that the workflow uses.</summary>
    public FieldTable Fields { get; }

    /// <summary>Every step of the configuration, in its order, also those that can't be reached.</summary>
    public IReadOnlyList<WorkflowStep> Steps { get; }

    internal WorkflowNode[] Nodes { get; }

    internal int Start { get; }

    /// <summary>The first nodes of the chains that entries start at beside the first of the list, by the names of the chains.</summary>
    internal IReadOnlyDictionary<string, int> Starts { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The names of the chains that the default links go through, in order.</summary>
    internal IReadOnlyList<string> ListedChains { get; init; } = [];

    /// <summary>
    /// Gives the same workflow with a step whose module is never called again, in other steps neither: a filter does not pass, an action ends the entry's way.
    /// </summary>
    internal Workflow Without(WorkflowStep step, bool optimise)
    {
        var nodes = new WorkflowNode[Nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            WorkflowNode plain = Nodes[i] with { Dispatch = null, DispatchPosition = 0 };
            bool isDisabled = ReferenceEquals(plain.Step.Instance, step.Instance);
            nodes[i] = isDisabled ? plain with { Step = plain.Step.Disabled(), OnPass = plain.Step.Action is not null ? End : plain.OnPass } : plain;
        }
        if (optimise)
            DispatchFusion.Apply(nodes);
        return new(Fields, Steps, nodes, Start) { Starts = Starts, ListedChains = ListedChains };
    }
}

/// <summary>A step, linked at one place of the graph.</summary>
/// <param name="Step">The step; one that is reached from several places is linked several times.</param>
/// <param name="OnPass">The node after a filter that passed or an action that is done.</param>
/// <param name="OnFail">The node after a filter that did not pass.</param>
internal readonly record struct WorkflowNode(WorkflowStep Step, int OnPass, int OnFail)
{
    /// <summary>A look-up that stands for this filter and the like ones after it; null: the filter itself is asked.</summary>
    public EqualityDispatch? Dispatch { get; init; }

    /// <summary>This node's place among those that <see cref="Dispatch"/> stands for.</summary>
    public int DispatchPosition { get; init; }
}
