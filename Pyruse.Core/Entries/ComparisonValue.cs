using System.Globalization;
using System.Text;

namespace Pyruse.Core.Entries;

/// <summary>A value written in the configuration, ready to be compared with the values of fields.</summary>
/// <remarks>
/// Text equals text; an integer or real number equals a number and a text that is that number; a moment equals a moment. Ordering is known
/// between numbers, between a number and numeric text, between moments, and between texts (by code point). Immutable.
/// </remarks>
public sealed class ComparisonValue
{
    private readonly object? _value;
    private readonly string? _text;
    private readonly byte[] _utf8 = [];
    private readonly bool _isAscii;
    private readonly long? _integer;
    private readonly double? _real;
    private readonly long? _moment;

    /// <summary>Wraps a configuration's scalar.</summary>
    /// <param name="value">
    /// A <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> (as 0 or 1), <see cref="DateTimeOffset"/> or null.
    /// </param>
    /// <exception cref="ArgumentException">The value is of another type.</exception>
    public ComparisonValue(object? value)
    {
        _value = value;
        switch (value)
        {
            case null:
                break;
            case string text:
                _text = text;
                _utf8 = Encoding.UTF8.GetBytes(text);
                _isAscii = Ascii.IsValid(text);
                if (IntegerText.TryParse(text, out long number))
                    _integer = number;
                if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset parsed))
                    _moment = EntryTime.ToMicroseconds(parsed);
                break;
            case long integer:
                _integer = integer;
                break;
            case int integer:
                _integer = integer;
                break;
            case bool flag:
                _integer = flag ? 1 : 0;
                break;
            case double real:
                // What is not a number equals nothing and has no order.
                _real = double.IsNaN(real) ? null : real;
                break;
            case DateTimeOffset moment:
                _moment = EntryTime.ToMicroseconds(moment);
                break;
            default:
                throw new ArgumentException($"A field can be compared with a text, a number or a date with time, not with a {value.GetType().Name}.", nameof(value));
        }
    }

    /// <summary>The text as UTF-8 if comparing bytes alone decides on equality with a field of type text; otherwise empty.</summary>
    /// <remarks>
    /// So it is for text in ASCII that is no number: bytes that are not UTF-8 may equal a text once decoded with the 8-bit encoding, but never one
    /// in ASCII; and the text of a number equals that number.
    /// </remarks>
    public ReadOnlyMemory<byte> DecisiveBytes => _isAscii && _integer is null ? _utf8 : ReadOnlyMemory<byte>.Empty;

    /// <summary>The value as it would stand in a field; null for null.</summary>
    public string? PlainText => Convert.ToString(_value, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => _value switch { null => "null", string text => $"\"{text}\"", IFormattable value => value.ToString(null, CultureInfo.InvariantCulture), _ => _value.ToString()! };

    /// <summary>Whether the field's value equals this one.</summary>
    public bool EqualTo(FieldValue other)
    {
        if (_isAscii && _integer is null && other.Field.Type == FieldType.Text)
            return other.Utf8.SequenceEqual(_utf8) && other.Kind == FieldValueKind.Text;
        return other.Kind switch
        {
            FieldValueKind.Null => _value is null,
            FieldValueKind.Integer => _integer == other.Number || (_real is { } real && real == other.Number),
            FieldValueKind.Time => _moment == other.Number,
            FieldValueKind.Text when _text is not null => string.Equals(other.Text, _text, StringComparison.Ordinal),
            FieldValueKind.Text when _value is not null => TryCompareText(other, out int order) && order == 0,
            _ => false,
        };
    }

    /// <summary>Compares the field's value with this one.</summary>
    /// <param name="other">The field's value.</param>
    /// <param name="order">Negative, zero or positive as the field's value is lower, equal or greater.</param>
    /// <returns>False when there is no order between the two.</returns>
    public bool TryCompare(FieldValue other, out int order)
    {
        order = 0;
        switch (other.Kind)
        {
            case FieldValueKind.Integer when _integer is { } integer:
                order = other.Number.CompareTo(integer);
                return true;
            case FieldValueKind.Integer when _real is { } real:
                order = ((double)other.Number).CompareTo(real);
                return true;
            case FieldValueKind.Time when _moment is { } moment:
                order = other.Number.CompareTo(moment);
                return true;
            case FieldValueKind.Text:
                return TryCompareText(other, out order);
            default:
                return false;
        }
    }

    private bool TryCompareText(FieldValue other, out int order)
    {
        order = 0;
        if (_text is not null)
        {
            // UTF-8 orders as code points do.
            order = Encoding.UTF8.GetBytes(other.Text!).AsSpan().SequenceCompareTo(_utf8);
            return true;
        }
        if (_integer is { } integer && other.TryGetInteger(out long number))
        {
            order = number.CompareTo(integer);
            return true;
        }
        if ((_real ?? _integer) is { } bound
            && double.TryParse(other.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
        {
            order = value.CompareTo(bound);
            return true;
        }
        return false;
    }
}
