namespace Pyruse.Core.Reports;

/// <summary>When reports are due: once a day at one time of the local clock, on days of 23 and 25 hours too.</summary>
/// <param name="at">The time of day.</param>
/// <param name="zone">The local zone.</param>
public sealed class ReportDays(TimeOnly at, TimeZoneInfo zone)
{
    /// <summary>The first moment after another at which a report is due. Where the clock is set forward over the time of day, it is the moment of that; where it passes twice, the first passing.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset time)
    {
        DateTime local = TimeZoneInfo.ConvertTime(time, zone).Date;
        // The day before too: a change of the zone's rules can move midnight.
        for (int day = -1; ; day++)
        {
            DateTimeOffset due = On(local.AddDays(day));
            if (due > time)
                return due;
        }
    }

    /// <summary>The day that most of the 24 hours up to a moment are in.</summary>
    public DateOnly DayOf(DateTimeOffset end) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(end.AddHours(-12), zone).DateTime);

    private DateTimeOffset On(DateTime day)
    {
        DateTime clock = day + at.ToTimeSpan();
        // As if the zone were UTC; no zone changes its clock twice in two days: its offsets before and after are all that the moment can have.
        var nominal = new DateTimeOffset(clock.Ticks, TimeSpan.Zero);
        DateTimeOffset first = nominal - OffsetAt(nominal.AddDays(-1));
        DateTimeOffset second = nominal - OffsetAt(nominal.AddDays(1));
        if (first > second)
            (first, second) = (second, first);
        if (ClockAt(first) == clock)
            return first;
        return ClockAt(second) == clock ? second : ChangeBetween(first, second);
    }

    /// <summary>Finds, to the second, when the clock is set forward.</summary>
    private DateTimeOffset ChangeBetween(DateTimeOffset before, DateTimeOffset after)
    {
        TimeSpan offset = OffsetAt(before);
        while (after - before > TimeSpan.FromSeconds(1))
        {
            DateTimeOffset middle = before + TimeSpan.FromSeconds(Math.Floor((after - before).TotalSeconds / 2));
            (before, after) = OffsetAt(middle) == offset ? (middle, after) : (before, middle);
        }
        return after;
    }

    private TimeSpan OffsetAt(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone).Offset;

    private DateTime ClockAt(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone).DateTime;
}
