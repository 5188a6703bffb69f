using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Reports;
using Pyruse.Core.State;

namespace Pyruse.State;

/// <summary>Reads what reports are made of, and the reports that are kept.</summary>
/// <remarks>Within the lock and the error handling of <see cref="StateQueries"/>.</remarks>
internal sealed class ReportQueries(SqliteConnection connection) : IDisposable
{
    private const int Page = 1000;
    private const int MeanOf = 7;
    private const int MaxBans = 100_000;

    private readonly Statement _statistic = new(connection, "SELECT value FROM statistic WHERE name = $name", "$name");
    private readonly Statement _lastLine = new(connection, "SELECT max(id) FROM report_line");
    private readonly Statement _activity = new(connection, "SELECT slot, kind, name, count FROM activity ORDER BY slot, kind, name");
    private readonly Statement _totals = new(connection, "SELECT totals FROM report ORDER BY id DESC LIMIT $limit", "$limit");
    private readonly Statement _patterns = new(connection, "SELECT patterns FROM report ORDER BY id DESC LIMIT 1");
    private readonly Statement _reports = new(connection, "SELECT content FROM report WHERE date = $date ORDER BY id", "$date");

    private readonly Statement _lines = new(
        connection,
        """
        SELECT id, time, level, message, details, identifier, entry_message FROM report_line
        WHERE id > $after AND id <= $last AND (time < $end OR time >= $future) ORDER BY id LIMIT $limit
        """,
        "$after", "$last", "$end", "$future", "$limit");

    private readonly Statement _bansMade = new(
        connection, "SELECT address, count, chain FROM ban WHERE since >= $from AND since < $to ORDER BY count DESC, id LIMIT $limit", "$from", "$to", "$limit");

    private readonly Statement _bansEnded = new(connection, "SELECT count(*) FROM ban WHERE until >= $from AND until < $to", "$from", "$to");

    public long Dropped => _statistic.Number(ReportNames.Dropped);

    public ReportBasis ReadBasis() => new(
        _statistic.Number(ReportNames.Begin), _lastLine.Number(), Dropped,
        _activity.Read().Rows(static row => new ActivityCount(row.GetInt64(0), (ActivityKind)row.GetInt32(1), row.Text(2), row.GetInt64(3))),
        _totals.Read(MeanOf).Rows(static row => ReportJson.ReadTotals(row.Text(0))),
        _patterns.Read().Rows(static row => MemoryMarshal.Cast<byte, long>(row.GetFieldValue<byte[]>(0)).ToArray()) is [var patterns] ? patterns.ToHashSet() : null);

    /// <summary>Reads a page of lines behind the line <paramref name="after"/>; the page is the last one if it is not full.</summary>
    public (IReadOnlyList<(long Id, ReportLine Line)> Lines, bool IsLast) ReadLines(ReportCut cut, long after)
    {
        List<(long, ReportLine)> lines = _lines.Read(after, cut.LastLine, cut.End, cut.Future, Page).Rows(static row => (
            row.GetInt64(0),
            new ReportLine(row.GetInt64(1), (ReportLevel)row.GetInt32(2), row.Text(3), (ReportDetails)row.GetInt32(4)) { Identifier = row.TextOrNull(5), EntryMessage = row.TextOrNull(6) }));
        return (lines, lines.Count < Page);
    }

    public IReadOnlyList<BanSummary> ReadBansMade(long from, long to) =>
    [
        .. _bansMade.Read(from, to, MaxBans)
            .Rows(static row => (IsValid: BanNetwork.TryParse(row.Text(0), out IPNetwork network), Ban: new BanSummary(network, row.GetInt32(1), row.Text(2))))
            .Where(static row => row.IsValid).Select(static row => row.Ban),
    ];

    public long CountBansEnded(long from, long to) => _bansEnded.Number(from, to);

    public IReadOnlyList<DailyReport> ReadReports(DateOnly date) => _reports.Read(ReportNames.Of(date)).Rows(static row => Unpack(row.GetFieldValue<byte[]>(0)));

    public void Dispose()
    {
        foreach (Statement statement in new[] { _statistic, _lastLine, _activity, _totals, _patterns, _reports, _lines, _bansMade, _bansEnded })
            statement.Dispose();
    }

    private static DailyReport Unpack(byte[] content)
    {
        try
        {
            using var stream = new BrotliStream(new MemoryStream(content), CompressionMode.Decompress);
            return ReportJson.Read(stream);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new StateStoreException($"A report that was kept can't be read: {e.Message}", e);
        }
    }
}

/// <summary>Keeps reports, within a transaction that somebody else begins and ends.</summary>
internal sealed class ReportKeeper(SqliteConnection connection) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly Statement _begin = new(connection, "SELECT value FROM statistic WHERE name = 'report_begin'");

    private readonly Statement _setBegin = new(
        connection, "INSERT INTO statistic (name, value) VALUES ('report_begin', $time) ON CONFLICT (name) DO UPDATE SET value = excluded.value", "$time");

    private readonly Statement _initBegin = new(connection, "INSERT OR IGNORE INTO statistic (name, value) VALUES ('report_begin', $time)", "$time");
    private readonly Statement _forgetDropped = new(connection, "DELETE FROM statistic WHERE name = 'report_lines_dropped'");

    private readonly Statement _keep = new(
        connection,
        "INSERT INTO report (date, ended, totals, patterns, content) VALUES ($date, $ended, $totals, $patterns, $content)",
        "$date", "$ended", "$totals", "$patterns", "$content");

    private readonly Statement _takeLines = new(connection, "DELETE FROM report_line WHERE id <= $last AND (time < $end OR time >= $future)", "$last", "$end", "$future");
    private readonly Statement _takeActivity = new(connection, "DELETE FROM activity WHERE slot * $length < $end", "$length", "$end");
    private readonly Statement _forgetReports = new(connection, "DELETE FROM report WHERE ended < $time", "$time");

    /// <summary>Notes when the first report begins, if that is not known yet.</summary>
    public void Begin(long now) => _initBegin.Run(now);

    /// <summary>Keeps a report and takes away what it was made of.</summary>
    /// <exception cref="StateStoreException">Another report was made since its basis was read.</exception>
    public void Close(ReportClosing closing, byte[] content)
    {
        if (_begin.Number() != closing.Begin)
            throw new StateStoreException("Another report was made at the same time; this one is not needed any more.");
        ReportCut cut = closing.Cut;
        _keep.Run(
            ReportNames.Of(closing.Report.Date), cut.End, ReportJson.Of(closing.Report.Totals), MemoryMarshal.AsBytes(closing.Patterns.ToArray().AsSpan()).ToArray(), content);
        _takeLines.Run(cut.LastLine, cut.End, cut.Future);
        _takeActivity.Run(ActivityCount.SlotLength, cut.End);
        _forgetDropped.Run();
        _forgetReports.Run(cut.End - EntryTime.ToMicroseconds(Kept));
        _setBegin.Run(cut.End);
    }

    /// <summary>Makes the bytes in which a report is kept: slow, so not to be done within a transaction.</summary>
    public static byte[] Pack(DailyReport report)
    {
        var content = new MemoryStream();
        using (var stream = new BrotliStream(content, CompressionLevel.Fastest, leaveOpen: true))
            ReportJson.Keep(report, stream);
        return content.ToArray();
    }

    public void Dispose()
    {
        foreach (Statement statement in new[] { _begin, _setBegin, _initBegin, _forgetDropped, _keep, _takeLines, _takeActivity, _forgetReports })
            statement.Dispose();
    }
}

/// <summary>How things are named in the tables.</summary>
internal static class ReportNames
{
    public const string Begin = "report_begin";
    public const string Dropped = "report_lines_dropped";

    public static string Of(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
