using System.Globalization;
using System.Text;

namespace Pyruse.Core.Configuration;

/// <summary>Shows pieces of a configuration file in messages.</summary>
/// <remarks>Nothing invisible passes: control and format characters become <c>\uXXXX</c>, so that a file cannot command the reader's terminal.</remarks>
internal static class Excerpt
{
    private const int LongestShown = 40;

    /// <summary>Gives the text between single quotes, shortened when it is long.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder("'");
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (count++ == LongestShown)
                return shown.Append("…'").ToString();
            Append(shown, rune);
        }

        return shown.Append('\'').ToString();
    }

    /// <summary>Describes one character: itself in quotes, or the code point of one that cannot be seen.</summary>
    public static string Describe(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => $"the control character U+{rune.Value:X4}",
        _ when IsInvisible(rune) => $"the character U+{rune.Value:X4}",
        _ => $"'{rune}'",
    };

    private static void Append(StringBuilder shown, Rune rune)
    {
        if (!IsInvisible(rune))
            shown.Append(rune.ToString());
        else if (rune.IsBmp)
            shown.Append("\\u").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture));
        else
            shown.Append("\\U").Append(rune.Value.ToString("X8", CultureInfo.InvariantCulture));
    }

    private static bool IsInvisible(Rune rune) => rune.Value != ' ' && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;
}
