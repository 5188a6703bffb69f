namespace Pyruse.Plugins.Builtin.Filters;

/// <summary>Passes when the field is there and is lower than the value or equal to it. Where the two have no order, the step fails with an error.</summary>
/// <param name="field">The field to look at.</param>
/// <param name="value">The upper bound, inclusive: a number (also against numeric text), a date with time, or a text.</param>
[Filter("lowerOrEquals")]
public sealed class LowerOrEqualsFilter(Field field, ComparisonValue value) : IFilter
{
    /// <inheritdoc/>
    public bool Matches(LogEntry entry) => Order.AnyValue(entry, field, value, static order => order <= 0);
}

/// <summary>Passes when the field is there and is greater than the value or equal to it. Where the two have no order, the step fails with an error.</summary>
/// <param name="field">The field to look at.</param>
/// <param name="value">The lower bound, inclusive: a number (also against numeric text), a date with time, or a text.</param>
[Filter("greaterOrEquals")]
public sealed class GreaterOrEqualsFilter(Field field, ComparisonValue value) : IFilter
{
    /// <inheritdoc/>
    public bool Matches(LogEntry entry) => Order.AnyValue(entry, field, value, static order => order >= 0);
}

internal static class Order
{
    /// <summary>Whether some value of the field is ordered as asked for.</summary>
    /// <exception cref="StepException">A value has no order with the bound.</exception>
    public static bool AnyValue(LogEntry entry, Field field, ComparisonValue bound, Func<int, bool> isWanted)
    {
        foreach (FieldValue found in entry[field])
        {
            if (found.Kind == FieldValueKind.Null)
                continue;
            if (!bound.TryCompare(found, out int order))
                throw new StepException($"The field {field} is {Words.Describe(found)}, which has no order with {bound}.");
            if (isWanted(order))
                return true;
        }
        return false;
    }
}
