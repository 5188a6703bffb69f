using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>Parses one format of Python's mini-language.</summary>
internal ref struct FormatFieldsParser
{
    private readonly string _text;
    private int _position;
    private int _errorPosition;
    private string? _error;

    private FormatFieldsParser(string text) => _text = text;

    private readonly char Current => _position < _text.Length ? _text[_position] : FormatFields.None;

    /// <summary>Parses the whole text, or says what is wrong and at which index.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out FormatFields? fields, [NotNullWhen(false)] out string? error, out int errorPosition)
    {
        var parser = new FormatFieldsParser(text);
        var parsed = parser.Parse();
        error = parser._error;
        errorPosition = parser._errorPosition;
        fields = error is null ? parsed : null;
        return fields is not null;
    }

    private FormatFields? Parse()
    {
        var (fill, alignment) = TakeFillAndAlignment();
        var sign = Current is '+' or '-' or ' ' ? _text[_position++] : FormatFields.None;
        var noNegativeZero = Take('z');
        var alternate = Take('#');
        var zeroPadded = fill is null && Take('0');
        if (!TakeNumber("width", out var width))
            return null;
        if (!TakeGrouping(out var grouping))
            return null;
        int? precision = null;
        if (Take('.'))
        {
            if (!char.IsAsciiDigit(Current))
                return Fail(_position, $"The format \"{_text}\" has no digits after its \".\"; write a precision such as \".2\".");
            if (!TakeNumber("precision", out var digits))
                return null;
            precision = digits;
        }

        if (!TakeType(grouping, out var type))
            return null;
        return new FormatFields
        {
            Fill = fill ?? new Rune(zeroPadded ? '0' : ' '),
            Alignment = alignment,
            ZeroPadded = zeroPadded,
            Sign = sign,
            NoNegativeZero = noNegativeZero,
            Alternate = alternate,
            Width = width,
            Grouping = grouping,
            Precision = precision,
            Type = type,
        };
    }

    private (Rune? Fill, FormatAlignment Alignment) TakeFillAndAlignment()
    {
        if (_text.Length == 0)
            return default;
        Rune.DecodeFromUtf16(_text, out var fill, out var length);
        if (length < _text.Length && AlignmentOf(_text[length]) is var filled and not FormatAlignment.Unspecified)
        {
            _position = length + 1;
            return (fill, filled);
        }

        var alignment = AlignmentOf(_text[0]);
        if (alignment != FormatAlignment.Unspecified)
            _position = 1;
        return (null, alignment);
    }

    private static FormatAlignment AlignmentOf(char character) => character switch
    {
        '<' => FormatAlignment.Left,
        '>' => FormatAlignment.Right,
        '^' => FormatAlignment.Centre,
        '=' => FormatAlignment.AfterSign,
        _ => FormatAlignment.Unspecified,
    };

    private bool Take(char expected)
    {
        if (Current != expected)
            return false;
        _position++;
        return true;
    }

    private bool TakeNumber(string what, out int number)
    {
        var start = _position;
        number = 0;
        for (; char.IsAsciiDigit(Current); _position++)
            number = Math.Min((number * 10) + (Current - '0'), FormatSpec.MaxWidth + 1);
        if (number <= FormatSpec.MaxWidth)
            return true;
        Fail(start, $"The {what} \"{_text[start.._position]}\" is too large; write at most {FormatSpec.MaxWidth}.");
        return false;
    }

    private bool TakeGrouping(out char grouping)
    {
        grouping = Current is ',' or '_' ? _text[_position++] : FormatFields.None;
        if (grouping == FormatFields.None || Current is not (',' or '_'))
            return true;
        Fail(_position, $"The format \"{_text}\" groups digits twice; write either \",\" or \"_\", once.");
        return false;
    }

    private bool TakeType(char grouping, out char type)
    {
        type = Current;
        if (_position + 1 < _text.Length)
        {
            Fail(
                _position,
                $"The format \"{_text}\" is out of order at \"{_text[_position..]}\"; "
                + "the order is [[fill]align][sign][z][#][0][width][grouping][.precision][type].");
            return false;
        }

        if (_position < _text.Length && !FormatFields.AllTypes.Contains(type, StringComparison.Ordinal))
        {
            Fail(_position, $"The format type \"{type}\" is unknown; write one of {string.Join(' ', FormatFields.AllTypes.AsEnumerable())}.");
            return false;
        }

        if (grouping == FormatFields.None || TakesGrouping(type, grouping))
            return true;
        Fail(_position, $"The format type \"{type}\" cannot be grouped with \"{grouping}\"; remove the \"{grouping}\".");
        return false;
    }

    private static bool TakesGrouping(char type, char grouping) => type switch
    {
        'b' or 'o' or 'x' or 'X' => grouping == '_',
        'c' or 'n' or 's' => false,
        _ => true,
    };

    private FormatFields? Fail(int position, string error)
    {
        _error = error;
        _errorPosition = position;
        return null;
    }
}
