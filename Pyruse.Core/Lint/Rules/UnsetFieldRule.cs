using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Core.Templates;

namespace Pyruse.Core.Lint.Rules;

/// <summary>Fields that steps use though nothing has set them, always or on some way.</summary>
internal sealed class UnsetFieldRule : ILintRule
{
    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context)
    {
        foreach (WorkflowStep step in context.LiveSteps)
        {
            foreach (Use use in UsesOf(step).DistinctBy(static use => string.Join('|', use.AnyOf)))
            {
                if (Check(context, step, use) is { } finding)
                    yield return finding;
            }
        }
    }

    private static LintFinding? Check(LintContext context, WorkflowStep step, Use use)
    {
        // Names that no journal can have: they come from steps.
        if (context.EntryPoints.All(point => use.AnyOf.Any(field => point.MayHave(field.Name))))
            return null;
        if (!context.NodesOf(step).Any(node => MaySet(context, node, use)))
            return NeverSet(context, step, use);
        if (!use.MustBeThere)
            return null;
        foreach (int node in context.NodesOf(step))
        {
            Way? way = context.Ways.Find(node, edge => !Sets(context.Nodes[edge.Node].Step, edge.HasPassed, use), point => !use.AnyOf.Any(field => point.MayHave(field.Name)));
            if (way is not null)
                return NotAlwaysSet(use, WayText.Of(context, way, node));
        }
        return null;
    }

    private static LintFinding NeverSet(LintContext context, WorkflowStep step, Use use)
    {
        string name = use.AnyOf[0].Name;
        WorkflowStep? later = context.LiveSteps.FirstOrDefault(other => other.Fields.Sets.Contains(use.AnyOf[0]));
        string remedy = later is null
            ? $"Nothing sets it at all{Suggestion.OrStop(name, context.Workflow.Steps.SelectMany(static other => other.Fields.Sets).Select(static field => field.Name))} Correct the name, or capture the field before."
            : $"{Capital(later.ToString())} sets it, but entries do not come from there. Move this step behind that one, or correct the name.";
        return use.IsTemplate
            ? new(LintCodes.TemplateFieldNeverSet, use.Position, $"The text prints {{{name}}}, which no step before this one sets, so it is always \"-\". {remedy}")
            : new(LintCodes.FieldNeverSet, use.Position, $"The {step.Module} looks at the field \"{name}\", which no step before it sets, so it never does its work. {remedy}");
    }

    private static LintFinding NotAlwaysSet(Use use, string way)
    {
        string name = use.AnyOf[0].Name;
        string result = use.IsTemplate ? $"prints \"-\" for {{{name}}}" : $"fails for want of the field \"{name}\"";
        return new(LintCodes.FieldNotAlwaysSet, use.Position,
            $"The step {result} on one way to it, where nothing sets it: {way}. Set it on that way too, send that way elsewhere{(use.IsTemplate ? $", or write {{{name}|OTHER}}" : "")}.");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Whether on some way to a node, whatever filters decide, a step may have set it.</summary>
    private static bool MaySet(LintContext context, int node, Use use)
    {
        var seen = new HashSet<int>();
        var next = new Stack<int>([node]);
        while (next.TryPop(out int index))
        {
            if (!seen.Add(index))
                continue;
            if (context.EntryPoints.Any(point => point.Node == index && use.AnyOf.Any(field => point.MayHave(field.Name))))
                return true;
            foreach (Edge edge in context.Before[index])
            {
                if (Sets(context.Nodes[edge.Node].Step, edge.HasPassed, use))
                    return true;
                next.Push(edge.Node);
            }
        }
        return false;
    }

    private static bool Sets(WorkflowStep step, bool hasPassed, Use use) =>
        !step.Fields.AreAllSetsKnown || (hasPassed && step.Fields.Sets.Any(use.AnyOf.Contains));

    private static IEnumerable<Use> UsesOf(WorkflowStep step)
    {
        foreach (BoundArgument argument in step.Arguments().Where(static argument => !argument.Parameter.IsSet && argument.Node is not null))
        {
            foreach ((Field field, int index) in argument.Values<Field>().Select(static (field, index) => (field, index)))
                yield return new([field], argument.PositionOf(index, step), IsTemplate: false, MustBeThere: step.Action is not null && !argument.Parameter.IsOptional);
            foreach ((MessageTemplate template, int index) in argument.Values<MessageTemplate>().Select(static (template, index) => (template, index)))
            {
                foreach (IReadOnlyList<Field> fields in template.Placeholders)
                    yield return new(fields, argument.PositionOf(index, step), IsTemplate: true, MustBeThere: true);
            }
        }
    }

    /// <summary>A use of a field by a step.</summary>
    /// <param name="AnyOf">The fields, one of which is enough.</param>
    /// <param name="Position">Where it is said.</param>
    /// <param name="IsTemplate">Whether it is printed.</param>
    /// <param name="MustBeThere">Whether something goes wrong without it.</param>
    private sealed record Use(IReadOnlyList<Field> AnyOf, SourcePosition Position, bool IsTemplate, bool MustBeThere);
}
