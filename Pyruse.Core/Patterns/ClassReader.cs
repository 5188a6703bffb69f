namespace Pyruse.Core.Patterns;

/// <summary>Reads a character class such as <c>[^]a-z\d-]</c>.</summary>
internal static class ClassReader
{
    public static PatternNode Read(PatternCursor cursor, PatternFlags flags)
    {
        var start = cursor.Position;
        cursor.Take();
        var isNegated = cursor.TryTake('^');
        var items = new List<ClassItem>();
        // A bracket that comes first is an ordinary member.
        while (items.Count == 0 || !cursor.TryTake(']'))
            ReadMember(cursor, flags, start, items);

        var rule = PatternParser.CaseOf(flags);
        return items is [RangeItem(var low, var high)] && low == high && !isNegated
            ? new CharacterNode(low, rule)
            : new ClassNode(items, isNegated, rule);
    }

    private static void ReadMember(PatternCursor cursor, PatternFlags flags, int classStart, List<ClassItem> items)
    {
        var start = cursor.Position;
        var low = ReadEnd(cursor, flags, classStart);
        if (!cursor.TryTake('-'))
        {
            items.Add(low);
            return;
        }

        if (cursor.Peek == ']')
        {
            items.Add(low);
            items.Add(new RangeItem('-', '-'));
            return;
        }

        var high = ReadEnd(cursor, flags, classStart);
        if (low is not RangeItem(var first, _) || high is not RangeItem(var last, _))
        {
            throw PatternCursor.Error(start,
                $"the range \"{cursor.Since(start)}\" {PatternCursor.At(start)} has a class for an end; "
                + "put the \"-\" last in the brackets for the character itself");
        }

        if (last < first)
            throw PatternCursor.Error(start, $"the range \"{cursor.Since(start)}\" {PatternCursor.At(start)} runs backwards; swap its ends");
        items.Add(new RangeItem(first, last));
    }

    private static ClassItem ReadEnd(PatternCursor cursor, PatternFlags flags, int classStart)
    {
        if (cursor.AtEnd)
            throw PatternCursor.Error(classStart, $"the class opened {PatternCursor.At(classStart)} is never closed; add \"]\"");
        if (cursor.Peek == '\\')
            return EscapeReader.ReadClassItem(cursor, flags);
        var character = cursor.TakeCodePoint();
        return new RangeItem(character, character);
    }
}
