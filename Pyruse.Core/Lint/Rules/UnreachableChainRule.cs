using Pyruse.Core.Chains;

namespace Pyruse.Core.Lint.Rules;

/// <summary>Chains to which no entry comes, whatever filters decide.</summary>
internal sealed class UnreachableChainRule : ILintRule
{
    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context)
    {
        HashSet<string> live = [.. context.LiveSteps.Select(static step => step.Chain)];
        ChainDefinition? ending = null;
        foreach (ChainDefinition chain in context.Configuration.Chains)
        {
            if (live.Contains(chain.Name))
                ending = IsEnd(context, chain) ? chain : ending;
            else
                yield return new(LintCodes.UnreachableChain, chain.Position, Sentence(context, chain, ending));
        }
    }

    /// <summary>Whether every entry that comes to the chain by the default links ends there or in what it jumps to.</summary>
    private static bool IsEnd(LintContext context, ChainDefinition chain) =>
        !IsNamed(context, chain.Name) && context.EntryPoints.All(point => context.Nodes[point.Node].Step.Chain != chain.Name || context.Workflow.Start == point.Node)
        && chain.Steps[0].Kind == StepKind.Action;

    private static bool IsNamed(LintContext context, string name) =>
        context.Configuration.Chains.SelectMany(static chain => chain.Steps).Any(step => step.Then?.Value == name || step.Else?.Value == name);

    private static string Sentence(LintContext context, ChainDefinition chain, ChainDefinition? ending)
    {
        if (IsNamed(context, chain.Name))
            return $"No entry ever comes to the chain \"{chain.Name}\": only steps that are not reached themselves go there. Name it in a \"then\" or \"else\" that is reached, or remove it.";
        return ending is null
            ? $"No entry ever comes to the chain \"{chain.Name}\": the chains before it end the way of every entry, or every source starts elsewhere. Move it forward, or name it in a \"then\" or \"else\"."
            : $"No entry ever comes to the chain \"{chain.Name}\": \"{ending.Name}\" before it ends the way of every entry, because it begins with an action. Move \"{chain.Name}\" before it, or name \"{ending.Name}\" in a \"then\" or \"else\" if entries are to jump there.";
    }
}
