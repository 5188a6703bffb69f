namespace Pyruse.Core.Patterns;

/// <summary>What an inline flag group changes, and whether only for the part it encloses.</summary>
internal sealed record FlagChange(PatternFlags Added, PatternFlags Removed, bool IsScoped)
{
    public PatternFlags Apply(PatternFlags flags)
    {
        const PatternFlags Alphabets = PatternFlags.Ascii | PatternFlags.Unicode;
        if ((Added & Alphabets) != PatternFlags.None)
            flags &= ~Alphabets;
        return (flags | Added) & ~Removed;
    }
}

/// <summary>Reads the letters of <c>(?i)</c>, <c>(?i:…)</c> and <c>(?i-s:…)</c>.</summary>
internal static class FlagReader
{
    public static bool IsFlag(char letter) => letter is 'a' or 'i' or 'L' or 'm' or 's' or 'u' or 'x';

    /// <param name="cursor">Stands after the question mark.</param>
    /// <param name="start">Where the parenthesis is.</param>
    public static FlagChange Read(PatternCursor cursor, int start)
    {
        var added = CheckTogether(ReadLetters(cursor, start), start);
        if (cursor.TryTake(')'))
            return new FlagChange(added, PatternFlags.None, IsScoped: false);
        var removed = PatternFlags.None;
        if (cursor.TryTake('-'))
        {
            removed = ReadLetters(cursor, start);
            if (removed == PatternFlags.None)
                throw PatternCursor.Error(start, $"a flag is missing after the \"-\" of the group {PatternCursor.At(start)}; write one of \"imsx\"");
            if ((removed & (PatternFlags.Ascii | PatternFlags.Unicode)) != PatternFlags.None)
            {
                throw PatternCursor.Error(start,
                    $"the flags \"a\" and \"u\" cannot be turned off as {PatternCursor.At(start)}; turn on the other of the two instead");
            }
        }

        if ((added & removed) != PatternFlags.None)
            throw PatternCursor.Error(start, $"the group {PatternCursor.At(start)} turns a flag on and off at once; name it once");
        return cursor.TryTake(':')
            ? new FlagChange(added, removed, IsScoped: true)
            : throw PatternCursor.Error(start,
                $"the flags \"{cursor.Since(start)}\" {PatternCursor.At(start)} are not followed by \":\" or \")\"; the flags are the letters \"aimsux\"");
    }

    public static PatternFlags CheckTogether(PatternFlags flags, int start) =>
        flags.HasFlag(PatternFlags.Ascii | PatternFlags.Unicode)
            ? throw PatternCursor.Error(start, $"the flags \"a\" and \"u\" {PatternCursor.At(start)} exclude each other; keep one of them")
            : flags;

    private static PatternFlags ReadLetters(PatternCursor cursor, int start)
    {
        var flags = PatternFlags.None;
        foreach (var letter in cursor.TakeWhile(IsFlag))
        {
            flags |= letter switch
            {
                'a' => PatternFlags.Ascii,
                'i' => PatternFlags.IgnoreCase,
                'm' => PatternFlags.MultiLine,
                's' => PatternFlags.DotAll,
                'u' => PatternFlags.Unicode,
                'x' => PatternFlags.Verbose,
                _ => throw PatternCursor.Error(start, $"the flag \"L\" {PatternCursor.At(start)} needs a locale, which log text has not; use \"a\" or none"),
            };
        }

        return flags;
    }
}
