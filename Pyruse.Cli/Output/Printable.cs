using System.Globalization;

namespace Pyruse.Cli.Output;

/// <summary>Makes text that may quote logs fit for a terminal.</summary>
internal static class Printable
{
    private const char ZeroWidthNonJoiner = '\u200C', ZeroWidthJoiner = '\u200D';

    /// <summary>Puts a dot in the place of each control character, and of what is invisible or turns the direction of writing.</summary>
    public static string Of(ReadOnlySpan<char> text) => string.Create(text.Length, text, static (shown, text) =>
    {
        for (int index = 0; index < text.Length; index++)
            shown[index] = IsHarmless(text[index]) ? text[index] : '·';
    });

    private static bool IsHarmless(char c)
    {
        if (char.IsAscii(c))
            return !char.IsControl(c);
        // Emoji and several scripts are written with the joiners.
        return char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            || c is ZeroWidthJoiner or ZeroWidthNonJoiner;
    }
}
