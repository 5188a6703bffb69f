using System.Buffers.Text;
using System.Text;

namespace Pyruse.Core.Entries;

/// <summary>Integers written as text: an optional sign and decimal digits, nothing else.</summary>
internal static class IntegerText
{
    public static bool TryParse(ReadOnlySpan<byte> utf8, out long number)
    {
        number = 0;
        if (utf8.IsEmpty)
            return false;
        if (utf8[0] == (byte)'+')
        {
            utf8 = utf8[1..];
            if (utf8.IsEmpty || !char.IsAsciiDigit((char)utf8[0]))
                return false;
        }
        return Utf8Parser.TryParse(utf8, out number, out int consumed) && consumed == utf8.Length;
    }

    public static bool TryParse(string text, out long number)
    {
        number = 0;
        // Twenty digits and a sign are more than any 64-bit number has.
        if (text.Length is 0 or > 64 || !Ascii.IsValid(text))
            return false;
        Span<byte> utf8 = stackalloc byte[text.Length];
        Encoding.UTF8.GetBytes(text, utf8);
        return TryParse(utf8, out number);
    }
}
