namespace Pyruse.Core.Patterns;

/// <summary>How often the item before it may come.</summary>
internal sealed record Quantifier(string Written, int Minimum, int? Maximum, Greed Greed)
{
    /// <summary>No text that a pattern sees is longer than this by default.</summary>
    private const int MaxCount = 65_535;

    /// <summary>Reads a quantifier; null, with nothing taken, when there is none (a brace may be an ordinary character).</summary>
    public static Quantifier? TryRead(PatternCursor cursor)
    {
        var start = cursor.Position;
        (int Minimum, int? Maximum)? counts = cursor.Peek switch
        {
            '*' => (0, null),
            '+' => (1, null),
            '?' => (0, 1),
            _ => null,
        };
        if (counts is not null)
            cursor.Take();
        else if (cursor.Peek == '{')
            counts = TryReadBraces(cursor);
        if (counts is not var (minimum, maximum))
        {
            cursor.Position = start;
            return null;
        }

        var written = cursor.Since(start);
        var greed = cursor.TryTake('?') ? Greed.Lazy : cursor.TryTake('+') ? Greed.Possessive : Greed.Greedy;
        return new Quantifier(written, minimum, maximum, greed);
    }

    private static (int Minimum, int? Maximum)? TryReadBraces(PatternCursor cursor)
    {
        var start = cursor.Position;
        cursor.Take();
        if (cursor.Peek == '}')
            return null;
        var low = cursor.TakeWhile(char.IsAsciiDigit);
        var high = cursor.TryTake(',') ? cursor.TakeWhile(char.IsAsciiDigit) : low;
        if (!cursor.TryTake('}'))
            return null;
        var minimum = low.Length == 0 ? 0 : Count(low, start);
        int? maximum = high.Length == 0 ? null : Count(high, start);
        if (maximum < minimum)
        {
            throw PatternCursor.Error(start,
                $"the quantifier \"{cursor.Since(start)}\" {PatternCursor.At(start)} ends below its beginning; swap the two counts");
        }

        return (minimum, maximum);
    }

    private static int Count(string digits, int position) =>
        int.TryParse(digits, out var count) && count <= MaxCount
            ? count
            : throw PatternCursor.Error(position,
                $"the count {digits} of the quantifier {PatternCursor.At(position)} is too large; at most {MaxCount} is accepted");
}
