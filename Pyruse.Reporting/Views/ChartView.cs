using Pyruse.Core.Reports;
using Pyruse.Reporting.Text;

namespace Pyruse.Reporting.Views;

/// <summary>How many entries there were in each hour.</summary>
/// <param name="Caption">What the chart shows.</param>
/// <param name="Columns">Its columns, one an hour; several hours in one when the period is long.</param>
/// <param name="HasWarnings">Whether a column is marked.</param>
/// <param name="Lines">The same chart in plain characters, line by line.</param>
internal sealed record ChartView(string Caption, IReadOnlyList<ColumnView> Columns, bool HasWarnings, IReadOnlyList<string> Lines)
{
    private const int MostColumns = 30;
    private const int TickEvery = 3;

    /// <summary>The chart of a report; null: there was no entry in any hour.</summary>
    public static ChartView? Of(DailyReport report, Clock clock)
    {
        if (report.Hours.All(static hour => hour.Entries == 0))
            return null;
        int hoursEach = report.Hours.Count > MostColumns ? (report.Hours.Count + MostColumns - 1) / MostColumns : 1;
        List<ReportHour> hours = [.. report.Hours.Chunk(hoursEach).Select(Sum)];
        ReportHour busiest = hours.MaxBy(static hour => hour.Entries)!;
        List<ColumnView> columns = [.. hours.Select((hour, i) => Column(hour, Tick(hour, i, hoursEach), busiest.Entries, clock))];
        string unit = hoursEach == 1 ? "hour" : $"{hoursEach} hours";
        string peak = $"at most {Wording.Number(busiest.Entries)}, from {clock.Hour(busiest.Start)} on";
        return new ChartView($"Log entries per {unit}: {peak}", columns, columns.Exists(static column => column.Warn), TextChart.Lines(columns, busiest.Entries));
    }

    private static ColumnView Column(ReportHour hour, string tick, long most, Clock clock)
    {
        int height = hour.Entries == 0 ? 0 : (int)Math.Max(1, hour.Entries * 100 / most);
        List<string> counts = [hour.Entries == 1 ? "1 entry" : $"{Wording.Number(hour.Entries)} entries"];
        Add(hour.Warn, "to be checked");
        Add(hour.Info, "of interest");
        Add(hour.Other, "other");
        return new ColumnView($"{clock.Hour(hour.Start)}: {string.Join(", ", counts)}", tick, height, hour.Warn > 0);

        void Add(long count, string what)
        {
            if (count > 0)
                counts.Add($"{Wording.Number(count)} {what}");
        }
    }

    private static string Tick(ReportHour hour, int index, int hoursEach) =>
        (hoursEach == 1 ? hour.Start.Hour : index) % TickEvery == 0 ? $"{hour.Start.Hour:00}" : "";

    private static ReportHour Sum(ReportHour[] hours) => new(
        hours[0].Start, hours.Sum(static hour => hour.Entries), hours.Sum(static hour => hour.Warn), hours.Sum(static hour => hour.Info), hours.Sum(static hour => hour.Other));
}

/// <summary>A column of the chart.</summary>
/// <param name="Title">All its numbers: "14:00: 1,234 entries, 3 to be checked".</param>
/// <param name="Tick">The hour to print under it: "15"; mostly empty.</param>
/// <param name="Height">Its height in percent of the highest one.</param>
/// <param name="Warn">Whether something in it should be checked.</param>
internal sealed record ColumnView(string Title, string Tick, int Height, bool Warn);
