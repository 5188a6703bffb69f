namespace Pyruse.Plugins.Builtin.Filters;

/// <summary>
/// Passes when the regular expression is found in the field. Named groups become fields of the entry; a group that took no part makes its field null.
/// </summary>
[Filter("pcre")]
public sealed class PcreFilter : IFilter
{
    private readonly Field _field;
    private readonly PatternCaptures _pattern;

    /// <summary>Makes the filter.</summary>
    /// <param name="field">The field to search in.</param>
    /// <param name="re">The regular expression, in the syntax of Python's re.</param>
    /// <param name="save">The fields that the unnamed groups become, in their order.</param>
    /// <param name="match">The field that all of the matched text becomes: a key for counters when the text itself is to be counted.</param>
    /// <param name="fields">The fields of the workflow.</param>
    public PcreFilter(Field field, LogPattern re, FieldTable fields, [Sets] Field[]? save = null, [Sets] Field? match = null)
    {
        _field = field;
        _pattern = new PatternCaptures(re, fields, save ?? [], match);
    }

    /// <inheritdoc/>
    public bool Matches(LogEntry entry)
    {
        foreach (FieldValue found in entry[_field])
        {
            if (_pattern.TryMatch(found, entry))
                return true;
        }
        return false;
    }
}

/// <summary>Passes when any of the regular expressions is found in the field; the first one wins, and its named groups become fields of the entry.</summary>
/// <param name="field">The field to search in.</param>
/// <param name="re">The regular expressions, in the syntax of Python's re.</param>
/// <param name="match">The field that all of the matched text becomes.</param>
/// <param name="fields">The fields of the workflow.</param>
[Filter("pcreAny")]
public sealed class PcreAnyFilter(Field field, LogPattern[] re, FieldTable fields, [Sets] Field? match = null) : IFilter
{
    private readonly PatternCaptures[] _patterns = [.. re.Select(pattern => new PatternCaptures(pattern, fields, [], match))];

    /// <inheritdoc/>
    public bool Matches(LogEntry entry)
    {
        foreach (PatternCaptures pattern in _patterns)
        {
            foreach (FieldValue found in entry[field])
            {
                if (pattern.TryMatch(found, entry))
                    return true;
            }
        }
        return false;
    }
}

/// <summary>A regular expression and the fields that its groups become.</summary>
internal sealed class PatternCaptures
{
    private const int MostMisses = 16;

    private readonly LogPattern _pattern;
    private readonly (int Group, Field Field)[] _captures;

    /// <summary>Positive while most texts that are looked at don't match: looking for a match first, without its groups, saves making a string then.</summary>
    private int _misses;

    public PatternCaptures(LogPattern pattern, FieldTable fields, Field[] save, Field? match)
    {
        PatternGroup[] unnamed = [.. pattern.Groups.Where(static group => group.Name is null)];
        if (save.Length > unnamed.Length)
            throw new ArgumentException($"It names more fields ({save.Length}) than the regular expression has unnamed groups ({unnamed.Length}); take names out, or add groups.", nameof(save));
        _pattern = pattern;
        _captures =
        [
            .. pattern.Groups.Where(static group => group.Name is not null).Select(group => (group.Number, fields[group.Name!])),
            .. save.Zip(unnamed, static (field, group) => (group.Number, field)),
            .. match is null ? [] : new[] { (0, match) },
        ];
    }

    public bool TryMatch(FieldValue value, LogEntry entry)
    {
        if (value.Kind is FieldValueKind.Null or FieldValueKind.Missing)
            return false;
        // The bytes rule most entries out, before any text is made of them.
        if (!_pattern.IsCandidate(value.Utf8))
            return false;
        if (!value.TryGetChars(out ReadOnlySpan<char> characters))
            throw new StepException($"The field {value.Field} is {Words.Describe(value)}; a regular expression needs text.");
        if (_captures.Length == 0)
            return _pattern.IsMatch(characters);
        // A pattern that may take long is run once.
        bool isAskedFirst = _misses > 0 && _pattern.IsLinear;
        if ((isAskedFirst && !_pattern.IsMatch(characters)) || _pattern.Match(value.Text!) is not { } match)
        {
            _misses = Math.Min(_misses + 1, MostMisses);
            return false;
        }
        _misses = Math.Max(_misses - 1, -MostMisses);
        foreach ((int number, Field field) in _captures)
            entry.Set(field, match.Group(number));
        return true;
    }
}
