namespace Pyruse.Core.Patterns;

/// <summary>The bounds within which a <see cref="LogPattern"/> looks at hostile text.</summary>
public sealed record LogPatternOptions
{
    /// <summary>The defaults.</summary>
    public static LogPatternOptions Default { get; } = new();

    /// <summary>How long a pattern may look at one text before that is an error; 100 ms unless set.</summary>
    public TimeSpan MatchTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long a pattern that can run in linear time may first try the backtracking engine, which is faster on ordinary text;
    /// 20 ms unless set. Zero: it runs in linear time from the first text on.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How many UTF-16 characters of a text are seen, the rest being cut off; 65,536 unless set.</summary>
    public int MaxTextLength { get; init; } = 65_536;
}
