namespace Pyruse.Core.Bans;

/// <summary>How long bans last: always the same, or longer each time an address is banned again.</summary>
public sealed class BanDurations
{
    /// <summary>The end of a ban that has none, as a length.</summary>
    private static readonly TimeSpan ForEverLength = TimeSpan.MaxValue;

    private readonly TimeSpan[] _lengths;

    /// <summary>Makes durations.</summary>
    /// <param name="durations">Each longer than the one before; zero, for ever, can only be the last. Cut to whole seconds, at least one.</param>
    /// <exception cref="ArgumentException">There are none, or they do not grow; the message is a sentence.</exception>
    public BanDurations(params IReadOnlyList<TimeSpan> durations)
    {
        ArgumentNullException.ThrowIfNull(durations);
        if (durations.Count == 0)
            throw new ArgumentException("The list of durations is empty; give at least one, or leave it out to ban for ever.");
        _lengths = [.. durations.Select(static duration => duration == TimeSpan.Zero ? ForEverLength : TimeSpan.FromSeconds(Math.Max(1, (long)duration.TotalSeconds)))];
        for (int i = 1; i < _lengths.Length; i++)
        {
            if (_lengths[i] <= _lengths[i - 1])
            {
                throw new ArgumentException(
                    $"The durations do not grow: number {i + 1} is not longer than the one before it. Write them from short to long, such as [600, 3600, 86400, 0]; 0 is for ever and comes last.");
            }
        }
    }

    /// <summary>For ever.</summary>
    public static BanDurations ForEver { get; } = new(TimeSpan.Zero);

    /// <summary>Whether bans become longer when an address is banned again.</summary>
    public bool Grow => _lengths.Length > 1;

    /// <summary>How long a first ban lasts; null: for ever.</summary>
    public TimeSpan? First => Length(_lengths[0]);

    /// <summary>How long a ban lasts after an earlier one of the same address in the same set.</summary>
    /// <remarks>
    /// The next longer one, if the earlier ban has ended less than <paramref name="remember"/> ago. While the earlier one still runs, its length stays: entries that
    /// were on their way when the address was banned are the same attack, not the next.
    /// </remarks>
    /// <param name="since">When the earlier ban began, in microseconds since 1970-01-01 UTC.</param>
    /// <param name="until">When it ends or ended; <see cref="long.MaxValue"/>: never.</param>
    /// <param name="now">When the new ban begins.</param>
    /// <param name="remember">How long a ban that has ended still counts.</param>
    /// <returns>Null: for ever.</returns>
    public TimeSpan? After(long since, long until, long now, TimeSpan remember)
    {
        if (until != long.MaxValue && now >= until && now - until >= Entries.EntryTime.ToMicroseconds(remember))
            return First;
        TimeSpan earlier = until == long.MaxValue ? ForEverLength : TimeSpan.FromMicroseconds(until - since);
        foreach (TimeSpan length in _lengths)
        {
            if (length > earlier || (length == earlier && now < until))
                return Length(length);
        }
        return Length(_lengths[^1]);
    }

    private static TimeSpan? Length(TimeSpan length) => length == ForEverLength ? null : length;
}
