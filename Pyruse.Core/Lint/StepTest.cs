using System.Globalization;
using Pyruse.Core.Chains;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Lint;

/// <summary>What a filter's outcome tells about the value of a field, where it can be told: it equals one of some values, or lies beyond a bound.</summary>
/// <param name="Field">The field.</param>
/// <param name="Values">The values that it equals; null: it is compared with a bound.</param>
/// <param name="Bound">The bound.</param>
/// <param name="IsLowerBound">Whether the bound is the least value that passes, not the greatest.</param>
internal sealed record StepTest(Field Field, IReadOnlySet<string>? Values, double Bound, bool IsLowerBound)
{
    /// <summary>Finds out what a step tests; null: something else.</summary>
    public static StepTest? Of(WorkflowStep step)
    {
        if (step.Filter is IEqualityFilter equality)
            return new(equality.Field, equality.Values.Select(static value => value.PlainText ?? "").ToHashSet(StringComparer.Ordinal), 0, false);
        bool isLower = step.Module == "greaterOrEquals";
        if ((!isLower && step.Module != "lowerOrEquals") || step.Bound is not { } bound)
            return null;
        Field? field = bound.Arguments.SelectMany(static argument => argument.Values<Field>()).FirstOrDefault();
        string? limit = bound.Arguments.Select(static argument => argument.Value).OfType<ComparisonValue>().FirstOrDefault()?.PlainText;
        return field is not null && TryNumber(limit, out double number) ? new(field, null, number, isLower) : null;
    }

    public static bool TryNumber(string? text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
