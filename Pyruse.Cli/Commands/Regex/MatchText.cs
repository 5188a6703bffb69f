using System.Globalization;
using Pyruse.Cli.Output;
using Pyruse.Core.Patterns;

namespace Pyruse.Cli.Commands.Regex;

/// <summary>Writes a search for people: each line with its number and the matching part marked, and below it what the groups took.</summary>
/// <param name="output">Where it goes, except for errors and the summary, which go to standard error.</param>
/// <param name="colours">How it is marked.</param>
internal sealed class MatchText(TextWriter output, Colours colours) : IMatchOutput
{
    /// <summary>More characters of a line, or of what a group took, are not shown.</summary>
    private const int MaxShown = 2000;

    /// <summary>So many characters before the match are shown of a longer line.</summary>
    private const int ShownBefore = 200;

    private IReadOnlyList<PatternGroup> _groups = [];

    public void WritePattern(LogPattern pattern)
    {
        _groups = pattern.Groups;
        WriteFact("pattern", Printable.Of(pattern.Source));
        WriteFact(".NET", Printable.Of(pattern.Translated));
        WriteFact("time", pattern.WhyNotLinear is { } obstacle
            ? colours.Bad("not linear") + $", because of {obstacle}: a text that takes longer than 100 ms is an error of the step"
            : colours.Good("linear") + ": it grows only in proportion to the text");
        if (_groups.Count > 0)
            WriteFact("groups", string.Join(", ", _groups.Select(group => colours.Group(group.Number, NameOf(group)))));
        output.Write('\n');
        Flush();
    }

    public void WriteMalformed(string source, PatternSyntaxException problem)
    {
        (string line, int cells) = PatternExcerpt.Of(source, problem.Column);
        Console.Error.Write($"pyruse: error: The pattern is malformed: {Printable.Of(problem.Message)}\n  {line}\n  {new string(' ', cells)}^\n");
    }

    public void WriteMatch(in MatchingLine line)
    {
        output.Write(colours.Number(line.Number.ToString(CultureInfo.InvariantCulture) + ":"));
        output.Write(' ');
        WriteText(line);
        output.Write('\n');
        foreach (PatternGroup group in _groups)
        {
            string name = colours.Group(group.Number, NameOf(group));
            output.Write(line.Match.Group(group.Number) is { } value ? $"    {name} = {Quote(value)}\n" : $"    {name} took no part\n");
        }
    }

    public void WriteTimeOut(long number, TimeSpan limit) =>
        output.Write(colours.Number(number.ToString(CultureInfo.InvariantCulture) + ":") + " " + colours.Bad($"took longer than {limit.TotalMilliseconds:0} ms") + "\n");

    public void WriteCounts(in SearchCounts counts)
    {
        Flush();
        string timeOuts = counts.TimeOuts > 0 ? $" {counts.TimeOuts:N0} took too long." : "";
        string interrupted = counts.IsInterrupted ? " Interrupted." : "";
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{counts.Matches:N0} of {counts.Lines:N0} lines match.{timeOuts}{interrupted}"));
    }

    public void Flush() => output.Flush();

    private static string NameOf(PatternGroup group) => group.Name ?? $"({group.Number})";

    private static string Quote(string value) => value.Length <= MaxShown ? $"\"{Printable.Of(value)}\"" : $"\"{Printable.Of(value.AsSpan(0, MaxShown))}…\"";

    private void WriteFact(string name, string fact) => output.Write($"{name,-8} {fact}\n");

    private void WriteText(in MatchingLine line)
    {
        int start = line.Text.Length <= MaxShown ? 0 : Math.Max(0, line.Match.Index - ShownBefore);
        int length = Math.Min(MaxShown, line.Text.Length - start);
        ReadOnlySpan<char> shown = line.Text.AsSpan(start, length);
        if (start > 0)
            output.Write('…');
        if (colours.AreOn)
            WriteMarked(shown, Marks(line.Match, start, length));
        else
            output.Write(Printable.Of(shown));
        if (start + length < line.Text.Length || line.IsCut)
            output.Write('…');
    }

    /// <summary>Says for each character which group took it, inner groups first; 0 is the match alone, -1 not even that.</summary>
    private int[] Marks(PatternMatch match, int start, int length)
    {
        int[] marks = new int[length];
        Array.Fill(marks, -1);
        Mark(0);
        foreach (PatternGroup group in _groups)
            Mark(group.Number);
        return marks;

        void Mark(int number)
        {
            if (match.Span(number) is not var (index, count))
                return;
            int from = Math.Clamp(index - start, 0, length);
            marks.AsSpan(from, Math.Clamp(index + count - start, from, length) - from).Fill(number);
        }
    }

    private void WriteMarked(ReadOnlySpan<char> text, int[] marks)
    {
        for (int from = 0, to; from < text.Length; from = to)
        {
            for (to = from + 1; to < text.Length && marks[to] == marks[from];)
                to++;
            string part = Printable.Of(text[from..to]);
            output.Write(marks[from] switch { < 0 => part, 0 => colours.Match(part), var number => colours.Group(number, part) });
        }
    }
}
