using System.Globalization;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Chains.Observing;

/// <summary>Says how entries could meet less on their way. A hint names what is to be checked, since the figures tell only what these entries were like.</summary>
/// <param name="Kind">What kind of hint it is: <c>never-passes</c>, <c>ask-who-first</c>, <c>cheap-first</c> or <c>chain-first</c>.</param>
/// <param name="Step">The step that takes the time, or the first one of the chain in question.</param>
/// <param name="Share">The part of all time of all steps that it is about, 0 to 1.</param>
/// <param name="Sentence">What was seen, what to do, and what to check.</param>
public sealed record OrderingHint(string Kind, WorkflowStep Step, double Share, string Sentence)
{
    /// <summary>What takes less of the time than this is not worth a change.</summary>
    private const double LeastShare = 0.03;

    /// <summary>A chain is worth moving only if so many of the entries end in it.</summary>
    private const double LeastTaken = 0.1;

    /// <summary>Fewer entries say little.</summary>
    private const long FewestEntries = 100;

    /// <summary>The fields that say who has written an entry.</summary>
    private static readonly string[] Identities = ["SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT", "_COMM", "_EXE"];

    internal static IReadOnlyList<OrderingHint> Find(WalkStatistics statistics)
    {
        IReadOnlyList<StepFigures> steps = statistics.Steps;
        double total = WalkStatistics.Sum(steps.Where(static figures => !figures.IsFused).Select(static figures => figures.Time)).Ticks;
        if (statistics.Entries < FewestEntries || total <= 0)
            return [];
        IEnumerable<OrderingHint> ofSteps = steps
            .Where(figures => figures is { Step.Filter: not null, IsFused: false } && figures.Time.Ticks / total >= LeastShare)
            .Select(figures => OfStep(figures, steps, statistics, figures.Time.Ticks / total)).OfType<OrderingHint>();
        IEnumerable<OrderingHint> ofChains = statistics.Chains
            .Where(chain => chain.Ended >= statistics.Entries * LeastTaken && chain.TimeBefore.Ticks / total >= LeastShare && IsOfTheList(chain, statistics))
            .Select(chain => OfChain(chain, steps, statistics, chain.TimeBefore.Ticks / total));
        return [.. ofSteps.Concat(ofChains).OrderByDescending(static hint => hint.Share)];
    }

    private static OrderingHint? OfStep(StepFigures figures, IReadOnlyList<StepFigures> steps, WalkStatistics statistics, double share)
    {
        string took = string.Create(CultureInfo.InvariantCulture, $"{figures.Step} takes {share:P0} of the time");
        if (figures.Passed == 0)
        {
            return new("never-passes", figures.Step, share, string.Create(CultureInfo.InvariantCulture,
                $"{took}, and none of {figures.Met:N0} entries passed. If what it waits for can't come any more, take the chain out; otherwise ask before it for what is cheap to compare, such as SYSLOG_IDENTIFIER."));
        }
        if (CheaperBehind(figures, steps, statistics.Workflow) is { } cheaper)
        {
            return new("cheap-first", figures.Step, share, string.Create(CultureInfo.InvariantCulture,
                $"{took}; step {cheaper.Step.Index + 1} ({cheaper.Step.Module}) behind it costs less and lets through only {(double)cheaper.Passed / cheaper.Met:P0} of what it is asked about. Put that one first. {WhatToCheck(figures.Step)}"));
        }
        long ofThem = figures.PassedBy.Sum(statistics.Identifiers.CountOf);
        if (figures.PassedBy.Count == 0 || ofThem * 2 > figures.Met || AsksForIdentity(figures.Step, steps))
            return null;
        string names = string.Join(", ", figures.PassedBy.Select(static name => $"\"{VisibleText.Of(name, 40)}\""));
        return new("ask-who-first", figures.Step, share, string.Create(CultureInfo.InvariantCulture,
            $"{took} for {figures.Met:N0} entries; all {figures.Passed:N0} that passed have SYSLOG_IDENTIFIER {names}, which only {ofThem:N0} entries have. Ask for it first: {Filter(figures.PassedBy, names)}. Check that entries of other programs need not pass."));
    }

    /// <summary>A filter behind a costly one in the same chain, with the same ways out, that could as well be asked before it.</summary>
    private static StepFigures? CheaperBehind(StepFigures costly, IReadOnlyList<StepFigures> steps, Workflow workflow)
    {
        int at = Array.FindIndex(workflow.Nodes, node => ReferenceEquals(node.Step, costly.Step));
        int way = workflow.Nodes[at].OnFail;
        for (int next = workflow.Nodes[at].OnPass; next != Workflow.End; next = workflow.Nodes[next].OnPass)
        {
            WorkflowNode node = workflow.Nodes[next];
            if (node.Step.Chain != costly.Step.Chain || node.Step.Filter is null || node.OnFail != way)
                return null;
            StepFigures figures = steps.First(figures => ReferenceEquals(figures.Step, node.Step));
            if (node.Step.Filter is IEqualityFilter { Field: { } field } && IsOfTheSource(field, costly.Step.Chain, steps)
                && figures.Passed * 2 < figures.Met && figures.NanosecondsEach * 2 < costly.NanosecondsEach)
            {
                return figures;
            }
        }
        return null;
    }

    /// <summary>Whether no step of the chain sets the field.</summary>
    private static bool IsOfTheSource(Entries.Field field, string chain, IReadOnlyList<StepFigures> steps) =>
        steps.Where(figures => figures.Step.Chain == chain).All(figures => figures.Step.Fields.AreAllSetsKnown && !figures.Step.Fields.Sets.Contains(field));

    private static string WhatToCheck(WorkflowStep step) => step.Fields.Sets.Count == 0
        ? "Nothing else changes by that."
        : $"Check that no other chain needs {string.Join(", ", step.Fields.Sets.Select(static field => field.Name))}, which {(step.Fields.Sets.Count == 1 ? "is" : "are")} then set less often.";

    /// <summary>Whether a filter of the chain, or the step itself, looks at who has written the entry.</summary>
    private static bool AsksForIdentity(WorkflowStep step, IReadOnlyList<StepFigures> steps) => steps.Any(figures =>
        figures.Step.Chain == step.Chain && (figures.Step == step || figures.Step.Filter is IEqualityFilter) && figures.Step.Fields.Reads.Any(static field => Identities.Contains(field.Name)));

    private static string Filter(IReadOnlyList<string> values, string names) => values.Count == 1
        ? $"{{ filter = \"equals\", field = \"SYSLOG_IDENTIFIER\", value = {names} }}"
        : $"{{ filter = \"in\", field = \"SYSLOG_IDENTIFIER\", values = [{names}] }}";

    private static bool IsOfTheList(ChainFigures chain, WalkStatistics statistics) => statistics.Workflow.ListedChains.Skip(1).Contains(chain.Name, StringComparer.Ordinal);

    private static OrderingHint OfChain(ChainFigures chain, IReadOnlyList<StepFigures> steps, WalkStatistics statistics, double share)
    {
        WorkflowStep first = steps.First(figures => figures.Step.Chain == chain.Name).Step;
        string[] before = [.. statistics.Workflow.ListedChains.TakeWhile(name => name != chain.Name)];
        string[] taking = [.. statistics.Chains.Where(other => before.Contains(other.Name) && other.Ended > 0).Select(static other => $"\"{other.Name}\"")];
        string others = taking.Length == 0 ? "none of which has taken an entry" : $"which have taken other entries{(taking.Length < before.Length ? $" ({taking.Length} of them)" : "")}";
        return new("chain-first", first, share, string.Create(CultureInfo.InvariantCulture,
            $"{(double)chain.Ended / statistics.Entries:P0} of the entries end in chain \"{chain.Name}\", which stands behind {before.Length} other{(before.Length == 1 ? "" : "s")}, {others}; asking these first takes {share:P0} of the time. Move it forward, past those that can't be meant for the same entries. Check that no entry that passes its filters is meant for a chain that you move it past{(taking.Length is > 0 and <= 3 ? $" ({string.Join(", ", taking)})" : "")}."));
    }
}
