using System.Text;
using Pyruse.Core.Entries;

namespace Pyruse.Journal.Mapped;

/// <summary>The values of a field without which nothing comes of an entry.</summary>
internal sealed class WantedValues
{
    private const int LongestCompared = 256;

    private readonly Field _field;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _values;

    /// <param name="field">The field.</param>
    /// <param name="values">The values.</param>
    public WantedValues(Field field, IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        _field = field;
        // Each byte as one character: what matters is only whether they are the same.
        HashSet<string> texts = [.. values.Select(static value => Encoding.Latin1.GetString(value.Span))];
        _values = texts.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether a value is one of them, or may be.</summary>
    public bool Contain(Field? field, ReadOnlySpan<byte> value)
    {
        if (field != _field)
            return false;
        if (value.Length > LongestCompared)
            return true;
        Span<char> characters = stackalloc char[LongestCompared];
        return _values.Contains(characters[..Encoding.Latin1.GetChars(value, characters)]);
    }
}
