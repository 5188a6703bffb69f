namespace Pyruse.Plugins.Builtin.Filters;

/// <summary>Passes when the field is there and equals the value. A number equals the text that is that number.</summary>
/// <param name="field">The field to look at.</param>
/// <param name="value">What it must equal.</param>
[Filter("equals")]
public sealed class EqualsFilter(Field field, ComparisonValue value) : IEqualityFilter
{
    /// <inheritdoc/>
    public Field Field { get; } = field;

    /// <inheritdoc/>
    public IReadOnlyList<ComparisonValue> Values { get; } = [value];

    /// <inheritdoc/>
    public bool Matches(LogEntry entry)
    {
        foreach (FieldValue found in entry[Field])
        {
            if (value.EqualTo(found))
                return true;
        }
        return false;
    }
}
