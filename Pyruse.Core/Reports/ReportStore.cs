using System.Net;
using Pyruse.Core.Effects;
using Pyruse.Core.State;

namespace Pyruse.Core.Reports;

/// <summary>Which lines a report takes: those before its end, and those that a wrong clock dated far ahead, so that none waits for years.</summary>
/// <param name="End">The report's end, in microseconds since 1970-01-01 UTC, exclusive.</param>
/// <param name="Future">From when on a date must be wrong, likewise: well after the present.</param>
/// <param name="LastLine">The number of the last line that is there now: what comes later is for the next report.</param>
public readonly record struct ReportCut(long End, long Future, long LastLine)
{
    /// <summary>All lines that there are.</summary>
    public static ReportCut Everything { get; } = new(long.MaxValue, long.MaxValue, long.MaxValue);

    /// <summary>Whether the report takes a line of a time, if it was there.</summary>
    public bool Takes(long time) => time < End || time >= Future;
}

/// <summary>What the next report starts from.</summary>
/// <param name="Begin">Where the report before ended, or when the store was made, in microseconds since 1970-01-01 UTC.</param>
/// <param name="LastLine">The number of the last line that is there now; 0: there is none.</param>
/// <param name="Dropped">How many lines had to be dropped since.</param>
/// <param name="Activity">What was counted since, by slots.</param>
/// <param name="Before">The sums of the reports before, at most seven, newest first.</param>
/// <param name="KnownPatterns">The patterns of the report before, see <see cref="LineGroup"/>, as hashes; null: there is none before.</param>
public sealed record ReportBasis(
    long Begin, long LastLine, long Dropped, IReadOnlyList<ActivityCount> Activity, IReadOnlyList<ReportTotals> Before, IReadOnlySet<long>? KnownPatterns);

/// <summary>A ban as a report mentions it.</summary>
/// <param name="Network">What was banned.</param>
/// <param name="Count">How many times, as far back as bans are remembered.</param>
/// <param name="Chain">The chain that banned it last.</param>
public readonly record struct BanSummary(IPNetwork Network, int Count, string Chain);

/// <summary>A report that is made and kept.</summary>
/// <param name="Begin">What the report started from; if another report was made meanwhile, this one is not kept.</param>
/// <param name="Cut">The lines that it took.</param>
/// <param name="Report">The report.</param>
/// <param name="Patterns">The patterns of all its groups, as hashes.</param>
/// <param name="Mail">The mail that brings it; null: it is sent already.</param>
public sealed record ReportClosing(long Begin, ReportCut Cut, DailyReport Report, IReadOnlyCollection<long> Patterns, EmailEffect? Mail);

/// <summary>Reads what reports are made of, and reports of the past. Safe for use by several threads.</summary>
/// <remarks>Every member throws <see cref="StateStoreException"/> when the store can't be read.</remarks>
public interface IReportReader
{
    /// <summary>Reads what the next report starts from.</summary>
    ReportBasis ReadReportBasis();

    /// <summary>Reads the lines that a report takes, in the order they were added, while they are enumerated.</summary>
    IEnumerable<ReportLine> ReadReportLines(ReportCut cut);

    /// <summary>Reads the bans made from one moment up to, not including, another; a bounded number, those that were banned most often first.</summary>
    IReadOnlyList<BanSummary> ReadBansMade(long from, long to);

    /// <summary>Counts the bans that ended by themselves from one moment up to, not including, another.</summary>
    long CountBansEnded(long from, long to);

    /// <summary>Reads the reports kept of a day, oldest first: usually one, more if one was sent by hand.</summary>
    IReadOnlyList<DailyReport> ReadReports(DateOnly date);
}

/// <summary>Keeps reports. Safe for use by several threads.</summary>
public interface IReportStore : IReportReader
{
    /// <summary>
    /// In one transaction: keeps a report, puts its mail into the outbox, and takes away what the report was made of, so that it is in no other. Reports are kept
    /// for 30 days.
    /// </summary>
    /// <returns>The mail in the outbox; null: there is none.</returns>
    /// <exception cref="StateStoreException">It can't be kept now, or another report was made since its basis was read; nothing is changed.</exception>
    OutboxEntry? CloseReport(ReportClosing closing);
}
