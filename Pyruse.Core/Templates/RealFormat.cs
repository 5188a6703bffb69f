using System.Globalization;
using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>Formats reals from correctly rounded decimal digits, exact ties to the even digit.</summary>
internal sealed class RealFormat
{
    private const int DefaultPrecision = 6;

    // The greatest real has 309 digits before the point; the remainder is for the point, the exponent and the percent sign.
    private const int MaxLength = 309 + FormatSpec.MaxWidth + 16;

    private readonly FormatFields _fields;
    private readonly int _precision;
    private readonly bool _shortest;
    private readonly string _digitsFormat;

    public RealFormat(string spec, FormatFields fields)
    {
        _fields = fields;
        if (fields.Type == 's' || FormatFields.IntegerTypes.Contains(fields.Type, StringComparison.Ordinal))
            Refusal = $"The format \"{spec}\" needs {fields.Demand}, but the value is a real number; write a type such as \"f\", or none.";
        _shortest = fields is { Type: FormatFields.None, Precision: null };
        _precision = fields.Precision ?? DefaultPrecision;
        if (IsGeneral)
            _precision = Math.Max(_precision, 1);
        _digitsFormat = fields.Type switch
        {
            'f' or 'F' or '%' => string.Create(CultureInfo.InvariantCulture, $"F{_precision}"),
            'e' or 'E' => string.Create(CultureInfo.InvariantCulture, $"E{_precision}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"E{_precision - 1}"),
        };
    }

    /// <summary>Why reals do not satisfy the format, or null.</summary>
    public string? Refusal { get; }

    private bool IsFixed => _fields.Type is 'f' or 'F' or '%';

    private bool IsGeneral => _fields.Type is 'g' or 'G' or 'n' or FormatFields.None;

    public void Append(StringBuilder output, double value)
    {
        var negative = double.IsNegative(value) && !double.IsNaN(value);
        var magnitude = Math.Abs(value);
        if (_fields.Type == '%')
            magnitude *= 100;
        Span<char> body = stackalloc char[MaxLength];
        var length = Write(body, magnitude, out var isZero);
        var wholeDigits = body[..length].IndexOfAnyExceptInRange('0', '9');
        if (_fields.Type == '%')
            body[length++] = '%';
        if (wholeDigits < 0)
            wholeDigits = _fields.Type == '%' ? length - 1 : length;
        if (isZero && _fields.NoNegativeZero)
            negative = false;
        NumberLayout.Append(output, _fields, negative, [], body[..wholeDigits], body[wholeDigits..length], length - wholeDigits);
    }

    private int Write(Span<char> body, double magnitude, out bool isZero)
    {
        isZero = false;
        if (!double.IsFinite(magnitude))
        {
            var word = double.IsNaN(magnitude) ? "nan" : "inf";
            (_fields.Type is 'E' or 'F' or 'G' ? word.ToUpperInvariant() : word).CopyTo(body);
            return word.Length;
        }

        if (IsFixed)
        {
            magnitude.TryFormat(body, out var length, _digitsFormat, CultureInfo.InvariantCulture);
            isZero = body[..length].IndexOfAnyInRange('1', '9') < 0;
            if (_fields.Alternate && _precision == 0)
                body[length++] = '.';
            return length;
        }

        Span<char> buffer = stackalloc char[MaxLength];
        var digits = _shortest ? DecimalDigits.Shortest(buffer, magnitude) : DecimalDigits.Rounded(buffer, magnitude, _digitsFormat);
        isZero = digits.IsZero;
        return WriteDigits(body, digits);
    }

    private int WriteDigits(Span<char> body, DecimalDigits digits)
    {
        var point = digits.Point;
        var scientific = _fields.Type is 'e' or 'E' || (IsGeneral && IsScientific(point));
        var exponent = point - 1;
        if (scientific)
            point = 1;

        // Counted from the first digit, as the point is.
        var end = digits.Length;
        if (_fields.Type is 'e' or 'E')
            end = _precision + 1;
        else if (_fields.Alternate && !_shortest)
            end = _precision;
        var keepsFraction = _fields.Type == FormatFields.None && !scientific;
        end = Math.Max(end, keepsFraction ? point + 1 : point);

        var length = 0;
        for (var index = Math.Min(0, point - 1); index < point; index++)
            body[length++] = digits[index];
        if (end > point || _fields.Alternate)
            body[length++] = '.';
        for (var index = point; index < end; index++)
            body[length++] = digits[index];
        return scientific ? length + WriteExponent(body[length..], exponent) : length;
    }

    // Without a type there is always a digit after the point, which takes one from the precision.
    private bool IsScientific(int point)
    {
        const int ShortestPrecision = 16;
        var precision = _fields switch
        {
            _ when _shortest => ShortestPrecision,
            { Type: FormatFields.None } => _precision - 1,
            _ => _precision,
        };
        return point <= -4 || point > precision;
    }

    private int WriteExponent(Span<char> body, int exponent)
    {
        body[0] = _fields.Type is 'E' or 'G' ? 'E' : 'e';
        exponent.TryFormat(body[1..], out var length, "+00;-00", CultureInfo.InvariantCulture);
        return length + 1;
    }
}
