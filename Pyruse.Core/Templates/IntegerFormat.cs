using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>Formats integers: decimal, binary, octal, hexadecimal, or as the code point they number.</summary>
internal sealed class IntegerFormat
{
    private const int BitsOfLong = 64;
    private const long LastCodePoint = 0x10FFFF;

    private readonly FormatFields _fields;

    public IntegerFormat(string spec, FormatFields fields)
    {
        _fields = fields;
        NeedsReal = fields.Type != 'n' && FormatFields.RealTypes.Contains(fields.Type, StringComparison.Ordinal);
        Refusal = fields switch
        {
            _ when NeedsReal => null,
            { Type: 's' } => $"The format \"{spec}\" needs text, but the value is an integer; leave the type out.",
            { Precision: not null } => Refuse(spec, "a precision"),
            { NoNegativeZero: true } => Refuse(spec, "a \"z\""),
            { Type: 'c', Sign: not FormatFields.None } => RefuseCharacter(spec, $"the sign \"{fields.Sign}\""),
            { Type: 'c', Alternate: true } => RefuseCharacter(spec, "a \"#\""),
            _ => null,
        };
    }

    /// <summary>Whether the type is one of reals, to which the integer is to be converted.</summary>
    public bool NeedsReal { get; }

    /// <summary>Why integers do not satisfy the format, or null.</summary>
    public string? Refusal { get; }

    public void Append(StringBuilder output, long value)
    {
        if (_fields.Type == 'c')
        {
            AppendCharacter(output, value);
            return;
        }

        Span<char> digits = stackalloc char[BitsOfLong];
        var magnitude = value < 0 ? 0 - unchecked((ulong)value) : (ulong)value;
        magnitude.TryFormat(
            digits,
            out var length,
            _fields.Type switch { 'b' => "b", 'x' => "x", 'X' => "X", _ => "d" });
        if (_fields.Type == 'o')
            length = WriteOctal(digits, magnitude);
        var prefix = _fields.Alternate
            ? _fields.Type switch { 'b' => "0b", 'o' => "0o", 'x' => "0x", 'X' => "0X", _ => string.Empty }
            : string.Empty;
        NumberLayout.Append(output, _fields, value < 0, prefix, digits[..length], [], 0);
    }

    private static string Refuse(string spec, string what) =>
        $"The format \"{spec}\" has {what}, which integers do not take; remove it, or write the type of a real such as \"f\".";

    private static string RefuseCharacter(string spec, string what) => $"The format \"{spec}\" has {what}, which the type \"c\" does not take; remove it.";

    private static int WriteOctal(Span<char> digits, ulong magnitude)
    {
        var length = 0;
        do
        {
            digits[length++] = (char)('0' + (int)(magnitude & 7));
            magnitude >>= 3;
        }
        while (magnitude != 0);
        digits[..length].Reverse();
        return length;
    }

    private void AppendCharacter(StringBuilder output, long value)
    {
        if (value is < 0 or > LastCodePoint)
            throw new FormatException($"The format type \"c\" needs the number of a character, 0 to {LastCodePoint}, but the value is {value}.");
        Span<char> character = stackalloc char[2];
        if (!Rune.TryCreate((int)value, out var rune) || !rune.TryEncodeToUtf16(character, out var length))
        {
            character[0] = (char)value;
            length = 1;
        }

        NumberLayout.Append(output, _fields, negative: false, [], [], character[..length], 1);
    }
}
