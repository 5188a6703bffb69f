namespace Pyruse.Core.Lint.Rules;

/// <summary>Filters after which entries go on to the same step whether they passed or not.</summary>
internal sealed class DecidesNothingRule : ILintRule
{
    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context) =>
        from step in context.LiveSteps
        where step.Filter is not null && step.Fields is { Sets.Count: 0, AreAllSetsKnown: true }
        where context.NodesOf(step).All(node => context.Nodes[node].OnPass == context.Nodes[node].OnFail)
        select new LintFinding(LintCodes.DecidesNothing, step.Position,
            $"This filter decides nothing: entries go on to the same step whether they pass it or not. Add what is to be done with those that pass, such as {{ action = \"noop\" }}, or a \"then\" or \"else\".");
}
