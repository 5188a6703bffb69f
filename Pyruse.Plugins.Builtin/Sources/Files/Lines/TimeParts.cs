namespace Pyruse.Plugins.Builtin.Sources.Files.Lines;

/// <summary>The parts of a time as they stand in a log.</summary>
internal struct TimeParts
{
    public int Year;
    public int Month;
    public int Day;
    public int DayOfYear;
    public int Hour;
    public int Minute;
    public int Second;
    public int Microsecond;
    public bool HasYear;
    public bool HasHalf;
    public bool IsAfternoon;

    /// <summary>The offset from UTC; null: the log tells none.</summary>
    public int? OffsetMinutes;

    /// <summary>Seconds since 1970-01-01 UTC, in place of all other parts but the fraction.</summary>
    public long? Epoch;

    public void Set(int year, int month, int day, int hour, int minute, int second)
    {
        (Year, Month, Day, Hour, Minute, Second) = (year, month, day, hour, minute, second);
        HasYear = true;
    }

    /// <summary>Makes a time of the parts. A time without a year is the last one that was not more than a day after the reference.</summary>
    /// <param name="zone">The zone of times that tell none.</param>
    /// <param name="reference">About when the log was written, in microseconds since 1970-01-01 UTC.</param>
    /// <param name="time">The time, likewise.</param>
    /// <returns>False when there is no such time.</returns>
    public readonly bool TryCombine(TimeZoneInfo zone, long reference, out long time)
    {
        if (Epoch is { } epoch)
        {
            time = (epoch * 1_000_000) + Microsecond;
            return true;
        }
        if (HasYear)
            return TryCombine(Year, zone, out time);
        const long Ahead = 86_400_000_000;
        int year = EntryTime.ToLocal(reference, zone).Year;
        // The 29th of February has a year only where that has such a day.
        for (int candidate = Math.Min(year + 1, 9999); candidate >= Math.Max(1, year - 8); candidate--)
        {
            if (TryCombine(candidate, zone, out time) && time <= reference + Ahead)
                return true;
        }
        time = 0;
        return false;
    }

    private readonly bool TryCombine(int year, TimeZoneInfo zone, out long time)
    {
        time = 0;
        int hour = HasHalf ? (Hour % 12) + (IsAfternoon ? 12 : 0) : Hour;
        // 60 is a leap second; it counts as the one before.
        if (year is < 1970 or > 9998 || hour > 23 || Minute > 59 || Second > 60 || (HasHalf && Hour is 0 or > 12))
            return false;
        bool isDay = DayOfYear > 0 ? DayOfYear <= (DateTime.IsLeapYear(year) ? 366 : 365) : Month is >= 1 and <= 12 && Day >= 1 && Day <= DateTime.DaysInMonth(year, Month);
        if (!isDay)
            return false;
        DateTime date = DayOfYear > 0 ? new DateTime(year, 1, 1).AddDays(DayOfYear - 1) : new DateTime(year, Month, Day);
        DateTime local = date.Add(new TimeSpan(0, hour, Minute, Math.Min(Second, 59), 0, Microsecond));
        TimeSpan offset = OffsetMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : zone.GetUtcOffset(local);
        time = ((local.Ticks - offset.Ticks) - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return time >= 0;
    }
}
