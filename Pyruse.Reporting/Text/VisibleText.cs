using System.Globalization;
using System.Text;

namespace Pyruse.Reporting.Text;

/// <summary>Makes text from logs harmless to look at: nothing in it is invisible, changes the direction of what follows, or is too long.</summary>
/// <param name="lineBreak">What stands for a line break: a form indents further lines, so that they can't look like parts of the report.</param>
internal sealed class VisibleText(string lineBreak)
{
    /// <summary>More lines than this are cut.</summary>
    public const int MaxLines = 30;

    private const char Ellipsis = '…';
    private const string Tab = "    ";

    // Emoji and several scripts are written with these two; they are harmless.
    private static readonly Rune ZeroWidthJoiner = new(0x200D), ZeroWidthNonJoiner = new(0x200C);

    /// <summary>Shows control characters as <c>·</c>, and what is invisible, turns the direction of writing or is no character at all as <c>�</c>.</summary>
    /// <param name="text">The text, as the log had it.</param>
    /// <param name="max">How many characters are shown; the rest becomes <c>…</c>.</param>
    public string Clean(string text, int max)
    {
        ReadOnlySpan<char> rest = text.AsSpan().TrimEnd();
        var clean = new StringBuilder(Math.Min(rest.Length, max) + 1);
        int lines = 1;
        for (int shown = 0; rest.Length > 0; shown++)
        {
            if (shown == max || (IsLineBreak(rest[0]) && lines == MaxLines))
                return clean.Append(Ellipsis).ToString();
            if (IsLineBreak(rest[0]))
            {
                lines++;
                clean.Append(lineBreak);
                rest = rest[(rest.StartsWith("\r\n") ? 2 : 1)..];
                continue;
            }
            Rune.DecodeFromUtf16(rest, out Rune rune, out int consumed);
            rest = rest[consumed..];
            Append(clean, rune);
        }
        return clean.ToString();
    }

    private static void Append(StringBuilder clean, Rune rune)
    {
        if (rune.Value == '\t')
            clean.Append(Tab);
        else if (Rune.IsControl(rune))
            clean.Append('·');
        else if (IsVisible(rune))
            clean.Append(rune);
        else
            clean.Append(Rune.ReplacementChar);
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format => rune == ZeroWidthJoiner || rune == ZeroWidthNonJoiner,
        UnicodeCategory.OtherNotAssigned => false,
        _ => true,
    };

    private static bool IsLineBreak(char c) => c is '\n' or '\r' or '\f' or '\v' or '\u0085' or '\u2028' or '\u2029';
}
