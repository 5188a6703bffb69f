using Pyruse.Core.Effects;
using Pyruse.Core.Reports;

namespace Pyruse.Reporting;

/// <summary>A report with something in every part, to try templates on.</summary>
internal static class ExampleReport
{
    private static readonly DateTimeOffset Midnight = new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);

    private static readonly ReportTotals Sums = new(100, 2, 2, 4, 2, 1, 1, 1);

    /// <summary>The report.</summary>
    public static DailyReport Report { get; } = new()
    {
        Date = new DateOnly(2026, 1, 31),
        From = Midnight,
        To = Midnight.AddDays(1),
        Host = "host",
        Warn = Messages("A message to be checked"),
        Info = Messages("A message of interest"),
        Other = [.. Enumerable.Range(0, 4).Select(static hour => new ReportOther(Midnight.AddHours(hour), $"Line {hour}"))],
        Groups = [new LineGroup("Line <n>", 4, Midnight, Midnight.AddHours(3), "Line 0", New: true, "[[chain]]\nname = \"Not worth a line\"\n")],
        Totals = Sums,
        Mean = new ReportMean(7, Sums),
        Hours = [.. Enumerable.Range(0, 24).Select(static hour => new ReportHour(Midnight.AddHours(hour), hour, hour % 2, 0, 0))],
        Addresses = [.. Enumerable.Range(1, 12).Select(static n => new BannedAddress($"192.0.2.{n}", "192.0.2.0/24", n, ["A chain"]))],
        Networks = [new BannedNetwork("192.0.2.0/24", 12)],
        FailedSteps = [.. Enumerable.Range(1, 12).Select(static step => new FailedStep("A chain", step, 1))],
        LeftOut = new ReportLeftOut(1, 1, 1, 1),
    };

    private static IReadOnlyList<ReportMessage> Messages(string text) =>
        [new ReportMessage(text, [new ReportParagraph(ReportDetails.All, 2, [Midnight, Midnight.AddHours(1)]), new ReportParagraph(ReportDetails.None, 1, [Midnight])])];
}
