using Pyruse.Core.Chains;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Lint.Rules;

/// <summary>Names that are nearly those of fields that the journal has.</summary>
internal sealed class MisspeltFieldRule : ILintRule
{
    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context)
    {
        if (context.EntryPoints.Any(static point => point.HasAnyField) || !context.IsEverythingKnown)
            yield break;
        HashSet<Field> set = [.. context.Workflow.Steps.SelectMany(static step => step.Fields.Sets)];
        foreach (WorkflowStep step in context.Workflow.Steps)
        {
            foreach (Field field in step.Fields.Reads.Where(field => !set.Contains(field) && !JournalFields.IsKnown(field.Name) && !context.EntryPoints.Any(point => point.OtherFields.Contains(field.Name))))
            {
                if (JournalFields.IsName(field.Name) && JournalFields.MeantBy(field.Name) is { } meant)
                    yield return new(LintCodes.MisspeltField, step.Position, $"Journal entries have no field {field.Name} that this program knows of; did you mean \"{meant}\"?");
            }
        }
    }
}
