namespace Pyruse.Core.Entries;

/// <summary>Times as the journal keeps them: microseconds since 1970-01-01 UTC.</summary>
public static class EntryTime
{
    /// <summary>The last moment that .NET can express, in microseconds; what is beyond is cut to it.</summary>
    private static readonly long MaxMicroseconds = ToMicroseconds(DateTimeOffset.MaxValue);

    /// <summary>Converts to microseconds.</summary>
    public static long ToMicroseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Converts a length of time to microseconds.</summary>
    public static long ToMicroseconds(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Converts from microseconds, in UTC.</summary>
    public static DateTimeOffset ToUtc(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(microseconds, 0, MaxMicroseconds) * TimeSpan.TicksPerMicrosecond);

    /// <summary>Converts from microseconds, in the given zone.</summary>
    public static DateTimeOffset ToLocal(long microseconds, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(ToUtc(microseconds), zone);

    /// <summary>The end of a window that begins at a moment; <see cref="long.MaxValue"/>, that is never, when there is no length or the sum overflows.</summary>
    public static long End(long begin, TimeSpan? length) =>
        length is { } span && ToMicroseconds(span) <= long.MaxValue - begin ? begin + ToMicroseconds(span) : long.MaxValue;
}
