using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Lint;

/// <summary>What rules look at: the configuration and the graph of its steps, with who comes from where.</summary>
internal sealed class LintContext
{
    private readonly ILookup<WorkflowStep, int> _nodesOf;

    public LintContext(PyruseConfiguration configuration, Workflow workflow)
    {
        Configuration = configuration;
        Workflow = workflow;
        EntryPoints = [.. EntryPoint.Of(configuration, workflow)];
        IsReachable = new bool[Nodes.Length];
        Before = [.. Nodes.Select(static _ => new List<Edge>())];
        Explore();
        foreach (List<Edge> edges in Before.Cast<List<Edge>>())
            edges.Sort(CompareLength);
        _nodesOf = Enumerable.Range(0, Nodes.Length).Where(node => IsReachable[node]).ToLookup(node => Nodes[node].Step);
        Ways = new WayFinder(this);
    }

    public PyruseConfiguration Configuration { get; }

    public Workflow Workflow { get; }

    public WorkflowNode[] Nodes => Workflow.Nodes;

    /// <summary>Where entries begin their way.</summary>
    public IReadOnlyList<EntryPoint> EntryPoints { get; }

    /// <summary>Which nodes have a way from an entry point, whatever filters decide.</summary>
    public bool[] IsReachable { get; }

    /// <summary>By node, how entries come there from reachable nodes.</summary>
    public IReadOnlyList<IReadOnlyList<Edge>> Before { get; }

    /// <summary>Finds ways of entries.</summary>
    public WayFinder Ways { get; }

    /// <summary>The steps that some entry may come to, in the order of the configuration.</summary>
    public IEnumerable<WorkflowStep> LiveSteps => Workflow.Steps.Where(step => NodesOf(step).Any());

    /// <summary>Whether every step says what it sets, so that nothing happens behind the back of rules.</summary>
    public bool IsEverythingKnown => Workflow.Steps.All(static step => step.Fields.AreAllSetsKnown);

    /// <summary>The places of the graph that a step is reached at.</summary>
    public IEnumerable<int> NodesOf(WorkflowStep step) => _nodesOf[step];

    /// <summary>All nodes that come after a node.</summary>
    public HashSet<int> After(int node)
    {
        var seen = new HashSet<int>();
        var next = new Stack<int>([Nodes[node].OnPass, Nodes[node].OnFail]);
        while (next.TryPop(out int index))
        {
            if (index == Workflow.End || !seen.Add(index))
                continue;
            next.Push(Nodes[index].OnPass);
            if (Nodes[index].Step.Filter is not null)
                next.Push(Nodes[index].OnFail);
        }
        return seen;
    }

    /// <summary>Edges out of the heads of chains come first: through them ways are shortest.</summary>
    private int CompareLength(Edge a, Edge b) => (Nodes[a.Node].Step.Index, a.HasPassed, a.Node).CompareTo((Nodes[b.Node].Step.Index, b.HasPassed, b.Node));

    private void Explore()
    {
        var next = new Stack<int>(EntryPoints.Select(static point => point.Node));
        while (next.TryPop(out int index))
        {
            if (index == Workflow.End || IsReachable[index])
                continue;
            IsReachable[index] = true;
            WorkflowNode node = Nodes[index];
            Go(node.OnPass, new(index, HasPassed: true));
            if (node.Step.Filter is not null)
                Go(node.OnFail, new(index, HasPassed: false));
        }

        void Go(int target, Edge edge)
        {
            if (target == Workflow.End)
                return;
            ((List<Edge>)Before[target]).Add(edge);
            next.Push(target);
        }
    }
}

/// <summary>How entries leave a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="HasPassed">Whether they passed the filter, or the action was done.</param>
internal readonly record struct Edge(int Node, bool HasPassed);
