using System.Globalization;
using System.Reflection;
using Pyruse.Core.Reports;
using Pyruse.Reporting.Text;

namespace Pyruse.Reporting.Views;

/// <summary>Turns a report into what templates see.</summary>
internal static class ReportViewBuilder
{
    private const int MostChains = 3;

    private static readonly string Version = typeof(ReportViewBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>The view of a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="limits">How much is shown.</param>
    /// <param name="text">Makes texts harmless.</param>
    public static ReportView Build(DailyReport report, FormLimits limits, VisibleText text)
    {
        var clock = new Clock(report);
        var context = new ViewContext(report, limits, text, clock);
        return new ReportView
        {
            Host = context.Name(report.Host),
            Date = report.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Day = report.Date.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture),
            Period = clock.Period(),
            Verdict = Verdict(report),
            Alarm = report.Totals.Warn > 0 || report.Warn.Count > 0 || report.FailedSteps.Count > 0 || report.LeftOut.Dropped > 0,
            Notices = [.. Notices(report.LeftOut)],
            Totals = TotalView.Of(report),
            Comparison = TotalView.Comparison(report.Mean),
            Chart = ChartView.Of(report, clock),
            Addresses = [.. report.Addresses.Take(limits.Rows).Select(address => Address(address, context))],
            MoreAddresses = More(report.Addresses.Count, limits.Rows),
            Networks = [.. report.Networks.Take(limits.Rows).Select(network => new NetworkView(context.Name(network.Network), Wording.Number(network.Addresses)))],
            FailedSteps = [.. report.FailedSteps.Take(limits.Rows).Select(step => new FailedStepView(context.Name(step.Chain), Wording.Number(step.Step), Wording.Counted(step.Count, "time")))],
            MoreFailedSteps = More(report.FailedSteps.Count, limits.Rows),
            Warn = MessagesView.Of(report.Warn, context),
            Info = MessagesView.Of(report.Info, context),
            Other = OtherView.Of(context),
            Command = context.Command,
            Version = Version,
        };
    }

    private static string Verdict(DailyReport report)
    {
        List<string> parts = [];
        if (report.Warn.Count > 0)
            parts.Add($"{Wording.Counted(report.Warn.Count, "message")} should be checked");
        else if (report.Totals.Warn > 0)
            parts.Add($"{Wording.Counted(report.Totals.Warn, "line")} should be checked");
        if (report.FailedSteps.Count > 0)
            parts.Add($"{Wording.Counted(report.FailedSteps.Count, "step")} of the configuration failed");
        if (report.LeftOut.Dropped > 0)
            parts.Add($"{Wording.Counted(report.LeftOut.Dropped, "line")} got lost");
        return parts.Count == 0 ? "Nothing to check" : Wording.Joined(parts);
    }

    private static IEnumerable<string> Notices(ReportLeftOut leftOut)
    {
        if (leftOut.Dropped > 0)
            yield return $"{Wording.Counted(leftOut.Dropped, "line")} had to be dropped, because more came than Pyruse keeps for one report. They are counted, and nothing more is known of them.";
        if (leftOut.Messages > 0)
            yield return $"{Wording.Counted(leftOut.Messages, "message")} to be checked or of interest had no room in the report. They are counted.";
    }

    private static AddressView Address(BannedAddress address, ViewContext context) => new(
        context.Name(address.Address),
        address.Network == address.Address ? "" : context.Name(address.Network),
        Wording.Number(address.Count),
        string.Join(", ", address.Chains.Take(MostChains).Select(context.Name)) + (address.Chains.Count > MostChains ? $", {More(address.Chains.Count, MostChains)}" : ""));

    private static string More(int count, int shown) => count > shown ? $"… {Wording.Number(count - shown)} more" : "";
}
