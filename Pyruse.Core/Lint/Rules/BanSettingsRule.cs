using Pyruse.Core.Chains;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Lint.Rules;

/// <summary>What is missing around bans: networks that are spared, a set for each family.</summary>
internal sealed class BanSettingsRule : ILintRule
{
    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context)
    {
        WorkflowStep[] bans = [.. context.LiveSteps.Where(static step => step.BannedFields().Any())];
        if (context.Configuration.Bans.Never is null or [] && bans.FirstOrDefault(step => IsUnguarded(context, step)) is { } unguarded)
        {
            yield return new(LintCodes.NoNeverList, unguarded.Position,
                $"This bans any address but the machine's own: [bans] has {(context.Configuration.Bans.Never is null ? "no list \"never\"" : "an empty list \"never\", which does not even spare loopback")}. Name the networks that you come from, so that a typing error does not lock you out: never = [\"192.0.2.0/24\"].");
        }
        foreach (WorkflowStep step in bans)
        {
            BoundArgument[] sets = [.. step.Arguments().Where(static argument => argument.Parameter.Name.Contains("SetIPv", StringComparison.Ordinal) && argument.Value is string)];
            if (sets.Length == 2 && string.Equals((string)sets[0].Value!, (string)sets[1].Value!, StringComparison.Ordinal))
            {
                yield return new(LintCodes.OneSetForBoth, sets[1].PositionOf(0, step),
                    $"\"{sets[0].Parameter.Name}\" and \"{sets[1].Parameter.Name}\" name the same set \"{sets[0].Value}\", but a set holds addresses of one family. Name two sets.");
            }
        }
    }

    /// <summary>Whether a way leads to a ban on which no filter compares the address with networks.</summary>
    private static bool IsUnguarded(LintContext context, WorkflowStep step)
    {
        HashSet<Field> banned = [.. step.BannedFields()];
        return context.NodesOf(step).Any(node => context.Ways.Find(node, edge => !context.Nodes[edge.Node].Step.FieldsInNetworks().Any(banned.Contains)) is not null);
    }
}
