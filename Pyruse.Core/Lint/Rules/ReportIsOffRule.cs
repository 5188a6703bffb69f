using Pyruse.Core.Effects;

namespace Pyruse.Core.Lint.Rules;

/// <summary>Lines for a report that is never sent.</summary>
internal sealed class ReportIsOffRule : ILintRule
{
    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context) =>
        context.Configuration.Report.Enabled == false && context.LiveSteps.FirstOrDefault(static step => step.Uses<IReport>()) is { } step
            ? [new(LintCodes.ReportIsOff, step.Position, "This adds a line to the daily report, but [report] has enabled = false, so nobody gets it. Take that out, or the step.")]
            : [];
}
