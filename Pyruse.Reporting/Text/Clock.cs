using System.Globalization;
using Pyruse.Core.Reports;

namespace Pyruse.Reporting.Text;

/// <summary>Writes times of a report as short as they are clear.</summary>
/// <remarks>The date is left out where all of the report is within one; the offset is there only when the clock was set within the period.</remarks>
internal sealed class Clock
{
    private readonly DateOnly? _date;
    private readonly bool _offsets;
    private readonly DailyReport _report;

    /// <summary>A clock for a report.</summary>
    public Clock(DailyReport report)
    {
        _report = report;
        DateOnly first = DateOf(report.From);
        DateOnly last = report.To > report.From ? DateOf(report.To.AddTicks(-1)) : first;
        _date = first == last ? first : null;
        _offsets = report.From.Offset != report.To.Offset;
    }

    /// <summary>The period: "00:00 to 24:00 (UTC+01:00)", or with its dates.</summary>
    public string Period()
    {
        bool isDay = _date is not null && _report.From.TimeOfDay == TimeSpan.Zero && _report.To.TimeOfDay == TimeSpan.Zero;
        string from = isDay ? "00:00" : Minute(_report.From);
        string to = isDay ? "24:00" : Minute(_report.To);
        return $"{from}{(_offsets ? $" ({Offset(_report.From)})" : "")} to {to} ({Offset(_report.To)})";
    }

    /// <summary>One time.</summary>
    public string Time(DateTimeOffset time) => Time(time, _date);

    /// <summary>From one time to another, or just one where they are the same.</summary>
    public string Range(DateTimeOffset first, DateTimeOffset last)
    {
        string from = Time(first);
        string to = Time(last, DateOf(first));
        return first == last || from == to ? from : $"{from} to {to}";
    }

    /// <summary>Several times; a date is named where it changes.</summary>
    public string List(IEnumerable<DateTimeOffset> times)
    {
        DateOnly? date = _date;
        List<string> texts = [];
        foreach (DateTimeOffset time in times)
        {
            texts.Add(Time(time, date));
            date = DateOf(time);
        }
        return string.Join(", ", texts);
    }

    /// <summary>An hour: "14:00".</summary>
    public string Hour(DateTimeOffset start) => Format(start, _date is null ? "yyyy-MM-dd HH:mm" : "HH:mm") + (_offsets ? $" {Offset(start)}" : "");

    private string Time(DateTimeOffset time, DateOnly? known) =>
        Format(time, known == DateOf(time) ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss") + (_offsets ? Format(time, "zzz") : "");

    private static string Minute(DateTimeOffset time) => Format(time, time is { Second: 0 } ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss");

    private static string Offset(DateTimeOffset time) => "UTC" + Format(time, "zzz");

    private static string Format(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static DateOnly DateOf(DateTimeOffset time) => DateOnly.FromDateTime(time.DateTime);
}
