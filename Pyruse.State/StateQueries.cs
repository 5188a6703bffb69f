using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Core.State;

namespace Pyruse.State;

/// <summary>Reads the tables, on a connection of its own. Safe for use by several threads.</summary>
internal sealed class StateQueries : IDisposable
{
    private const string SelectBan = "SELECT firewall, set_name, address, since, until, count, chain, step, cursor, evidence FROM ban";

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly Statement _outbox;
    private readonly ReportQueries _reports;
    private readonly Statement _bans;
    private readonly Statement _runningBans;
    private readonly Statement _ban;
    private readonly Statement _outboxCount;
    private bool _isDisposed;

    /// <summary>Takes over the connection.</summary>
    public StateQueries(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
        _outbox = new(connection, "SELECT id, effect FROM outbox WHERE id > $after ORDER BY id LIMIT $limit", "$after", "$limit");
        _outboxCount = new(connection, "SELECT COUNT(*) FROM outbox");
        _reports = new(connection);
        _bans = new(connection, $"{SelectBan} WHERE until > $now ORDER BY since, id", "$now");
        _runningBans = new(connection, "SELECT firewall, set_name, address, until FROM ban WHERE until > $now", "$now");
        _ban = new(connection, $"{SelectBan} WHERE firewall = $firewall AND set_name = $set AND address = $address", "$firewall", "$set", "$address");
    }

    /// <summary>Told of an error that shows the file to be damaged.</summary>
    public Action<SqliteException>? OnDamage { get; set; }

    public StateSnapshot ReadSnapshot() => Guarded(() => SnapshotReader.Read(_connection));

    public long CountDroppedReportLines() => Guarded(() => _reports.Dropped);

    public long CountOutbox() => Guarded(() => _outboxCount.Number());

    /// <summary>Reads effects; those that can't be understood are told and left out.</summary>
    public IReadOnlyList<OutboxEntry> ReadOutbox(long afterId, int limit, Action<long, JsonException> onUnreadable)
    {
        List<OutboxEntry> entries = [];
        List<(long Id, string Text)> rows;
        do
        {
            rows = Guarded(() => _outbox.Read(afterId, limit - entries.Count).Rows(static row => (row.GetInt64(0), row.Text(1))));
            foreach ((long id, string text) in rows)
            {
                afterId = id;
                try
                {
                    entries.Add(new(id, EffectText.Parse(text)));
                }
                catch (JsonException e)
                {
                    onUnreadable(id, e);
                }
            }
        }
        while (rows.Count > 0 && entries.Count < limit);
        return entries;
    }

    public ReportBasis ReadReportBasis() => Guarded(() => _connection.InOneMoment(_reports.ReadBasis));

    /// <summary>Reads in pages, so that neither the memory nor the engine feels a long report.</summary>
    public IEnumerable<ReportLine> ReadReportLines(ReportCut cut)
    {
        for (long after = 0; ;)
        {
            (IReadOnlyList<(long Id, ReportLine Line)> lines, bool isLast) = Guarded(() => _reports.ReadLines(cut, after));
            foreach ((long id, ReportLine line) in lines)
            {
                after = id;
                yield return line;
            }
            if (isLast)
                yield break;
        }
    }

    public IReadOnlyList<BanSummary> ReadBansMade(long from, long to) => Guarded(() => _reports.ReadBansMade(from, to));

    public long CountBansEnded(long from, long to) => Guarded(() => _reports.CountBansEnded(from, to));

    public IReadOnlyList<DailyReport> ReadReports(DateOnly date) => Guarded(() => _reports.ReadReports(date));

    public IReadOnlyList<BanRecord> ReadBans(long now) => Guarded(() => _bans.Read(now).Rows(ReadBan));

    /// <summary>Reads what firewalls need; a ban of something that is no address keeps no other from being enforced.</summary>
    public IReadOnlyList<RunningBan> ReadRunningBans(long now)
    {
        // Few sets hold many bans: their names are kept once.
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        List<RunningBan?> bans = Guarded(() => _runningBans.Read(now).Rows(row =>
        {
            string name = row.Text(1);
            if (!names.TryGetValue(name, out string? known))
                names.Add(name, known = name);
            return BanNetwork.TryParse(row.Text(2), out IPNetwork network) ? new RunningBan((Firewall)row.GetInt32(0), known, network, row.GetInt64(3)) : (RunningBan?)null;
        }));
        return [.. bans.Where(static ban => ban.HasValue).Select(static ban => ban!.Value)];
    }

    public BanRecord? FindBan(Firewall firewall, string set, IPNetwork network) =>
        Guarded(() => _ban.Read((int)firewall, set, BanNetwork.Format(network)).Rows(ReadBan)) is [var ban] ? ban : null;

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (Statement statement in new[] { _outbox, _outboxCount, _bans, _runningBans, _ban })
                statement.Dispose();
            _reports.Dispose();
            _connection.Dispose();
        }
    }

    private static BanRecord ReadBan(SqliteDataReader row)
    {
        if (!BanNetwork.TryParse(row.Text(2), out IPNetwork network))
            throw new StateStoreException($"The state holds a ban of \"{row.Text(2)}\", which is no address; remove it from the table \"ban\" with sqlite3.");
        return new(
            (Firewall)row.GetInt32(0), row.Text(1), network.BaseAddress, row.GetInt64(3), row.GetInt64(4), row.GetInt32(5),
            row.Text(6), row.GetInt32(7), row.Text(8), row.Text(9))
        {
            Network = network,
        };
    }

    private T Guarded<T>(Func<T> read)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                return read();
            }
            catch (SqliteException e)
            {
                if (StoreTrouble.IsDamage(e))
                    OnDamage?.Invoke(e);
                throw StoreTrouble.Explain("be read", _path, e);
            }
        }
    }
}
