using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;
using Pyruse.Core.Reports;

namespace Pyruse.Core.State;

/// <summary>Keeps state for the life of the process: for replays, tests and embedding.</summary>
/// <param name="capacity">
/// How many report lines and how many effects are kept at most, the newest; 0 keeps none, and bans without their evidence, so that a replay's memory does not grow.
/// </param>
public sealed class MemoryStateStore(int capacity = 100_000) : IStateStore
{
    /// <summary>Bans beyond this many are not remembered, so that memory is bounded.</summary>
    private const int MaxBans = 500_000;

    private readonly Lock _lock = new();
    private readonly MemoryReports _reports = new(capacity);
    private readonly Dictionary<(Firewall Firewall, string Set, IPNetwork Network), BanRecord> _bans = [];
    private readonly SortedDictionary<long, Effect> _outbox = [];
    private readonly Dictionary<string, string> _cursors = new(StringComparer.Ordinal);
    private readonly MemoryEngineState? _engineState;
    private long _lastOutboxId;

    /// <inheritdoc/>
    public StateSnapshot Load()
    {
        lock (_lock)
            return _engineState?.ToSnapshot(_cursors) ?? StateSnapshot.Empty;
    }

    /// <summary>
    /// Whether an engine that takes over from another one finds that one's counters, translations and positions here; otherwise each begins with nothing. Default: false.
    /// </summary>
    public bool IsForSeveralEngines
    {
        get => _engineState is not null;
        init => _engineState = value ? new() : null;
    }

    /// <summary>The committed position of each source.</summary>
    public IReadOnlyDictionary<string, string> Cursors
    {
        get
        {
            lock (_lock)
                return new Dictionary<string, string>(_cursors, StringComparer.Ordinal);
        }
    }

    /// <inheritdoc/>
    public void Commit(StateBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_lock)
        {
            foreach ((string source, string cursor) in batch.Cursors)
                _cursors[source] = cursor;
            _engineState?.Apply(batch);
            foreach (Effect effect in batch.Effects)
                Keep(effect, batch);
            if (capacity == 0)
                return;
            foreach (((long Slot, ActivityKind Kind, string Name) what, long count) in batch.Activity)
                _reports.Count(what, count);
        }
    }

    /// <inheritdoc/>
    public void Complete(long outboxId)
    {
        lock (_lock)
            _outbox.Remove(outboxId);
    }

    /// <inheritdoc/>
    public IReadOnlyList<OutboxEntry> ReadOutbox(long afterId, int limit)
    {
        lock (_lock)
            return [.. _outbox.Where(pair => pair.Key > afterId).Take(limit).Select(static pair => new OutboxEntry(pair.Key, pair.Value))];
    }

    /// <inheritdoc/>
    public void CountActivity(ActivityKind kind, long time)
    {
        lock (_lock)
            _reports.Count((ActivityCount.SlotOf(time), kind, ""), 1);
    }

    /// <inheritdoc/>
    public ReportBasis ReadReportBasis()
    {
        lock (_lock)
            return _reports.ReadBasis();
    }

    /// <inheritdoc/>
    public IEnumerable<ReportLine> ReadReportLines(ReportCut cut)
    {
        lock (_lock)
            return _reports.ReadLines(cut);
    }

    /// <inheritdoc/>
    public IReadOnlyList<BanSummary> ReadBansMade(long from, long to)
    {
        lock (_lock)
        {
            return [.. _bans.Values.Where(ban => ban.Since >= from && ban.Since < to).OrderByDescending(static ban => ban.Count)
                .Select(static ban => new BanSummary(ban.Network, ban.Count, ban.Chain))];
        }
    }

    /// <inheritdoc/>
    public long CountBansEnded(long from, long to)
    {
        lock (_lock)
            return _bans.Values.LongCount(ban => ban.Until >= from && ban.Until < to);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DailyReport> ReadReports(DateOnly date)
    {
        lock (_lock)
            return _reports.ReadReports(date);
    }

    /// <inheritdoc/>
    public OutboxEntry? CloseReport(ReportClosing closing)
    {
        ArgumentNullException.ThrowIfNull(closing);
        lock (_lock)
        {
            _reports.Close(closing);
            return closing.Mail is { } mail ? AddToOutbox(mail) : null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<BanRecord> ReadBans(long now)
    {
        lock (_lock)
            return [.. _bans.Values.Where(ban => ban.Until > now)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<RunningBan> ReadRunningBans(long now) => [.. ReadBans(now).Select(static ban => new RunningBan(ban.Firewall, ban.Set, ban.Network, ban.Until))];

    /// <inheritdoc/>
    public BanRecord? FindBan(Firewall firewall, string set, IPNetwork network)
    {
        lock (_lock)
            return _bans.GetValueOrDefault((firewall, set, network));
    }

    /// <inheritdoc/>
    public bool RemoveBan(Firewall firewall, string set, IPNetwork network)
    {
        lock (_lock)
            return _bans.Remove((firewall, set, network));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Keep(Effect effect, StateBatch batch)
    {
        switch (effect)
        {
            case BanEffect ban:
                Keep(ban);
                break;
            case var _ when capacity == 0:
                break;
            case ReportEffect line:
                _reports.Add(line);
                break;
            default:
                batch.Outbox.Add(AddToOutbox(effect));
                break;
        }
    }

    private OutboxEntry AddToOutbox(Effect effect)
    {
        if (_outbox.Count == capacity)
            _outbox.Remove(_outbox.First().Key);
        _outbox.Add(++_lastOutboxId, effect);
        return new(_lastOutboxId, effect);
    }

    private void Keep(BanEffect ban)
    {
        var key = (ban.Firewall, ban.Set, ban.Network);
        bool isKnown = _bans.TryGetValue(key, out BanRecord? earlier);
        if (!isKnown && _bans.Count == MaxBans)
            return;
        BanRecord record = BanRecord.Of(ban, isKnown ? earlier!.Count + 1 : 1);
        _bans[key] = capacity > 0 ? record : record with { Cursor = "", Evidence = "" };
    }
}
