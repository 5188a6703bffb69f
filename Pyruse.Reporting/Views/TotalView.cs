using System.Globalization;
using Pyruse.Core.Reports;
using Pyruse.Reporting.Text;

namespace Pyruse.Reporting.Views;

/// <summary>A sum over the period.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Count">The sum.</param>
/// <param name="Change">The change against the mean: "+12 %", "−3", "±0"; empty: there is no mean.</param>
/// <param name="Mean">The mean; empty: there is none.</param>
/// <param name="Alarm">Whether it should be none.</param>
internal sealed record TotalView(string Name, string Count, string Change, string Mean, bool Alarm)
{
    /// <summary>A mean below this is too small for a change in percent to say anything.</summary>
    private const long LeastForPercent = 20;

    /// <summary>All sums of a report.</summary>
    public static IReadOnlyList<TotalView> Of(DailyReport report)
    {
        ReportTotals sums = report.Totals;
        ReportTotals? means = report.Mean?.Totals;
        return
        [
            Of("Log entries", sums.Entries, means?.Entries),
            Of("To be checked", sums.Warn, means?.Warn) with { Alarm = sums.Warn > 0 },
            Of("Of interest", sums.Info, means?.Info),
            Of("All the rest", sums.Other, means?.Other),
            Of("Bans made", sums.Bans, means?.Bans),
            Of("Bans ended", sums.Lifted, means?.Lifted),
            Of("Mails sent", sums.Mails, means?.Mails),
            Of("Failed steps", sums.Failures, means?.Failures) with { Alarm = sums.Failures > 0 },
        ];
    }

    /// <summary>What the changes are against.</summary>
    public static string Comparison(ReportMean? mean) => mean switch
    {
        null => "This is the first report: there is nothing to compare it with.",
        { Days: 1 } => "Changes are against the report before.",
        _ => $"Changes are against the mean of the {mean.Days} reports before.",
    };

    /// <summary>The change of a number against its mean: in percent where the mean is large enough.</summary>
    internal static string ChangeOf(long sum, long mean)
    {
        if (mean < LeastForPercent)
            return Signed(sum - mean);
        return Signed((long)Math.Round((sum - (double)mean) / mean * 100, MidpointRounding.AwayFromZero)) + "\u00A0%";
    }

    private static TotalView Of(string name, long sum, long? mean) => new(
        name, Wording.Number(sum), mean is { } usual ? ChangeOf(sum, usual) : "", mean is { } known ? Wording.Number(known) : "", Alarm: false);

    private static string Signed(long number) => number.ToString("+#,0;−#,0;±0", CultureInfo.InvariantCulture);
}
