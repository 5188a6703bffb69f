using Pyruse.Cli.Output;
using Spectre.Console.Rendering;

namespace Pyruse.Cli.Commands.Regex;

/// <summary>Shows the place in a pattern that an error is about.</summary>
internal static class PatternExcerpt
{
    private const int MaxLength = 70;
    private const int ShownBefore = 40;

    /// <summary>Cuts a piece of one line out of a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="column">The place, from 1 in UTF-16 characters; one behind the end is its end.</param>
    /// <returns>What to print, and how many cells of a terminal there are before the place.</returns>
    public static (string Text, int Cells) Of(string pattern, int column)
    {
        int place = Math.Clamp(column - 1, 0, pattern.Length);
        int lineStart = place == 0 ? 0 : pattern.LastIndexOf('\n', place - 1) + 1;
        int lineEnd = pattern.IndexOf('\n', place) is >= 0 and var found ? found : pattern.Length;
        int start = lineEnd - lineStart <= MaxLength ? lineStart : Boundary(pattern, Math.Max(lineStart, place - ShownBefore));
        int end = Boundary(pattern, Math.Min(lineEnd, start + MaxLength));
        string before = (start > lineStart ? "…" : "") + Printable.Of(pattern.AsSpan(start, place - start));
        return (before + Printable.Of(pattern.AsSpan(place, end - place)) + (end < lineEnd ? "…" : ""), new Segment(before).CellCount());
    }

    /// <summary>Goes back by one where a character of two halves would be cut in two.</summary>
    private static int Boundary(string text, int index) => index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1]) ? index - 1 : index;
}
