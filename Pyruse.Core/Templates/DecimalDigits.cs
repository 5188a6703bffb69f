using System.Globalization;

namespace Pyruse.Core.Templates;

/// <summary>The decimal digits of a real that is neither negative nor infinite: no zeros at either end, and where the point stands.</summary>
internal readonly ref struct DecimalDigits
{
    private readonly ReadOnlySpan<char> _digits;

    // Takes what "E" and "R" write: digits, a point among them, and perhaps an exponent.
    private DecimalDigits(Span<char> text)
    {
        var mark = text.IndexOf('E');
        var exponent = mark < 0 ? 0 : int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.');
        if (point < 0)
        {
            point = mantissa.Length;
        }
        else
        {
            mantissa[(point + 1)..].CopyTo(mantissa[point..]);
            mantissa = mantissa[..^1];
        }

        var digits = mantissa.TrimStart('0');
        Point = digits.IsEmpty ? 1 : point - (mantissa.Length - digits.Length) + exponent;
        _digits = digits.TrimEnd('0');
    }

    /// <summary>How many digits stand before the point; negative when zeros follow the point first.</summary>
    public int Point { get; }

    public int Length => _digits.Length;

    public bool IsZero => _digits.IsEmpty;

    /// <summary>The digit at an index counted from the first digit; a zero on either side of the digits.</summary>
    public char this[int index] => (uint)index < (uint)_digits.Length ? _digits[index] : '0';

    /// <summary>Gives the digits as .NET's <c>E</c> format rounds them.</summary>
    public static DecimalDigits Rounded(Span<char> buffer, double magnitude, string format)
    {
        magnitude.TryFormat(buffer, out var length, format, CultureInfo.InvariantCulture);
        return new DecimalDigits(buffer[..length]);
    }

    /// <summary>Gives the fewest digits that read back as the same real.</summary>
    public static DecimalDigits Shortest(Span<char> buffer, double magnitude)
    {
        magnitude.TryFormat(buffer, out var length, "R", CultureInfo.InvariantCulture);

        // .NET 10 drops one digit too many for some powers of two such as 2^-25, whose lower neighbour is nearer than the upper one.
        if (double.Parse(buffer[..length], NumberStyles.Float, CultureInfo.InvariantCulture) != magnitude)
            return Rounded(buffer, magnitude, "E16");
        return new DecimalDigits(buffer[..length]);
    }
}
