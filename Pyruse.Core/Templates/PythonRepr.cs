using System.Globalization;
using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>Writes values as Python's <c>repr</c> does: what <c>!r</c> gives.</summary>
/// <remarks>Which characters are printable follows the Unicode version of the runtime, which is newer than CPython's.</remarks>
internal static class PythonRepr
{
    /// <summary>Appends a text between quotes, with everything unprintable escaped.</summary>
    public static void Append(StringBuilder output, string value)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(value);
        var quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        output.Append(quote);
        for (var index = 0; index < value.Length; index++)
        {
            var character = value[index];
            if (char.IsAscii(character))
            {
                AppendAscii(output, character, quote);
            }
            else if (Rune.TryGetRuneAt(value, index, out var rune))
            {
                AppendNonAscii(output, rune);
                index += rune.Utf16SequenceLength - 1;
            }
            else
            {
                output.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
        }

        output.Append(quote);
    }

    /// <summary>Appends bytes as <c>b'…'</c>, with everything but printable ASCII escaped.</summary>
    public static void Append(StringBuilder output, ReadOnlySpan<byte> value)
    {
        ArgumentNullException.ThrowIfNull(output);
        var quote = value.Contains((byte)'\'') && !value.Contains((byte)'"') ? '"' : '\'';
        output.Append('b').Append(quote);
        foreach (var item in value)
            AppendAscii(output, (char)item, quote);
        output.Append(quote);
    }

    /// <summary>Appends an integer in decimal digits.</summary>
    public static void Append(StringBuilder output, long value) => FormatSpec.Empty.AppendInteger(output, value);

    /// <summary>Appends a real in the fewest digits that read back as the same real.</summary>
    public static void Append(StringBuilder output, double value) => FormatSpec.Empty.AppendReal(output, value);

    private static void AppendAscii(StringBuilder output, char character, char quote)
    {
        switch (character)
        {
            case '\\' or '\'' or '"' when character == '\\' || character == quote:
                output.Append('\\').Append(character);
                break;
            case '\t':
                output.Append("\\t");
                break;
            case '\n':
                output.Append("\\n");
                break;
            case '\r':
                output.Append("\\r");
                break;
            case < ' ' or > '~':
                output.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}");
                break;
            default:
                output.Append(character);
                break;
        }
    }

    private static void AppendNonAscii(StringBuilder output, Rune rune)
    {
        if (IsPrintable(rune))
        {
            Span<char> utf16 = stackalloc char[2];
            output.Append(utf16[..rune.EncodeToUtf16(utf16)]);
            return;
        }

        var format = rune.Value switch
        {
            <= 0xFF => "\\x{0:x2}",
            <= 0xFFFF => "\\u{0:x4}",
            _ => "\\U{0:x8}",
        };
        output.AppendFormat(CultureInfo.InvariantCulture, format, rune.Value);
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
