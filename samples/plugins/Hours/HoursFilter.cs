using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Hours;

/// <summary>Passes entries of certain hours and days of the week, such as those of the night.</summary>
/// <remarks>The time is the entry's own, on the clock of a zone: on days when clocks are changed, an hour that comes twice counts twice.</remarks>
[Filter("hours")]
public sealed class HoursFilter : IFilter
{
    private readonly TimeOnly _from;
    private readonly TimeOnly _to;
    private readonly DayOfWeek[] _days;
    private readonly TimeZoneInfo _zone;

    /// <summary>Makes the filter.</summary>
    /// <param name="from">When the hours begin, such as <c>"22:00"</c>.</param>
    /// <param name="to">When they end, exclusive; if that is not after the beginning, they go on past midnight. Default: midnight.</param>
    /// <param name="days">The days on which the hours begin; default: all.</param>
    /// <param name="zone">The time zone, such as <c>"Europe/Berlin"</c>; default: the machine's.</param>
    /// <param name="time">Knows the machine's zone.</param>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    public HoursFilter(TimeOnly from, TimeProvider time, TimeOnly to = default, DayOfWeek[]? days = null, string? zone = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _from = from;
        _to = to;
        _days = days ?? Enum.GetValues<DayOfWeek>();
        if (zone is null)
            _zone = time.LocalTimeZone;
        else if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _zone!))
            throw new ArgumentException($"There is no time zone \"{zone}\"; name one such as \"Europe/Berlin\" or \"UTC\".", nameof(zone));
    }

    /// <inheritdoc/>
    public bool Matches(LogEntry entry)
    {
        DateTimeOffset local = EntryTime.ToLocal(entry.RealtimeMicroseconds, _zone);
        TimeOnly clock = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (_from < _to)
            return clock >= _from && clock < _to && Begins(local.DayOfWeek);
        // Past midnight the hours are those of the day before.
        return clock >= _from ? Begins(local.DayOfWeek) : clock < _to && Begins(local.AddDays(-1).DayOfWeek);
    }

    private bool Begins(DayOfWeek day) => _days.AsSpan().Contains(day);
}
