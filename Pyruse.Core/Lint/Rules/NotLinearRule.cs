using Pyruse.Core.Configuration;
using Pyruse.Core.Patterns;

namespace Pyruse.Core.Lint.Rules;

/// <summary>Patterns whose time does not grow in proportion to the text only.</summary>
internal sealed class NotLinearRule : ILintRule
{
    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context) =>
        from step in context.Workflow.Steps
        from item in step.Patterns()
        where !item.Pattern.IsLinear
        select new LintFinding(LintCodes.NotLinear, item.Position,
            $"The pattern does not run in linear time, because of {item.Pattern.WhyNotLinear}: a text made for it can take {Limit(context.Configuration)} ms, and then the filter fails. Write it without that, for instance as two filters one after the other.");

    private static long Limit(PyruseConfiguration configuration) => (long)(configuration.Regex.Timeout ?? LogPatternOptions.Default.MatchTimeout).TotalMilliseconds;
}
