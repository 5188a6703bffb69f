using System.Text.RegularExpressions;

namespace Pyruse.Core.Patterns;

/// <summary>Runs a pattern on one of two engines, which are made when the first text comes.</summary>
/// <remarks>
/// .NET's backtracking engine is fast on ordinary text and can be driven to exponential time. A pattern that can run in linear time
/// therefore begins with the former on a short allowance; the text that overdraws it is answered by <see cref="LinearMatcher"/>,
/// which is kept from then on: hostile text can slow a pattern down once, and never make it miss. A pattern that repeats what can be
/// empty never sees the former, which misses matches of some and knows no time-out in others.
/// Safe for use by several threads; two that come first together make the same engine twice.
/// </remarks>
internal sealed class PatternEngine(string source, string translated, ParsedPattern parsed, bool isLinear, LogPatternOptions options)
{
    private volatile Regex? _backtracking;
    private volatile LinearMatcher? _linear;

    /// <summary>Whether a text has overdrawn the allowance of the backtracking engine.</summary>
    public bool HasTurnedLinear => _linear is not null;

    /// <exception cref="RegexMatchTimeoutException">The time-out has passed.</exception>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        if (Linear is { } linear)
            return linear.Match(text) is not null;
        try
        {
            return Backtracking.IsMatch(text);
        }
        catch (RegexMatchTimeoutException) when (isLinear)
        {
            return MakeLinear().Match(text) is not null;
        }
    }

    /// <summary>Finds the first match: begin and end of each group, -1 for none, group 0 first; null without a match.</summary>
    /// <exception cref="RegexMatchTimeoutException">The time-out has passed.</exception>
    public int[]? Match(string text, int length)
    {
        if (Linear is { } linear)
            return linear.Match(text.AsSpan(0, length));
        try
        {
            var match = Backtracking.Match(text, 0, length);
            return match.Success ? Notes(match) : null;
        }
        catch (RegexMatchTimeoutException) when (isLinear)
        {
            return MakeLinear().Match(text.AsSpan(0, length));
        }
    }

    private LinearMatcher? Linear => _linear ?? (isLinear && (parsed.HasEmptyTurns || options.Patience == TimeSpan.Zero) ? MakeLinear() : null);

    private Regex Backtracking =>
        _backtracking ??= new Regex(translated, RegexOptions.CultureInvariant, isLinear ? options.Patience : options.MatchTimeout);

    private LinearMatcher MakeLinear() =>
        _linear = new LinearMatcher(new LinearProgram(parsed.Root, parsed.Groups.Count), source, options.MatchTimeout);

    private static int[] Notes(Match match)
    {
        var notes = new int[2 * match.Groups.Count];
        for (var number = 0; number < match.Groups.Count; number++)
        {
            var group = match.Groups[number];
            (notes[2 * number], notes[(2 * number) + 1]) = group.Success ? (group.Index, group.Index + group.Length) : (-1, -1);
        }

        return notes;
    }
}
