using Pyruse.Core.Chains;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Lint.Rules;

/// <summary>Filters that compare a field whose value was decided before on every way to them.</summary>
internal sealed class NeverPassesRule : ILintRule
{
    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context)
    {
        foreach (WorkflowStep step in context.LiveSteps.Where(static step => step.Filter is IEqualityFilter { Values.Count: > 0 }))
        {
            if (context.NodesOf(step).All(node => CanNeverPass(context, node)))
                yield return new(LintCodes.NeverPasses, step.Position, Sentence(context, step, (IEqualityFilter)step.Filter!));
        }
    }

    /// <summary>Whether entries come to a node, but none of those that would pass.</summary>
    private static bool CanNeverPass(LintContext context, int node) =>
        context.Ways.Find(node, leaving: true) is null && !context.Ways.HasGivenUp && context.Ways.Find(node) is not null;

    private static string Sentence(LintContext context, WorkflowStep step, IEqualityFilter filter)
    {
        string values = string.Join(" or ", filter.Values.Take(3).Select(static value => value.ToString())) + (filter.Values.Count > 3 ? " or …" : "");
        HashSet<int> here = [.. context.NodesOf(step)];
        WorkflowStep? decider = context.LiveSteps.FirstOrDefault(other =>
            other != step && StepTest.Of(other)?.Field == filter.Field && context.NodesOf(other).Any(node => context.After(node).Overlaps(here)) && IsDecisive(other, filter));
        string where = decider is null ? "steps before it have" : $"{decider} has";
        return $"No entry passes this filter: where it is asked, {where} already decided that {filter.Field} is not {values}. Put the two together, move this one forward, or correct the value.";
    }

    /// <summary>Whether a step takes the same values away, or lets only others through.</summary>
    private static bool IsDecisive(WorkflowStep other, IEqualityFilter filter)
    {
        if (other.Filter is not IEqualityFilter before)
            return true;
        bool isSameChain = before.Values.All(value => filter.Values.All(wanted => wanted.PlainText != value.PlainText));
        return isSameChain || before.Values.Any(value => filter.Values.Any(wanted => wanted.PlainText == value.PlainText));
    }
}
