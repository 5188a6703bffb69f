using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Lint.Rules;

/// <summary>Counters that are raised for nothing, without end, or not at all.</summary>
internal sealed class CounterRule : ILintRule
{
    private const string Raise = "counterRaise";

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context)
    {
        WorkflowStep[] steps = [.. context.LiveSteps.Where(static step => step.Uses<ICounters>())];
        // Other modules may count and read as they like.
        if (!context.IsEverythingKnown || steps.Any(static step => step.Counter() is null || step.Module is not (Raise or "counterReset" or "counterLower")))
            return [];
        return steps.GroupBy(static step => step.Counter()!, StringComparer.Ordinal).SelectMany(counter => Check(context, counter.Key, [.. counter], steps));
    }

    private static IEnumerable<LintFinding> Check(LintContext context, string name, WorkflowStep[] steps, WorkflowStep[] all)
    {
        WorkflowStep? raise = steps.FirstOrDefault(static step => step.Module == Raise);
        if (raise is null)
        {
            string suggestion = Suggestion.OrStop(name, all.Where(static step => step.Module == Raise).Select(static step => step.Counter()!));
            yield return new(LintCodes.CounterNeverRaised, steps[0].Position, $"No step raises the counter \"{name}\"{suggestion} Correct the name, or take the step out.");
            yield break;
        }
        if (!IsWatched(context.Configuration, name) && !steps.Any(step => IsRead(context, step)))
        {
            string saved = steps.SelectMany(static step => step.Fields.Sets).FirstOrDefault() is { } field ? $"what is saved in \"{field}\" is not looked at by any step behind" : "no step saves the count";
            yield return new(LintCodes.CounterNeverRead, raise.Position,
                $"The counter \"{name}\" is raised, but nothing looks at it: {saved}, and no [[expect]] or [[pair]] names it. Add save = \"count\" and a filter that compares it, or take the step out.");
        }
        WorkflowStep? endless = steps.FirstOrDefault(static step => step.Module == Raise && step.Arguments().Any(static argument => argument.Parameter.Name == "keepSeconds" && argument.Value is null));
        if (endless is not null && steps.All(static step => step.Module == Raise))
        {
            yield return new(LintCodes.CounterNeverEnds, endless.Position,
                $"The counter \"{name}\" is kept until it is reset, but no step resets it: one day everybody has reached any limit. Add keepSeconds = \"10m\", or a counterReset.");
        }
    }

    private static bool IsWatched(PyruseConfiguration configuration, string counter) =>
        configuration.Expects.Any(expect => expect.Counter.Value == counter) || configuration.Pairs.Any(pair => pair.First.Value == counter || pair.Then.Value == counter);

    /// <summary>Whether some step behind looks at what a step saves.</summary>
    private static bool IsRead(LintContext context, WorkflowStep step)
    {
        if (step.Fields.Sets.Count == 0)
            return false;
        HashSet<Field> saved = [.. step.Fields.Sets];
        return context.NodesOf(step).Any(node => context.After(node).Any(after => context.Nodes[after].Step.Fields.Reads.Any(saved.Contains)));
    }
}
