using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Reports;

/// <summary>Counts by the hours of the local clock between two moments. What is outside counts for the first or the last hour.</summary>
internal sealed class HourTable
{
    private const long Hour = 3_600_000_000;

    /// <summary>A report that makes up for more than this has a chart of the hours in which something happened, of the last ones.</summary>
    private const int MaxHours = 49;

    private readonly TimeZoneInfo _zone;
    private readonly long _start;
    private readonly Counts[] _hours;

    public HourTable(long from, long to, IReadOnlyList<ActivityCount> activity, TimeZoneInfo zone)
    {
        _zone = zone;
        if (to - from > MaxHours * Hour && activity.Count > 0)
        {
            to = Math.Min(to, activity.Max(static count => count.Start) + ActivityCount.SlotLength);
            from = Math.Max(Math.Max(from, activity.Min(static count => count.Start)), to - (MaxHours * Hour));
        }
        // The clock's full hour, by the offset that is valid then: hours are as long as ever when clocks are changed.
        _start = from - EntryTime.ToMicroseconds(TimeSpan.FromTicks(EntryTime.ToLocal(from, zone).Ticks % TimeSpan.TicksPerHour));
        _hours = new Counts[Math.Clamp((to - _start + Hour - 1) / Hour, 1, MaxHours + 1)];
    }

    public void Add(ReportLine line)
    {
        ref Counts hour = ref HourOf(line.Time);
        _ = line.Level switch
        {
            ReportLevel.Warn => hour.Warn++,
            ReportLevel.Info => hour.Info++,
            _ => hour.Other++,
        };
    }

    public void Add(IEnumerable<ActivityCount> activity)
    {
        foreach (ActivityCount count in activity)
        {
            if (count.Kind == ActivityKind.Entry)
                HourOf(count.Start).Entries += count.Count;
        }
    }

    public IReadOnlyList<ReportHour> Hours() =>
    [
        .. _hours.Select((hour, index) => new ReportHour(
            EntryTime.ToLocal(_start + (index * Hour), _zone), hour.Entries, hour.Warn, hour.Info, hour.Other)),
    ];

    private ref Counts HourOf(long time) => ref _hours[Math.Clamp((time - _start) / Hour, 0, _hours.Length - 1)];

    private struct Counts
    {
        public long Entries;
        public long Warn;
        public long Info;
        public long Other;
    }
}
