using System.Text.RegularExpressions;

namespace Pyruse.Core.Patterns;

/// <summary>Runs a pattern on one of two engines, which are made when the first text comes.</summary>
/// <remarks>
/// .NET's backtracking engine is fast on ordinary text and can be driven to exponential time. A pattern that can run in linear time
/// therefore begins with the former on a short allowance; the text that overdraws it is answered by <see cref="LinearMatcher"/>.
/// After three such texts among some ten thousand, that one is kept: hostile text can slow a pattern down a few times, and never make it
/// miss. One is not enough, because the allowance is of the clock's time: on a busy machine another program may have had it.
/// A pattern that repeats what can be empty never sees the former, which misses matches of some and knows no time-out in others.
/// Safe for use by several threads; two that come first together make the same engine twice.
/// </remarks>
internal sealed class PatternEngine(string source, string translated, ParsedPattern parsed, bool isLinear, LogPatternOptions options)
{
    /// <summary>What a text owes that overdraws the allowance; each other text pays one back.</summary>
    private const int Overdraft = 10_000;

    /// <summary>Who owes more gets no allowance any more.</summary>
    private const int MaxDebt = 2 * Overdraft;

    private volatile Regex? _backtracking;
    private volatile LinearMatcher? _linear;

    // Threads that come together may forget some of it, which does no harm.
    private int _debt = isLinear && (parsed.HasEmptyTurns || options.Patience == TimeSpan.Zero) ? int.MaxValue : 0;

    /// <summary>Whether texts have overdrawn the allowance of the backtracking engine so often that it gets none any more.</summary>
    public bool HasTurnedLinear => _debt > MaxDebt;

    /// <exception cref="RegexMatchTimeoutException">The time-out has passed.</exception>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        if (HasTurnedLinear)
            return Linear.Match(text) is not null;
        try
        {
            bool isMatch = Backtracking.IsMatch(text);
            PayBack();
            return isMatch;
        }
        catch (RegexMatchTimeoutException) when (isLinear)
        {
            _debt += Overdraft;
            return Linear.Match(text) is not null;
        }
    }

    /// <summary>Finds the first match: begin and end of each group, -1 for none, group 0 first; null without a match.</summary>
    /// <exception cref="RegexMatchTimeoutException">The time-out has passed.</exception>
    public int[]? Match(string text, int length)
    {
        if (HasTurnedLinear)
            return Linear.Match(text.AsSpan(0, length));
        try
        {
            var match = Backtracking.Match(text, 0, length);
            PayBack();
            return match.Success ? Notes(match) : null;
        }
        catch (RegexMatchTimeoutException) when (isLinear)
        {
            _debt += Overdraft;
            return Linear.Match(text.AsSpan(0, length));
        }
    }

    private Regex Backtracking =>
        _backtracking ??= new Regex(translated, RegexOptions.CultureInvariant, isLinear ? options.Patience : options.MatchTimeout);

    private LinearMatcher Linear => _linear ??= new LinearMatcher(new LinearProgram(parsed.Root, parsed.Groups.Count), source, options.MatchTimeout);

    private void PayBack()
    {
        if (_debt > 0)
            _debt--;
    }

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
