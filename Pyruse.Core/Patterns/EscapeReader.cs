using System.Globalization;

namespace Pyruse.Core.Patterns;

/// <summary>Reads what a backslash begins, inside and outside of classes.</summary>
internal static class EscapeReader
{
    public static PatternNode ReadItem(PatternCursor cursor, PatternFlags flags, GroupTable groups)
    {
        var start = cursor.Position;
        var letter = TakeLetter(cursor);
        var isAscii = flags.HasFlag(PatternFlags.Ascii);
        var rule = PatternParser.CaseOf(flags);
        switch (letter)
        {
            case 'A':
                return new AnchorNode(Anchor.TextStart);
            case 'Z':
                return new AnchorNode(Anchor.AbsoluteEnd);
            case 'b':
                return new AnchorNode(isAscii ? Anchor.AsciiWordBoundary : Anchor.WordBoundary);
            case 'B':
                return new AnchorNode(isAscii ? Anchor.NoAsciiWordBoundary : Anchor.NoWordBoundary);
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S':
                return new ClassNode([new ShorthandItem(letter, isAscii)], IsNegated: false, CaseRule.Exact);
            case 'k' when cursor.TryTake('<'):
                return new BackreferenceNode(ReadNamedReference(cursor, groups, start), rule);
            case >= '1' and <= '9':
                return TryReadOctal(cursor, start) is { } octal
                    ? new CharacterNode(octal, rule)
                    : new BackreferenceNode(ReadNumberedReference(cursor, groups, start), rule);
            case '0':
                return new CharacterNode(Convert.ToInt32("0" + cursor.TakeWhile(IsOctal, 2), 8), rule);
            default:
                return new CharacterNode(ReadCharacter(cursor, start, letter), rule);
        }
    }

    public static ClassItem ReadClassItem(PatternCursor cursor, PatternFlags flags)
    {
        var start = cursor.Position;
        var letter = TakeLetter(cursor);
        switch (letter)
        {
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S':
                return new ShorthandItem(letter, flags.HasFlag(PatternFlags.Ascii));
            case 'b':
                return new RangeItem('\b', '\b');
            case >= '0' and <= '7':
                cursor.Position--;
                var octal = CheckOctal(cursor.TakeWhile(IsOctal, 3), start);
                return new RangeItem(octal, octal);
            default:
                var character = ReadCharacter(cursor, start, letter);
                return new RangeItem(character, character);
        }
    }

    private static char TakeLetter(PatternCursor cursor)
    {
        var start = cursor.Position;
        cursor.Take();
        if (cursor.AtEnd)
            throw PatternCursor.Error(start, $"the pattern ends in the backslash {PatternCursor.At(start)}; write \"\\\\\" for the character itself");
        return cursor.Take();
    }

    private static int ReadCharacter(PatternCursor cursor, int start, char letter)
    {
        switch (letter)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return ReadHexadecimal(cursor, start, 2);
            case 'u':
                return ReadHexadecimal(cursor, start, 4);
            case 'U':
                return ReadHexadecimal(cursor, start, 8);
            case 'N':
                throw PatternCursor.Error(start, $"character names \"\\N{{…}}\" as {PatternCursor.At(start)} are not supported; write \"\\uXXXX\"");
        }

        if (char.IsAsciiLetterOrDigit(letter))
        {
            throw PatternCursor.Error(start,
                $"the escape \"\\{letter}\" {PatternCursor.At(start)} is unknown; write \"{letter}\" for the character, \"\\\\\" for a backslash");
        }

        cursor.Position--;
        return cursor.TakeCodePoint();
    }

    private static int ReadHexadecimal(PatternCursor cursor, int start, int digits)
    {
        var text = cursor.TakeWhile(char.IsAsciiHexDigit, digits);
        if (text.Length < digits)
        {
            throw PatternCursor.Error(start,
                $"the escape \"{cursor.Since(start)}\" {PatternCursor.At(start)} is incomplete; give {digits} hexadecimal digits");
        }

        var value = uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return value <= 0x10FFFF
            ? (int)value
            : throw PatternCursor.Error(start, $"the escape \"{cursor.Since(start)}\" {PatternCursor.At(start)} is no character; the last is \\U0010FFFF");
    }

    /// <summary>Three octal digits are a character; anything shorter is a reference to a group.</summary>
    private static int? TryReadOctal(PatternCursor cursor, int start)
    {
        var afterFirst = cursor.Position;
        cursor.Position--;
        var digits = cursor.TakeWhile(IsOctal, 3);
        if (digits.Length == 3)
            return CheckOctal(digits, start);
        cursor.Position = afterFirst;
        return null;
    }

    private static int CheckOctal(string digits, int start)
    {
        var value = Convert.ToInt32(digits, 8);
        return value <= 255
            ? value
            : throw PatternCursor.Error(start, $"the octal escape \"\\{digits}\" {PatternCursor.At(start)} is out of range; the last is \\377");
    }

    private static int ReadNumberedReference(PatternCursor cursor, GroupTable groups, int start)
    {
        cursor.Position--;
        var number = int.Parse(cursor.TakeWhile(char.IsAsciiDigit, 2), CultureInfo.InvariantCulture);
        return groups.Refer(number, cursor.Since(start), start);
    }

    private static int ReadNamedReference(PatternCursor cursor, GroupTable groups, int start)
    {
        var name = GroupReader.ReadName(cursor, '>', allowNumber: true);
        var written = cursor.Since(start);
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? groups.Refer(number, written, start)
            : groups.Refer(name, written, start);
    }

    private static bool IsOctal(char character) => character is >= '0' and <= '7';
}
