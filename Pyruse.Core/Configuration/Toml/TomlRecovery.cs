namespace Pyruse.Core.Configuration.Toml;

/// <summary>Finds the place behind an error where reading can go on without misunderstanding what stands there.</summary>
internal static class TomlRecovery
{
    /// <summary>Moves to the beginning of the next statement.</summary>
    /// <param name="cursor">Stands on the line of the error.</param>
    /// <param name="statementStart">Where the faulty statement begins.</param>
    /// <param name="openBrackets">How many brackets the unread rest of the statement has to close.</param>
    /// <param name="headersOnly">
    /// Whether, within brackets, only a header counts as the next statement, because lines that look like keys may belong to an inline table.
    /// </param>
    public static void SkipToNextStatement(TomlCursor cursor, int statementStart, int openBrackets, bool headersOnly)
    {
        if (cursor.LineStart > statementStart && LooksLikeStatement(cursor, cursor.LineStart, headersOnly))
        {
            cursor.ReturnToLineStart();
            return;
        }

        do
        {
            openBrackets = SkipLine(cursor, openBrackets);
            if (!cursor.TrySkipNewline())
                return;
        }
        while (openBrackets > 0 && !LooksLikeStatement(cursor, cursor.Offset, headersOnly));
    }

    /// <summary>Whether a line goes on, at its first visible character, with a header or a pair, and not with a value of a list.</summary>
    public static bool IsAtStatement(TomlCursor cursor) => LooksLikeStatement(cursor, cursor.Offset, headersOnly: false);

    /// <summary>Passes the rest of a line and the multi-line texts that begin on it; gives how many brackets are open then.</summary>
    private static int SkipLine(TomlCursor cursor, int openBrackets)
    {
        while (!cursor.IsAtLineEnd)
        {
            switch (cursor.Current)
            {
                case '[' or '{':
                    openBrackets++;
                    break;
                case ']' or '}':
                    openBrackets = Math.Max(0, openBrackets - 1);
                    break;
                case '"' or '\'':
                    SkipText(cursor);
                    continue;
                case '#':
                    cursor.AdvanceTo(cursor.Offset + RestOfLine(cursor, cursor.Offset).Length);
                    continue;
            }

            cursor.Advance();
        }

        return openBrackets;
    }

    /// <summary>Passes the text at the cursor; one without end ends with its line.</summary>
    private static void SkipText(TomlCursor cursor)
    {
        var quote = (char)cursor.Current;
        var delimiter = new string(quote, 3);
        if (cursor.StartsWith(delimiter))
        {
            cursor.Advance(delimiter.Length);
            var close = cursor.Text.IndexOf(delimiter, cursor.Offset, StringComparison.Ordinal);
            if (close >= 0)
                cursor.AdvanceTo(close + delimiter.Length);
            return;
        }

        cursor.Advance();
        while (!cursor.IsAtLineEnd && cursor.Current != quote)
            cursor.Advance(quote == '"' && cursor.Current == '\\' && cursor.Peek(1) != '\n' ? 2 : 1);
        if (!cursor.IsAtLineEnd)
            cursor.Advance();
    }

    private static ReadOnlySpan<char> RestOfLine(TomlCursor cursor, int offset)
    {
        var rest = cursor.Text.AsSpan(offset);
        var length = rest.IndexOf('\n');
        return length < 0 ? rest : rest[..length].TrimEnd('\r');
    }

    private static bool LooksLikeStatement(TomlCursor cursor, int lineStart, bool headersOnly)
    {
        var line = RestOfLine(cursor, lineStart).TrimStart(" \t");
        return IsHeader(line) || (!headersOnly && TryTakeBareKey(ref line) && line is ['=', ..]);
    }

    /// <summary>Whether a line is <c>[key]</c> or <c>[[key]]</c>; what could be a list with one value is not.</summary>
    private static bool IsHeader(ReadOnlySpan<char> line)
    {
        var count = line is ['[', '[', ..] ? 2 : 1;
        if (line is not ['[', ..])
            return false;
        line = line[count..].TrimStart(" \t");
        var name = line;
        if (!TryTakeBareKey(ref line) || !line.StartsWith("]]".AsSpan(0, count)))
            return false;
        name = name[..^line.Length].TrimEnd(" \t");
        return char.IsAsciiLetter(name[0]) && name is not ("true" or "false" or "inf" or "nan") && line[count..].TrimStart(" \t") is [] or ['#', ..];
    }

    /// <summary>Takes a key of bare parts with the blanks around it.</summary>
    private static bool TryTakeBareKey(ref ReadOnlySpan<char> line)
    {
        var length = 0;
        while (length < line.Length && (TomlKeys.IsBare(line[length]) || line[length] is '.' or ' ' or '\t'))
            length++;
        line = line[length..];
        return length > 0;
    }
}
