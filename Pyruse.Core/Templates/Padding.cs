using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>Fills a value up to its width.</summary>
internal static class Padding
{
    /// <summary>Counts code points; a surrogate without its partner counts as one.</summary>
    public static int CountCodePoints(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        for (var index = 1; index < text.Length; index++)
        {
            if (char.IsSurrogatePair(text[index - 1], text[index]))
                count--;
        }

        return count;
    }

    /// <summary>How much of <paramref name="missing"/> stands before the value; the rest stands after it.</summary>
    public static int Before(FormatAlignment alignment, int missing) => alignment switch
    {
        FormatAlignment.Right => missing,
        FormatAlignment.Centre => missing / 2,
        _ => 0,
    };

    /// <summary>Appends a fill several times.</summary>
    public static void AppendFill(StringBuilder output, Rune fill, int count)
    {
        if (fill.IsBmp)
        {
            output.Append((char)fill.Value, count);
            return;
        }

        Span<char> pair = stackalloc char[2];
        fill.EncodeToUtf16(pair);
        for (; count > 0; count--)
            output.Append(pair);
    }
}
