namespace Pyruse.Plugins.Builtin.Filters;

/// <summary>Passes when the field is there and equals any of the values. A number equals the text that is that number.</summary>
/// <param name="field">The field to look at.</param>
/// <param name="values">What it may equal.</param>
[Filter("in")]
public sealed class InFilter(Field field, ComparisonValue[] values) : IEqualityFilter
{
    /// <inheritdoc/>
    public Field Field { get; } = field;

    /// <inheritdoc/>
    public IReadOnlyList<ComparisonValue> Values => values;

    /// <inheritdoc/>
    public bool Matches(LogEntry entry)
    {
        foreach (FieldValue found in entry[Field])
        {
            foreach (ComparisonValue value in values)
            {
                if (value.EqualTo(found))
                    return true;
            }
        }
        return false;
    }
}
