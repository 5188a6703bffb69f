using System.Globalization;

namespace Pyruse.Core.Configuration.Toml;

/// <summary>Reads integers and real numbers.</summary>
internal static class TomlNumbers
{
    /// <summary>Whether a word can only have been meant as a number.</summary>
    public static bool IsShapedLikeOne(string word) =>
        word[0] is '+' or '-' or '.' || char.IsAsciiDigit(word[0]) || word is "inf" or "nan";

    /// <summary>Reads a word that is shaped like a number.</summary>
    public static TomlReading Read(string word)
    {
        var digits = word.AsSpan(word[0] is '+' or '-' ? 1 : 0);
        return digits switch
        {
            "inf" => TomlReading.Of(word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity),
            "nan" => TomlReading.Of(double.NaN),
            ['0', 'x' or 'o' or 'b', ..] => ReadWithRadix(word),
            _ => ReadDecimal(word, digits),
        };
    }

    private static TomlReading ReadWithRadix(string word)
    {
        if (word[0] != '0')
            return TomlReading.Wrong($"{Excerpt.Quote(word)} has a sign; remove it, or write the number in decimal digits.");
        var (radix, name) = word[1] switch { 'x' => (16, "hexadecimal"), 'o' => (8, "octal"), _ => (2, "binary") };
        var digits = word.AsSpan(2);
        if (digits.IsEmpty)
            return TomlReading.Wrong($"{Excerpt.Quote(word)} has no digits; add the {name} digits.");
        if (!AreUnderscoresBetweenDigits(digits))
            return MisplacedUnderscore(word);
        long value = 0;
        foreach (var digit in digits)
        {
            if (digit == '_')
                continue;
            var weight = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : radix;
            if (weight >= radix)
                return TomlReading.Wrong($"{Excerpt.Quote(word)} has '{digit}', which is no {name} digit; correct the number.");
            if (value > (long.MaxValue - weight) / radix)
                return BeyondRange(word);
            value = (value * radix) + weight;
        }

        return TomlReading.Of(value);
    }

    private static TomlReading ReadDecimal(string word, ReadOnlySpan<char> digits)
    {
        var whole = TakeDigits(ref digits);
        var isReal = !digits.IsEmpty;
        ReadOnlySpan<char> fraction = "0";
        if (digits is ['.', ..])
        {
            digits = digits[1..];
            fraction = TakeDigits(ref digits);
        }

        ReadOnlySpan<char> exponent = "0";
        if (digits is ['e' or 'E', ..])
        {
            digits = digits[(digits is [_, '+' or '-', ..] ? 2 : 1)..];
            exponent = TakeDigits(ref digits);
        }

        if (!digits.IsEmpty)
            return NotANumber(word);
        if (whole.IsEmpty || fraction.IsEmpty)
            return word.Contains('.') ? MissingDigits(word) : NotANumber(word);
        if (exponent.IsEmpty)
            return TomlReading.Wrong($"{Excerpt.Quote(word)} has no digits in its exponent; add them.");
        if (!AreUnderscoresBetweenDigits(whole) || !AreUnderscoresBetweenDigits(fraction) || !AreUnderscoresBetweenDigits(exponent))
            return MisplacedUnderscore(word);
        if (whole is ['0', _, ..])
            return TomlReading.Wrong($"{Excerpt.Quote(word)} begins with a zero; remove the leading zeros, or write 0o before an octal number.");
        return isReal ? ToReal(word) : ToInteger(word);
    }

    private static TomlReading ToInteger(string word) =>
        long.TryParse(WithoutUnderscores(word), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? TomlReading.Of(value)
            : BeyondRange(word);

    private static TomlReading ToReal(string word)
    {
        var value = double.Parse(WithoutUnderscores(word), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? TomlReading.Of(value)
            : TomlReading.Wrong($"{Excerpt.Quote(word)} is beyond the largest real number, about 1.8e308; choose a smaller number, or write inf.");
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> rest)
    {
        var length = 0;
        while (length < rest.Length && (char.IsAsciiDigit(rest[length]) || rest[length] == '_'))
            length++;
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private static bool AreUnderscoresBetweenDigits(ReadOnlySpan<char> digits) =>
        digits[0] != '_' && digits[^1] != '_' && !digits.Contains("__", StringComparison.Ordinal);

    private static string WithoutUnderscores(string word) => word.Replace("_", "", StringComparison.Ordinal);

    private static TomlReading NotANumber(string word) =>
        TomlReading.Wrong($"{Excerpt.Quote(word)} is not a number; correct it, or put it in quotes to make it a text.");

    private static TomlReading MissingDigits(string word) =>
        TomlReading.Wrong($"{Excerpt.Quote(word)} lacks digits on one side of the point; write a zero there.");

    private static TomlReading MisplacedUnderscore(string word) =>
        TomlReading.Wrong($"{Excerpt.Quote(word)} has an underscore that does not stand between two digits; remove it.");

    private static TomlReading BeyondRange(string word) =>
        TomlReading.Wrong($"{Excerpt.Quote(word)} does not fit in 64 bits; choose a number between {long.MinValue} and {long.MaxValue}.");
}
