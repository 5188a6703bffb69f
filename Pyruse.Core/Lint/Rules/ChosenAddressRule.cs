using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Core.Patterns;

namespace Pyruse.Core.Lint.Rules;

/// <summary>Patterns that take an address which is banned afterwards, but can be made to take one that an attacker chooses.</summary>
internal sealed class ChosenAddressRule : ILintRule
{
    private const int LongestShown = 160;

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context)
    {
        foreach (WorkflowStep step in context.LiveSteps.Where(static step => step.Patterns().Any()))
        {
            Field[] banned = [.. BannedAfter(context, step)];
            foreach ((LogPattern pattern, SourcePosition position) in step.Patterns())
            {
                foreach (Field field in banned)
                {
                    AddressAttack? attack = step.GroupsOf(pattern, field).Select(group => AddressAttack.Find(pattern, group, !IsKernels(context, step))).FirstOrDefault(static attack => attack is not null);
                    if (attack is not null)
                        yield return new(LintCodes.ChosenAddress, position, Sentence(pattern, field, attack));
                }
            }
        }
    }

    /// <summary>The fields of a step that a ban behind it takes, as the step has set them.</summary>
    private static IEnumerable<Field> BannedAfter(LintContext context, WorkflowStep step) =>
        step.Fields.Sets.Where(field => context.NodesOf(step).Any(node => IsBannedFrom(context, context.Nodes[node].OnPass, field)));

    private static bool IsBannedFrom(LintContext context, int start, Field field)
    {
        var seen = new HashSet<int>();
        var next = new Stack<int>([start]);
        while (next.TryPop(out int index))
        {
            if (index == Workflow.End || !seen.Add(index))
                continue;
            WorkflowNode node = context.Nodes[index];
            if (node.Step.BannedFields().Contains(field))
                return true;
            if (node.Step.Filter is not null)
                next.Push(node.OnFail);
            // What another step sets is not what this one has set; one that reads it too may leave it as it is.
            if (!node.Step.Fields.Sets.Contains(field) || node.Step.Fields.Reads.Contains(field))
                next.Push(node.OnPass);
        }
        return false;
    }

    /// <summary>Whether only messages of the kernel come to a step, in which nobody has a name of his choice.</summary>
    private static bool IsKernels(LintContext context, WorkflowStep step) =>
        context.NodesOf(step).All(node => context.Ways.Find(node, edge => !(edge.HasPassed && IsKernelOnly(context.Nodes[edge.Node].Step))) is null && !context.Ways.HasGivenUp);

    private static bool IsKernelOnly(WorkflowStep step) =>
        step.Filter is IEqualityFilter { Field.Name: "_TRANSPORT" or "SYSLOG_IDENTIFIER" } filter && filter.Values.All(static value => value.PlainText == "kernel");

    private static string Sentence(LogPattern pattern, Field field, AddressAttack attack)
    {
        string where = pattern.Facts.IsAnchored ? "Describe all that follows the address, up to \"$\"" : "Anchor it at both ends: begin with \"^\", and describe all that follows the address, up to \"$\"";
        return attack.IsWholeChosen
            ? $"An attacker can choose the address \"{field}\" that is banned: the pattern may begin anywhere, so whoever gets {Shown(attack.Choice)} into any message, as a name for instance, has {attack.Taken} banned. {where}."
            : $"An attacker can choose the address \"{field}\" that is banned: who calls himself {Shown(attack.Choice)} has {attack.Taken} banned, for it is what the pattern takes from {Shown(attack.Text)}. {where}.";
    }

    private static string Shown(string text) => $"\"{string.Concat((text.Length <= LongestShown ? text : text[..LongestShown] + "…").Select(static c => char.IsControl(c) ? '·' : c))}\"";
}
