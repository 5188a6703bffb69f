using System.Globalization;
using System.Text;

namespace Pyruse.Core.Chains;

/// <summary>Makes text that may quote logs fit for one line of a terminal or a page: what can't be seen is written as an escape, what is too long is cut.</summary>
public static class VisibleText
{
    private const char ZeroWidthNonJoiner = '\u200C', ZeroWidthJoiner = '\u200D';

    /// <summary>Gives line breaks as <c>\n</c>, other control characters as <c>\x1b</c>, and what is invisible or turns the direction of writing as <c>\u202e</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">How many of its characters are shown at most; the rest becomes <c>…</c>.</param>
    public static string Of(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= maxLength && text.All(IsVisible))
            return text;
        var shown = new StringBuilder(Math.Min(text.Length, maxLength) + 8);
        int count = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (count++ == maxLength)
                return shown.Append('…').ToString();
            Append(shown, rune);
        }
        return shown.ToString();
    }

    private static void Append(StringBuilder shown, Rune rune)
    {
        if (!rune.IsBmp || IsVisible((char)rune.Value))
            shown.Append(IsTag(rune) ? $"\\U{rune.Value:x8}" : rune.ToString());
        else if (rune.Value == '\n')
            shown.Append("\\n");
        else if (rune.Value == '\t')
            shown.Append("\\t");
        else
            shown.Append(CultureInfo.InvariantCulture, $"\\{(rune.Value < 0x100 ? "x" : "u")}{rune.Value.ToString(rune.Value < 0x100 ? "x2" : "x4", CultureInfo.InvariantCulture)}");
    }

    private static bool IsVisible(char c) => char.IsAscii(c)
        ? !char.IsControl(c)
        // Emoji and several scripts are written with the joiners.
        : c is ZeroWidthJoiner or ZeroWidthNonJoiner || char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);

    /// <summary>Whether it is invisible although it lies beyond the characters that 16 bits hold.</summary>
    private static bool IsTag(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
