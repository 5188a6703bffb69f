using System.Buffers;

namespace Pyruse.Plugins.Builtin.Filters;

/// <summary>Passes when any of the texts occurs in the field.</summary>
[Filter("contains")]
public sealed class ContainsFilter : IFilter
{
    private readonly Field _field;
    private readonly SearchValues<string> _values;

    /// <summary>Makes the filter.</summary>
    /// <param name="field">The field to search in.</param>
    /// <param name="values">The texts, none of them empty.</param>
    /// <param name="ignoreCase">Whether "A" and "a" are the same.</param>
    public ContainsFilter(Field field, string[] values, bool ignoreCase = false)
    {
        if (values.Length == 0 || values.Contains(""))
            throw new ArgumentException("It must name at least one text, and none may be empty: an empty text occurs everywhere.", nameof(values));
        _field = field;
        _values = SearchValues.Create(values, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public bool Matches(LogEntry entry)
    {
        foreach (FieldValue found in entry[_field])
        {
            if (!found.TryGetChars(out ReadOnlySpan<char> text))
                text = found.Text;
            if (text.ContainsAny(_values))
                return true;
        }
        return false;
    }
}
