using System.Collections;
using System.Globalization;
using Pyruse.Core.Configuration;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Lint.Rules;

/// <summary>Lists of filters that are empty, or have the same item twice.</summary>
internal sealed class ListRule : ILintRule
{
    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context) =>
        from step in context.Workflow.Steps
        where step.Filter is not null
        from argument in step.Arguments()
        where argument.Node is ConfigArray
        from finding in Check(argument, (ConfigArray)argument.Node!)
        select finding;

    private static string Shown(object value) => Excerpt.Quote(Convert.ToString(value, CultureInfo.InvariantCulture));

    private static IEnumerable<LintFinding> Check(BoundArgument argument, ConfigArray list)
    {
        if (list.Items.Count == 0 && !argument.Parameter.IsOptional && argument.Value is IEnumerable)
            yield return new(LintCodes.EmptyList, list.Position, $"The list \"{argument.Parameter.Name}\" is empty, so no entry passes this filter. Fill it, or take the step out.");
        var first = new Dictionary<object, SourcePosition>();
        foreach (ConfigScalar item in list.Items.OfType<ConfigScalar>().Where(static item => item.Value is not null))
        {
            if (!first.TryAdd(item.Value!, item.Position))
            {
                yield return new(LintCodes.WrittenTwice, item.Position,
                    $"{Shown(item.Value!)} is in the list \"{argument.Parameter.Name}\" already, at line {first[item.Value!].Line}. Take one out, or correct it.");
            }
        }
    }
}
