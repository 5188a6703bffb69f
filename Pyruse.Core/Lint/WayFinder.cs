using System.Collections.Immutable;
using Pyruse.Core.Chains;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Lint;

/// <summary>A way of entries through the graph.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Edges">How each node on it is left, in order; none when it ends where it begins.</param>
internal sealed record Way(EntryPoint Start, IReadOnlyList<Edge> Edges);

/// <summary>Finds ways on which filters do not contradict each other: an entry that is of "sshd" in one chain is not of "nginx" in the next.</summary>
/// <remarks>It goes backwards from the end. When there is too much to look at, it gives up, and rules stay silent.</remarks>
internal sealed class WayFinder(LintContext context)
{
    /// <summary>How many places are looked at in one search: some hundred milliseconds at most.</summary>
    private const int Budget = 5_000;

    private readonly Dictionary<WorkflowStep, StepTest?> _tests = [];

    private LintContext Context => context;

    /// <summary>Whether the last search was given up before all ways were looked at.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>Finds a way to a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="mayUse">Which edges it may have; null: any.</param>
    /// <param name="mayStart">Where it may begin; null: anywhere.</param>
    /// <param name="leaving">How the node itself is to be left; null: any way.</param>
    /// <returns>Null when there is none, or when the search was given up.</returns>
    public Way? Find(int node, Func<Edge, bool>? mayUse = null, Func<EntryPoint, bool>? mayStart = null, bool? leaving = null)
    {
        var search = new Search(this, mayUse ?? (static _ => true), mayStart ?? (static _ => true));
        var known = ImmutableSortedDictionary<int, ValueRange>.Empty;
        if (leaving is { } hasPassed)
        {
            if (Before(known, new Edge(node, hasPassed)) is not { } constrained)
                return null;
            known = constrained;
        }
        Way? way = search.From(node, known, ImmutableStack<Edge>.Empty);
        HasGivenUp = way is null && search.IsExhausted;
        return way;
    }

    /// <summary>What must be known of fields before an edge so that it is taken and the rest holds; null: that is impossible.</summary>
    private ImmutableSortedDictionary<int, ValueRange>? Before(ImmutableSortedDictionary<int, ValueRange> after, Edge edge)
    {
        WorkflowStep step = context.Nodes[edge.Node].Step;
        if (edge.HasPassed)
        {
            // What holds of a field that the step sets says nothing of it before.
            foreach (Field set in step.Fields.Sets)
                after = after.Remove(set.Index);
            if (!step.Fields.AreAllSetsKnown)
                after = after.Clear();
        }
        if (TestOf(step) is not { } test)
            return after;
        ValueRange range = after.GetValueOrDefault(test.Field.Index, ValueRange.Anything).After(test, edge.HasPassed);
        return range.IsPossible ? after.SetItem(test.Field.Index, range) : null;
    }

    private StepTest? TestOf(WorkflowStep step)
    {
        if (!_tests.TryGetValue(step, out StepTest? test))
            _tests.Add(step, test = StepTest.Of(step));
        return test;
    }

    private static ulong HashOf(ImmutableSortedDictionary<int, ValueRange> known)
    {
        ulong hash = 0;
        foreach ((int field, ValueRange range) in known)
            hash = ((hash ^ (uint)field) * 0x100000001B3) ^ (range.Hash * 0x9E3779B97F4A7C15);
        return hash;
    }

    private sealed class Search(WayFinder finder, Func<Edge, bool> mayUse, Func<EntryPoint, bool> mayStart)
    {
        private readonly HashSet<(int Node, ulong Known)> _seen = [];

        public bool IsExhausted => _seen.Count >= Budget;

        public Way? From(int node, ImmutableSortedDictionary<int, ValueRange> known, ImmutableStack<Edge> behind)
        {
            if (IsExhausted || !_seen.Add((node, HashOf(known))))
                return null;
            LintContext context = finder.Context;
            if (context.EntryPoints.FirstOrDefault(point => point.Node == node && mayStart(point)) is { } start)
                return new(start, [.. behind]);
            foreach (Edge edge in context.Before[node])
            {
                if (mayUse(edge) && finder.Before(known, edge) is { } before && From(edge.Node, before, behind.Push(edge)) is { } way)
                    return way;
            }
            return null;
        }
    }
}
