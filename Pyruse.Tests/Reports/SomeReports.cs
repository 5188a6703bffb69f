using Pyruse.Core.Effects;
using Pyruse.Core.Reports;

namespace Pyruse.Tests.Reports;

/// <summary>Reports, made shortly.</summary>
internal static class SomeReports
{
    public static readonly TimeSpan Winter = TimeSpan.FromHours(1), Summer = TimeSpan.FromHours(2);

    public static readonly DateTimeOffset Midnight = new(2026, 11, 20, 0, 0, 0, Winter);

    /// <summary>A day on which nothing happened, the first one.</summary>
    public static DailyReport Quiet { get; } = Day(Midnight, Midnight.AddDays(1));

    public static DailyReport Day(DateTimeOffset from, DateTimeOffset to) => new()
    {
        Date = DateOnly.FromDateTime(from.DateTime),
        From = from,
        To = to,
        Host = "gate.example.org",
        Hours = [.. Enumerable.Range(0, (int)(to - from).TotalHours).Select(hour => new ReportHour(LocalHour(from, to, hour), 0, 0, 0, 0))],
    };

    public static DateTimeOffset At(int hour, int minute = 0, int second = 0) => Midnight.Add(new TimeSpan(hour, minute, second));

    public static ReportMessage Message(string text, ReportDetails details = ReportDetails.All, params DateTimeOffset[] times) =>
        new(text, [Paragraph(details, times.Length == 0 ? [At(3)] : times)]);

    public static ReportParagraph Paragraph(ReportDetails details, params DateTimeOffset[] times) => new(details, times.Length, times);

    public static LineGroup Group(string pattern, long count, string? sample = null, bool isNew = false, string? filter = null) =>
        new(pattern, count, At(1), count > 1 ? At(22, 30) : At(1), sample ?? pattern, isNew, filter);

    /// <summary>So many lines of so many shapes, as hostile a log as a report has to bear.</summary>
    public static DailyReport Flood(int lines, int shapes)
    {
        string[] names = [.. Enumerable.Range(0, shapes).Select(static n => $"service-{n:0000}")];
        var other = new ReportOther[lines];
        for (int i = 0; i < lines; i++)
            other[i] = new ReportOther(Midnight.AddMilliseconds(i * 800L), $"{names[i % shapes]}: \"request\" {i} from 2001:db8::{i % 65536:x} took {i % 977} ms & was <refused>: {new string('x', 120)}");
        int each = lines / shapes;
        return Quiet with
        {
            Other = other,
            Groups = [.. names.Select((name, i) => new LineGroup(
                $"{name}: \"request\" <n> from <ip> took <n> ms & was <refused>: {new string('x', 120)}", each, other[i].Time, other[^1].Time, other[i].Message, i % 10 == 0, Filter(name, "^request")))],
            Warn = [.. names.Select(name => Message($"{name} is <b>down</b>: {new string('y', 400)}", ReportDetails.All, [.. Enumerable.Range(0, 20).Select(static n => At(n))]))],
            Totals = new ReportTotals(Entries: lines * 3L, Warn: shapes * 20L, Other: lines),
            Mean = new ReportMean(7, new ReportTotals(Entries: lines)),
        };
    }

    public static string Filter(string identifier, string pattern) => $$"""
        [[chain]]
        name = "{{identifier}}: not worth a line"
        steps = [
          { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "{{identifier}}" },
          { filter = "pcre", field = "MESSAGE", re = '{{pattern}}' },
          { action = "noop" },
        ]

        """;

    /// <summary>The hour as the zone's clock shows it: the change of the clock is at 01:00 UTC, as in all of Europe.</summary>
    private static DateTimeOffset LocalHour(DateTimeOffset from, DateTimeOffset to, int hour)
    {
        DateTimeOffset utc = from.AddHours(hour).ToUniversalTime();
        return utc.ToOffset(utc.Hour >= 1 && utc.Date == to.Date.AddDays(-1) ? to.Offset : from.Offset);
    }
}
