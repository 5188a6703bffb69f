using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Reports;

/// <summary>How much a report holds at most, so that neither memory nor the store grows with hostile logs.</summary>
public sealed record ReportLimits
{
    /// <summary>Messages of WARN and of INFO, each. Default: 10,000.</summary>
    public int Messages { get; init; } = 10_000;

    /// <summary>Times of one message, for each kind of details. Default: 10,000.</summary>
    public int Times { get; init; } = 10_000;

    /// <summary>Lines of OTHER. Default: 50,000.</summary>
    public int OtherLines { get; init; } = 50_000;

    /// <summary>Groups of like lines. Default: 10,000.</summary>
    public int Groups { get; init; } = 10_000;

    /// <summary>Everything that the store holds: for a report that is shown, not kept.</summary>
    public static ReportLimits None { get; } = new() { Messages = int.MaxValue, Times = int.MaxValue, OtherLines = int.MaxValue, Groups = int.MaxValue };
}

/// <summary>Makes reports of what a store has collected. Safe for use by several threads.</summary>
/// <param name="zone">The zone in which times are written.</param>
/// <param name="host">The name of the machine.</param>
public sealed class ReportBuilder(TimeZoneInfo zone, string host)
{
    /// <summary>Clocks of other machines may be ahead by so much; their lines are taken when their time has come.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    private const int TopAddresses = 10;
    private const int TopNetworks = 5;
    private const int TopSteps = 10;
    private const int NetworkLength4 = 24;
    private const int NetworkLength6 = 48;

    /// <summary>Makes a report, ready to be shown, or to be closed.</summary>
    /// <param name="store">What was collected.</param>
    /// <param name="end">The report's end.</param>
    /// <param name="now">The present.</param>
    /// <param name="date">The day it is of.</param>
    /// <param name="limits">How much it holds at most.</param>
    /// <exception cref="StateStoreException">The store can't be read.</exception>
    public ReportClosing Build(IReportReader store, DateTimeOffset end, DateTimeOffset now, DateOnly date, ReportLimits limits)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(limits);
        ReportBasis basis = store.ReadReportBasis();
        long to = EntryTime.ToMicroseconds(end);
        List<ActivityCount> activity = [.. basis.Activity.Where(count => count.Start < to)];
        long from = BeginOf(basis, activity, to);
        var cut = new ReportCut(to, Math.Max(to, EntryTime.ToMicroseconds(now + Slack)), basis.LastLine);
        var hours = new HourTable(from, to, activity, zone);
        var warn = new MessageTable(zone, limits);
        var info = new MessageTable(zone, limits);
        var other = new OtherTable(zone, limits, basis.KnownPatterns);
        foreach (ReportLine line in store.ReadReportLines(cut))
        {
            hours.Add(line);
            if (line.Level == ReportLevel.Other)
                other.Add(line);
            else
                (line.Level == ReportLevel.Warn ? warn : info).Add(line);
        }
        hours.Add(activity);
        IReadOnlyList<BanSummary> bans = store.ReadBansMade(from, to);
        var report = new DailyReport
        {
            Date = date,
            From = EntryTime.ToLocal(from, zone),
            To = EntryTime.ToLocal(to, zone),
            Host = host,
            Warn = warn.Messages(),
            Info = info.Messages(),
            Other = other.Lines(),
            Groups = other.Groups(),
            Totals = new(
                Sum(activity, ActivityKind.Entry), warn.Count, info.Count, other.Count, Sum(activity, ActivityKind.Ban),
                store.CountBansEnded(from, to) + Sum(activity, ActivityKind.Lifted), Sum(activity, ActivityKind.Mail), Sum(activity, ActivityKind.Failure)),
            Mean = Mean(basis.Before),
            Hours = hours.Hours(),
            Addresses = Addresses(bans),
            Networks = Networks(bans),
            FailedSteps = FailedSteps(activity),
            LeftOut = new(basis.Dropped, warn.LeftOut + info.LeftOut, other.LeftOutLines, other.LeftOutGroups),
        };
        return new(basis.Begin, cut, report, other.Hashes, Mail: null);
    }

    /// <summary>A clock that was set back may have left a beginning in the future; the first report begins with the history that was read before all else.</summary>
    private static long BeginOf(ReportBasis basis, List<ActivityCount> activity, long end)
    {
        long begin = Math.Min(basis.Begin, end);
        return basis.Before.Count == 0 && activity.Count > 0 ? Math.Min(begin, activity.Min(static count => count.Start)) : begin;
    }

    private static long Sum(List<ActivityCount> activity, ActivityKind kind) => activity.Where(count => count.Kind == kind).Sum(static count => count.Count);

    private static ReportMean? Mean(IReadOnlyList<ReportTotals> before)
    {
        if (before.Count == 0)
            return null;
        long Of(Func<ReportTotals, long> one) => (long)Math.Round(before.Average(totals => (double)one(totals)));
        return new(before.Count, new(
            Of(static t => t.Entries), Of(static t => t.Warn), Of(static t => t.Info), Of(static t => t.Other),
            Of(static t => t.Bans), Of(static t => t.Lifted), Of(static t => t.Mails), Of(static t => t.Failures)));
    }

    /// <summary>An address may be banned in several sets: it is named once.</summary>
    private static List<BannedAddress> Addresses(IReadOnlyList<BanSummary> bans) =>
    [
        .. bans.GroupBy(static ban => ban.Network)
            .Select(static same => new BannedAddress(
                Bans.BanNetwork.Format(same.Key), Bans.BanNetwork.Format(Around(same.Key)), same.Sum(static ban => (long)ban.Count),
                [.. same.Select(static ban => ban.Chain).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))
            .OrderByDescending(static banned => banned.Count).ThenBy(static banned => banned.Address, StringComparer.Ordinal).Take(TopAddresses),
    ];

    private static List<BannedNetwork> Networks(IReadOnlyList<BanSummary> bans) =>
    [
        .. bans.Select(static ban => ban.Network).Distinct().GroupBy(Around).Where(static same => same.Count() > 1)
            .Select(static same => new BannedNetwork(Bans.BanNetwork.Format(same.Key), same.Count()))
            .OrderByDescending(static banned => banned.Addresses).ThenBy(static banned => banned.Network, StringComparer.Ordinal).Take(TopNetworks),
    ];

    private static System.Net.IPNetwork Around(System.Net.IPNetwork network)
    {
        int length = network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? NetworkLength4 : NetworkLength6;
        return network.PrefixLength <= length ? network : Bans.BanNetwork.Around(network.BaseAddress, length);
    }

    private static List<FailedStep> FailedSteps(List<ActivityCount> activity) =>
    [
        .. activity.Where(static count => count.Kind == ActivityKind.Failure).GroupBy(static count => count.Name, StringComparer.Ordinal)
            .Select(static same =>
            {
                (string chain, int step) = ActivityCount.StepOf(same.Key);
                return new FailedStep(chain, step + 1, same.Sum(static count => count.Count));
            })
            .OrderByDescending(static step => step.Count).ThenBy(static step => step.Chain, StringComparer.Ordinal).Take(TopSteps),
    ];
}
