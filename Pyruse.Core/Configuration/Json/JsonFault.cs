using System.Text;
using System.Text.Json;

namespace Pyruse.Core.Configuration.Json;

/// <summary>Explains an error of syntax from what stands in the file where reading failed.</summary>
/// <param name="utf8">The document.</param>
/// <param name="before">Where the last good token ends.</param>
/// <param name="previous">What that token was.</param>
/// <param name="open">The objects and lists that are open, the innermost on top.</param>
internal readonly ref struct JsonFault(ReadOnlySpan<byte> utf8, int before, JsonTokenType previous, Stack<ConfigNode> open)
{
    private readonly ReadOnlySpan<byte> _utf8 = utf8;

    /// <summary>Gives the place of the error and a sentence about it.</summary>
    public (int Offset, string Message) Explain(JsonException exception)
    {
        var failure = Offset(exception);
        var start = SkipBlanksAndComments(before);
        var isAfterValue = previous is not (JsonTokenType.None or JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.StartArray);
        var isAfterComma = isAfterValue && IsAt(start, ',');
        if (isAfterComma)
            start = SkipBlanksAndComments(start + 1);
        if (_utf8[start..].StartsWith("/*"u8))
            return (start, "The comment that begins here does not end; close it with */.");
        if (IsAt(start, '"') && failure > start)
            return ExplainText(start, failure);
        if (open.Count == JsonConfigReader.MaximumDepth && (IsAt(start, '[') || IsAt(start, '{')))
            return (start, $"The value lies more than {JsonConfigReader.MaximumDepth} levels deep; nest fewer objects and lists.");
        return IsNumberAtEnd(start, failure)
            ? (failure, Sentence(failure, ExpectedBehindValue(isAfterComma: false)))
            : (start, Sentence(start, Expected(isAfterComma)));
    }

    private (int Offset, string Message) ExplainText(int start, int failure)
    {
        var close = EndOfText(start);
        if (close < failure)
        {
            var next = SkipBlanksAndComments(close + 1);
            return (next, Sentence(next, "':'"));
        }

        if (failure >= _utf8.Length || _utf8[failure] is (byte)'\n' or (byte)'\r')
            return (start, "The text that begins here does not end on its line; close it with '\"', and write a line end within it as \\n.");
        if (_utf8[failure] < ' ')
            return (failure, $"Found {DescribeCharacter(failure)} in a text; write it as \\u{_utf8[failure]:X4}.");
        var escape = start + _utf8[start..failure].LastIndexOf((byte)'\\');
        return (escape, IsAt(escape + 1, 'u')
            ? "The escape '\\u' needs 4 hexadecimal digits; complete them, or write \\\\ for a backslash."
            : $"Found an unknown escape, a backslash before {DescribeCharacter(escape + 1)}; write \\\\ for a backslash.");
    }

    private string Expected(bool isAfterComma) => previous switch
    {
        JsonTokenType.None => "'{'",
        JsonTokenType.PropertyName => "a value",
        JsonTokenType.StartObject => "a key in double quotes or '}'",
        JsonTokenType.StartArray => "a value or ']'",
        _ => ExpectedBehindValue(isAfterComma),
    };

    private string ExpectedBehindValue(bool isAfterComma) => open.TryPeek(out var container) switch
    {
        false => "the end of the file",
        _ when container is ConfigTable => isAfterComma ? "a key in double quotes" : "',' or '}'",
        _ => isAfterComma ? "a value" : "',' or ']'",
    };

    /// <summary>Whether a number is complete but for what must follow it; the library refuses the number then.</summary>
    private bool IsNumberAtEnd(int start, int failure) =>
        failure == _utf8.Length && start < failure && (IsAt(start, '-') || char.IsAsciiDigit((char)_utf8[start])) && char.IsAsciiDigit((char)_utf8[^1]);

    private string Sentence(int start, string expected) => start >= _utf8.Length
        ? $"Found the end of the file where {expected} was expected; complete the file, or restore its end."
        : $"Found {DescribeWord(start)} where {expected} was expected; look for a missing or doubled comma, quote or bracket before it.";

    private string DescribeWord(int start)
    {
        var end = start;
        while (end < _utf8.Length && (char.IsAsciiLetterOrDigit((char)_utf8[end]) || _utf8[end] is (byte)'+' or (byte)'-' or (byte)'.' or (byte)'_'))
            end++;
        return end > start ? Excerpt.Quote(Encoding.UTF8.GetString(_utf8[start..end])) : DescribeCharacter(start);
    }

    private string DescribeCharacter(int offset)
    {
        Rune.DecodeFromUtf8(_utf8[offset..], out var rune, out _);
        return Excerpt.Describe(rune);
    }

    /// <summary>Gives the index of the closing quote, or of the end of the document.</summary>
    private int EndOfText(int start)
    {
        var index = start + 1;
        while (index < _utf8.Length && _utf8[index] != '"')
            index += _utf8[index] == '\\' ? 2 : 1;
        return Math.Min(index, _utf8.Length);
    }

    private int SkipBlanksAndComments(int offset)
    {
        while (offset < _utf8.Length)
        {
            var rest = _utf8[offset..];
            if (rest[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                offset++;
            else if (rest.StartsWith("//"u8))
                offset += LengthUntil(rest, "\n"u8);
            else if (rest.StartsWith("/*"u8) && rest[2..].IndexOf("*/"u8) is >= 0 and var length)
                offset += length + 4;
            else
                break;
        }

        return offset;
    }

    private static int LengthUntil(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> end) => rest.IndexOf(end) is >= 0 and var length ? length : rest.Length;

    private bool IsAt(int offset, char expected) => offset < _utf8.Length && _utf8[offset] == expected;

    /// <summary>Gives the index of the byte that the library names by line and byte.</summary>
    private int Offset(JsonException exception)
    {
        var offset = 0;
        for (var line = exception.LineNumber ?? 0; line > 0 && _utf8[offset..].IndexOf((byte)'\n') is >= 0 and var length; line--)
            offset += length + 1;
        return (int)Math.Min(_utf8.Length, offset + (exception.BytePositionInLine ?? 0));
    }
}
