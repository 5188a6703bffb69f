using Pyruse.Core.Configuration;

namespace Pyruse.Core.Chains.Observing;

/// <summary>How entries get to a chain.</summary>
public enum GraphChainKind
{
    /// <summary>By the order of the list.</summary>
    Listed,

    /// <summary>By <c>then</c> and <c>else</c> of other chains alone.</summary>
    Jump,

    /// <summary>From a source, an expectation or a pair that names it.</summary>
    Start,

    /// <summary>Not at all.</summary>
    Unreachable,
}

/// <summary>Why entries go from one chain to another.</summary>
public enum GraphLinkKind
{
    /// <summary>By default: a filter did not pass, or a chain has ended with a filter that did.</summary>
    Next,

    /// <summary>By <c>then</c>.</summary>
    Then,

    /// <summary>By <c>else</c>.</summary>
    Else,
}

/// <summary>A step, as a drawing shows it.</summary>
/// <param name="Kind">Filter or action.</param>
/// <param name="Text">What it asks or does, in a few words; see <see cref="StepText"/>.</param>
/// <param name="Position">Where the configuration has it.</param>
/// <param name="IsReachable">Whether the steps before it let entries get there.</param>
/// <param name="Met">How many entries met it.</param>
/// <param name="Passed">How many passed it, or how often it was done.</param>
public sealed record GraphStep(StepKind Kind, string Text, SourcePosition Position, bool IsReachable, long Met, long Passed);

/// <summary>A chain, as a drawing shows it.</summary>
/// <param name="Name">The chain's name.</param>
/// <param name="Kind">How entries get there.</param>
/// <param name="Steps">Its steps, in order.</param>
/// <param name="StartsOf">The sources, expectations and pairs whose entries begin here.</param>
/// <param name="Entered">How many entries came.</param>
/// <param name="Ended">How many entries' ways ended here, at an action.</param>
public sealed record GraphChain(string Name, GraphChainKind Kind, IReadOnlyList<GraphStep> Steps, IReadOnlyList<string> StartsOf, long Entered, long Ended);

/// <summary>A link from a chain to another.</summary>
/// <param name="From">The place of the one chain among all.</param>
/// <param name="Step">The place in it of the step that has the <c>then</c> or <c>else</c>; -1 with <see cref="GraphLinkKind.Next"/>: any.</param>
/// <param name="To">The place of the other chain among all.</param>
/// <param name="Kind">Why entries go there.</param>
/// <param name="Count">How many went.</param>
public sealed record GraphLink(int From, int Step, int To, GraphLinkKind Kind, long Count);

/// <summary>A workflow as boxes and links, to be drawn.</summary>
/// <param name="Title">What it is of: the configuration's file.</param>
/// <param name="Chains">The chains, in the order of the configuration.</param>
/// <param name="Links">The links between them.</param>
/// <param name="Entries">How many entries the counts are about; null: nothing was counted.</param>
public sealed record WorkflowGraph(string Title, IReadOnlyList<GraphChain> Chains, IReadOnlyList<GraphLink> Links, long? Entries)
{
    private const int MaxTextLength = 400;

    /// <summary>Makes the graph of a workflow.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="statistics">The observer of an engine that was made of it.</param>
    /// <param name="hasRun">Whether that engine has run, so that there are counts.</param>
    public static WorkflowGraph Of(PyruseConfiguration configuration, WalkStatistics statistics, bool hasRun)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(statistics);
        Workflow workflow = statistics.Workflow;
        var indexes = configuration.Chains.Select(static (chain, index) => (chain.Name, index)).ToDictionary(static pair => pair.Name, static pair => pair.index, StringComparer.Ordinal);
        var reachable = workflow.Nodes.Select(static node => node.Step).ToHashSet();
        ILookup<string, string> starts = StartsOf(configuration, workflow);
        Dictionary<(string, int), StepFigures> steps = statistics.Steps.ToDictionary(static figures => (figures.Step.Chain, figures.Step.Index));
        Dictionary<string, ChainFigures> figures = statistics.Chains.ToDictionary(static chain => chain.Name, StringComparer.Ordinal);
        GraphChain[] chains =
        [
            .. configuration.Chains.Select(chain => new GraphChain(
                chain.Name, KindOf(chain.Name, workflow, reachable),
                [.. chain.Steps.Select((step, index) => Draw(step, steps[(chain.Name, index)], reachable))],
                [.. starts[chain.Name]], figures[chain.Name].Entered, figures[chain.Name].Ended)),
        ];
        return new(configuration.File, chains, Link(configuration, statistics, indexes), hasRun ? statistics.Entries : null);
    }

    private static GraphStep Draw(StepDefinition step, StepFigures figures, HashSet<WorkflowStep> reachable) =>
        new(step.Kind, StepText.Of(step, MaxTextLength), step.Position, reachable.Contains(figures.Step), figures.Met, figures.Passed);

    private static GraphChainKind KindOf(string chain, Workflow workflow, HashSet<WorkflowStep> reachable)
    {
        if (workflow.Starts.ContainsKey(chain))
            return GraphChainKind.Start;
        if (workflow.ListedChains.Contains(chain, StringComparer.Ordinal))
            return GraphChainKind.Listed;
        return reachable.Any(step => step.Chain == chain) ? GraphChainKind.Jump : GraphChainKind.Unreachable;
    }

    /// <summary>What begins at each chain, by the chain's name.</summary>
    private static ILookup<string, string> StartsOf(PyruseConfiguration configuration, Workflow workflow)
    {
        string? first = workflow.ListedChains is [var name, ..] ? name : null;
        IEnumerable<(string? Chain, string What)> sources = configuration.Sources.Select(source => (source.Start?.Value ?? first, $"source {source.Name}"));
        IEnumerable<(string? Chain, string What)> expects = configuration.Expects.SelectMany(static expect => Notices("expect", expect.Name, expect.Chain, expect.Recovered));
        IEnumerable<(string? Chain, string What)> pairs = configuration.Pairs.SelectMany(static pair => Notices("pair", pair.Name, pair.Chain, pair.Met));
        return sources.Concat(expects).Concat(pairs).Where(static start => start.Chain is not null).ToLookup(static start => start.Chain!, static start => start.What, StringComparer.Ordinal);
    }

    private static IEnumerable<(string? Chain, string What)> Notices(string kind, string name, params IEnumerable<Positioned<string>?> chains) =>
        chains.OfType<Positioned<string>>().Select(chain => ((string?)chain.Value, $"{kind} {name}"));

    /// <summary>Sums the links of all places that a chain is linked at.</summary>
    private static GraphLink[] Link(PyruseConfiguration configuration, WalkStatistics statistics, Dictionary<string, int> indexes)
    {
        WorkflowNode[] nodes = statistics.Workflow.Nodes;
        var counts = new Dictionary<(int From, int Step, int To, GraphLinkKind Kind), long>();
        for (int i = 0; i < nodes.Length; i++)
        {
            WorkflowStep step = nodes[i].Step;
            StepDefinition definition = configuration.Chains[indexes[step.Chain]].Steps[step.Index];
            NodeFigures figures = statistics.Nodes[i];
            Add(step, nodes[i].OnPass, definition.Then is null ? GraphLinkKind.Next : GraphLinkKind.Then, figures.Passed);
            if (step.Filter is not null)
                Add(step, nodes[i].OnFail, definition.Else is null ? GraphLinkKind.Next : GraphLinkKind.Else, figures.Failed + figures.Threw);
        }
        return [.. counts.OrderBy(static pair => pair.Key.From).ThenBy(static pair => pair.Key.Step).ThenBy(static pair => pair.Key.To).Select(static pair => new GraphLink(pair.Key.From, pair.Key.Step, pair.Key.To, pair.Key.Kind, pair.Value))];

        void Add(WorkflowStep step, int node, GraphLinkKind kind, long count)
        {
            if (node == Workflow.End || nodes[node].Step.Chain == step.Chain)
                return;
            var key = (indexes[step.Chain], kind == GraphLinkKind.Next ? -1 : step.Index, indexes[nodes[node].Step.Chain], kind);
            counts[key] = counts.GetValueOrDefault(key) + count;
        }
    }
}
