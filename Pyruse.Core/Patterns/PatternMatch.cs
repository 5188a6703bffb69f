namespace Pyruse.Core.Patterns;

/// <summary>A place where a <see cref="LogPattern"/> was found, and what its groups took.</summary>
public sealed class PatternMatch
{
    private readonly LogPattern _pattern;
    private readonly string _text;
    private readonly int[] _notes;

    /// <param name="pattern">The pattern that was found.</param>
    /// <param name="text">Where it was found.</param>
    /// <param name="notes">Begin and end of each group, -1 for none, group 0 first.</param>
    internal PatternMatch(LogPattern pattern, string text, int[] notes)
    {
        _pattern = pattern;
        _text = text;
        _notes = notes;
    }

    /// <summary>Where the match begins, in UTF-16 characters from 0.</summary>
    public int Index => _notes[0];

    /// <summary>The length of the match in UTF-16 characters.</summary>
    public int Length => _notes[1] - _notes[0];

    /// <summary>The matched text.</summary>
    public string Value => _text.Substring(Index, Length);

    /// <summary>Gives the text a group took; null when it took no part in the match. Group 0 is the whole match.</summary>
    /// <param name="number">The number as in Python.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pattern has no such group.</exception>
    public string? Group(int number) => Span(number) is var (index, length) ? _text.Substring(index, length) : null;

    /// <summary>Gives the text a named group took; null when it took no part in the match.</summary>
    /// <param name="name">The name of the group.</param>
    /// <exception cref="ArgumentException">The pattern has no such group.</exception>
    public string? Group(string name) =>
        _pattern.Groups.FirstOrDefault(group => group.Name == name) is { } group
            ? Group(group.Number)
            : throw new ArgumentException($"The pattern \"{_pattern.Source}\" has no group \"{name}\".", nameof(name));

    /// <summary>Gives where a group took its text; null when it took no part in the match. Group 0 is the whole match.</summary>
    /// <param name="number">The number as in Python.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pattern has no such group.</exception>
    public (int Index, int Length)? Span(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, _pattern.GroupCount);
        var (begin, end) = (_notes[2 * number], _notes[(2 * number) + 1]);
        return begin < 0 ? null : (begin, end - begin);
    }
}
