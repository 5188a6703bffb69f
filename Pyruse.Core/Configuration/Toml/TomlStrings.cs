using System.Text;

namespace Pyruse.Core.Configuration.Toml;

/// <summary>Reads the four kinds of texts: basic, literal, and the multi-line form of each.</summary>
/// <remarks>The line ends of multi-line texts become line feeds. Of several errors in one text, the first is reported.</remarks>
internal sealed class TomlStrings(TomlCursor cursor, BoundedErrors errors)
{
    private const int DelimiterLength = 3;
    private const int MostQuotesAtEnd = DelimiterLength + 2;

    private bool _faulty;

    /// <summary>Reads the text at the cursor, whichever its kind.</summary>
    public string ReadValue() => IsMultiLine ? ReadMultiLine() : ReadSingleLine(", or use three quotes for several lines");

    /// <summary>Reads a quoted key, which has one line.</summary>
    public string ReadKey()
    {
        if (IsMultiLine)
            throw errors.Fail(cursor.Position, "Found three quotes where a key was expected; a quoted key has one quote at each end.");
        return ReadSingleLine("");
    }

    private bool IsMultiLine => cursor.StartsWith("\"\"\"") || cursor.StartsWith("'''");

    private string ReadSingleLine(string remedy)
    {
        var (begin, quote) = (cursor.Position, (char)cursor.Current);
        _faulty = false;
        cursor.Advance();
        var content = new StringBuilder();
        while (cursor.Current != quote)
        {
            if (cursor.IsAtLineEnd)
                throw errors.Fail(begin, $"The text that begins here does not end on its line; close it with {quote}{remedy}.");
            ReadCharacter(content, quote);
        }

        cursor.Advance();
        return content.ToString();
    }

    private string ReadMultiLine()
    {
        var (begin, quote) = (cursor.Position, (char)cursor.Current);
        var delimiter = new string(quote, DelimiterLength);
        _faulty = false;
        cursor.Advance(DelimiterLength);
        cursor.TrySkipNewline();
        var content = new StringBuilder();
        while (!cursor.StartsWith(delimiter))
        {
            if (cursor.IsAtEnd)
                throw errors.Fail(begin, $"The text that begins here does not end before the end of the file; close it with {delimiter}.");
            if (cursor.TrySkipNewline())
                content.Append('\n');
            else if (quote != '"' || !TrySkipFoldedLines())
                ReadCharacter(content, quote);
        }

        content.Append(quote, CloseMultiLine(quote) - DelimiterLength);
        return content.ToString();
    }

    /// <summary>Passes the closing quotes; up to two that touch the delimiter belong to the text.</summary>
    private int CloseMultiLine(char quote)
    {
        var count = DelimiterLength;
        while (count < MostQuotesAtEnd && cursor.Peek(count) == quote)
            count++;
        cursor.Advance(count);
        return count;
    }

    /// <summary>Passes a backslash at the end of a line with all white space up to the next visible character.</summary>
    private bool TrySkipFoldedLines()
    {
        if (cursor.Current != '\\')
            return false;
        var ahead = 1;
        while (cursor.Peek(ahead) is ' ' or '\t')
            ahead++;
        if (cursor.Peek(ahead) != '\n' && (cursor.Peek(ahead) != '\r' || cursor.Peek(ahead + 1) != '\n'))
            return false;
        cursor.Advance(ahead);
        while (cursor.TrySkipNewline())
            cursor.SkipBlanks();
        return true;
    }

    private void ReadCharacter(StringBuilder content, char quote)
    {
        if (quote == '"' && cursor.Current == '\\')
        {
            ReadEscape(content);
            return;
        }

        if (cursor.IsAtForbiddenControl)
            RefuseControl(quote);
        content.Append((char)cursor.Current);
        cursor.Advance();
    }

    private void RefuseControl(char quote)
    {
        var escape = cursor.Current switch { '\b' => "\\b", '\f' => "\\f", '\r' => "\\r", var other => $"\\u{other:X4}" };
        Report(cursor.Position, quote == '"'
            ? $"Found {cursor.Found} in a text; write it as {escape}."
            : $"Found {cursor.Found} in a literal text; use double quotes and write it as {escape}.");
    }

    private void ReadEscape(StringBuilder content)
    {
        var begin = cursor.Position;
        cursor.Advance();
        if (cursor.Current is 'u' or 'U')
            ReadCodePoint(content, begin, digits: cursor.Current == 'u' ? 4 : 8);
        else if (SimpleEscape(cursor.Current) is { } meant)
            content.Append(meant);
        else
        {
            RefuseEscape(begin);
            return;
        }

        cursor.Advance();
    }

    private static char? SimpleEscape(int character) => character switch
    {
        'b' => '\b',
        't' => '\t',
        'n' => '\n',
        'f' => '\f',
        'r' => '\r',
        '"' => '"',
        '\\' => '\\',
        _ => null,
    };

    private void RefuseEscape(SourcePosition begin)
    {
        // At the end of its line the text itself is at fault, which the caller finds next.
        if (cursor.IsAtLineEnd)
            return;
        var escape = Excerpt.Quote($"\\{Rune.GetRuneAt(cursor.Text, cursor.Offset)}");
        Report(begin, $"Found the unknown escape {escape}; write \\\\ for a backslash, or put the text between single quotes.");
    }

    /// <summary>Reads the digits of an escape up to, not including, the last one.</summary>
    private void ReadCodePoint(StringBuilder content, SourcePosition begin, int digits)
    {
        uint value = 0;
        for (var count = 1; count <= digits; count++)
        {
            if (!IsHexDigit(cursor.Peek(count)))
            {
                Report(
                    begin,
                    $"The escape '\\{(char)cursor.Current}' needs {digits} hexadecimal digits; complete them, or write \\\\ for a backslash.");
                return;
            }

            value = (value << 4) | HexValue(cursor.Peek(count));
        }

        cursor.Advance(digits);
        if (Rune.TryCreate(value, out var rune))
            content.Append(rune.ToString());
        else if (value <= char.MaxValue)
            Report(begin, $"The escape stands for U+{value:X4}, one half of a surrogate pair; write the character itself, or \\U and its eight digits.");
        else
            Report(begin, $"The escape stands for U+{value:X8}, but the last character is U+10FFFF; correct its digits.");
    }

    private void Report(SourcePosition position, string message)
    {
        if (!_faulty)
            errors.Report(position, message);
        _faulty = true;
    }

    private static bool IsHexDigit(int character) => character >= 0 && char.IsAsciiHexDigit((char)character);

    private static uint HexValue(int digit) => (uint)(char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
}
