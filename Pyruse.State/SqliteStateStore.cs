using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Reports;
using Pyruse.Core.State;

namespace Pyruse.State;

/// <summary>Keeps state in a SQLite database: the file <c>pyruse.db</c> of a directory.</summary>
/// <remarks>
/// All members may be used by any thread; commits and completions take turns on one connection, reading goes over another and delays neither.
/// A crash of the process loses nothing that was committed. After a power failure the last few commits may be missing, together and with their
/// cursors, so that their entries are read again. For reading while a daemon runs, see <see cref="SqliteStateReader"/>.
/// </remarks>
public sealed class SqliteStateStore : IStateStore
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SqliteConnection _connection;
    private readonly StateQueries _queries;
    private readonly BatchWriter _writer;
    private readonly Upkeep _upkeep;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private volatile string? _damage;
    private bool _isUpkeepFailing;
    private bool _isDisposed;

    private SqliteStateStore(string path, SqliteConnection connection, StateQueries queries, TimeProvider time, ILogger logger, StateLimits limits)
    {
        _path = path;
        _connection = connection;
        _queries = queries;
        _time = time;
        _logger = logger;
        _writer = new BatchWriter(connection, limits, logger);
        _upkeep = new Upkeep(connection, limits, time);
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _queries.OnDamage = NoteDamage;
    }

    /// <summary>How many report lines were dropped so far because the report had grown too long.</summary>
    public long DroppedReportLines => _queries.CountDroppedReportLines();

    /// <summary>The connection that writes, for tests that provoke trouble.</summary>
    internal SqliteConnection Connection => _connection;

    /// <summary>Opens the database in a directory; makes both if they are missing, readable by this user alone.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="time">For the pace of tidying up, and for the name of a damaged database.</param>
    /// <param name="logger">Told of a damaged database, which is set aside, and of report lines that had to be dropped.</param>
    /// <param name="limits">How much is kept at most; null: the defaults.</param>
    /// <exception cref="StateStoreException">It can't be used: access is refused, it was written by a newer program, SQLite is missing, …</exception>
    public static SqliteStateStore Open(string directory, TimeProvider time, ILogger logger, StateLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        string path = StateDatabase.PathIn(directory);
        limits ??= new StateLimits();
        try
        {
            try
            {
                return Connect(path, time, logger, limits);
            }
            catch (SqliteException e) when (StoreTrouble.IsDamage(e))
            {
                DamagedDatabase.SetAside(path, e.Message, time, logger);
                return Connect(path, time, logger, limits);
            }
        }
        catch (SqliteException e)
        {
            throw StoreTrouble.Explain("be opened", path, e);
        }
    }

    /// <inheritdoc/>
    public StateSnapshot Load() => _queries.ReadSnapshot();

    /// <inheritdoc/>
    public void Commit(StateBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            List<OutboxEntry> outbox = [];
            Guarded(() => InTransaction(() => outbox = _writer.Write(batch)));
            batch.Outbox.AddRange(outbox);
            if (_upkeep.IsDueAfterCommit())
                TidyUp(batch.Time);
        }
    }

    /// <inheritdoc/>
    public void Complete(long outboxId)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Guarded(() => InTransaction(() => _writer.Complete(outboxId)));
        }
    }

    /// <inheritdoc/>
    public void CountActivity(ActivityKind kind, long time)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Guarded(() => InTransaction(() => _writer.CountActivity(kind, time)));
        }
    }

    /// <inheritdoc/>
    public OutboxEntry? CloseReport(ReportClosing closing)
    {
        ArgumentNullException.ThrowIfNull(closing);
        byte[] content = ReportKeeper.Pack(closing.Report);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            OutboxEntry? mail = null;
            Guarded(() => InTransaction(() => mail = _writer.CloseReport(closing, content)));
            return mail;
        }
    }

    /// <inheritdoc/>
    /// <remarks>An effect that can't be understood is logged and taken out, so that it does not block the others.</remarks>
    public IReadOnlyList<OutboxEntry> ReadOutbox(long afterId, int limit) => _queries.ReadOutbox(afterId, limit, (id, error) =>
    {
        _logger.LogError("The effect {Id} of the outbox can't be understood and is dropped: {Reason}", id, error.Message);
        try
        {
            Complete(id);
        }
        catch (StateStoreException e)
        {
            // It does not hold up the others: it is left out of what is read, and taken out next time.
            _logger.LogWarning("{Sentence}", e.Message);
        }
    });

    /// <summary>How many effects wait in the outbox.</summary>
    /// <exception cref="StateStoreException">That can't be read.</exception>
    public long CountOutbox() => _queries.CountOutbox();

    /// <inheritdoc/>
    public ReportBasis ReadReportBasis() => _queries.ReadReportBasis();

    /// <inheritdoc/>
    public IEnumerable<ReportLine> ReadReportLines(ReportCut cut) => _queries.ReadReportLines(cut);

    /// <inheritdoc/>
    public IReadOnlyList<BanSummary> ReadBansMade(long from, long to) => _queries.ReadBansMade(from, to);

    /// <inheritdoc/>
    public long CountBansEnded(long from, long to) => _queries.CountBansEnded(from, to);

    /// <inheritdoc/>
    public IReadOnlyList<DailyReport> ReadReports(DateOnly date) => _queries.ReadReports(date);

    /// <inheritdoc/>
    public IReadOnlyList<BanRecord> ReadBans(long now) => _queries.ReadBans(now);

    /// <inheritdoc/>
    public IReadOnlyList<RunningBan> ReadRunningBans(long now) => _queries.ReadRunningBans(now);

    /// <inheritdoc/>
    public BanRecord? FindBan(Firewall firewall, string set, IPNetwork network) => _queries.FindBan(firewall, set, network);

    /// <inheritdoc/>
    public bool RemoveBan(Firewall firewall, string set, IPNetwork network)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            bool isRemoved = false;
            Guarded(() => InTransaction(() => isRemoved = _writer.RemoveBan(firewall, set, network)));
            return isRemoved;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _queries.Dispose();
            foreach (IDisposable part in new IDisposable[] { _writer, _upkeep, _begin, _commit })
                part.Dispose();
            if (_damage is { } finding)
                CloseDamaged(finding);
            else
                Close();
        }
    }

    private void Close()
    {
        try
        {
            _connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException e)
        {
            // Nothing is lost: the next opening reads the write-ahead log.
            _logger.LogWarning("{Sentence}", StoreTrouble.Explain("be closed cleanly", _path, e).Message);
        }
        _connection.Dispose();
    }

    private void CloseDamaged(string finding)
    {
        _connection.KeepLogOnClose();
        _connection.Dispose();
        try
        {
            DamagedDatabase.SetAside(_path, finding, _time, _logger);
        }
        catch (StateStoreException e)
        {
            _logger.LogError("{Sentence}", e.Message);
        }
    }

    private static SqliteStateStore Connect(string path, TimeProvider time, ILogger logger, StateLimits limits)
    {
        StateDatabase.Prepare(path);
        bool wasLeftOpen = DamagedDatabase.WasLeftOpen(path);
        SqliteConnection? writing = null, reading = null;
        try
        {
            writing = StateDatabase.OpenWriter(path);
            if (wasLeftOpen)
                DamagedDatabase.Check(writing);
            StateSchema.Migrate(writing);
            reading = StateDatabase.OpenReader(path);
            var store = new SqliteStateStore(path, writing, new StateQueries(reading, path), time, logger, limits);
            store.InTransaction(() => store._writer.BeginReport(EntryTime.ToMicroseconds(time.GetUtcNow())));
            return store;
        }
        catch (Exception e)
        {
            reading?.Dispose();
            if (e is SqliteException error && StoreTrouble.IsDamage(error))
                writing?.KeepLogOnClose();
            writing?.Dispose();
            throw;
        }
    }

    private void InTransaction(Action write)
    {
        _begin.Run();
        try
        {
            write();
            _commit.Run();
        }
        catch
        {
            if (_connection.IsInTransaction())
                _connection.Execute("ROLLBACK");
            throw;
        }
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (SqliteException e)
        {
            NoteDamage(e);
            throw StoreTrouble.Explain("be saved", _path, e);
        }
    }

    /// <summary>The batch is durable already: trouble here is said once, and the next commit tries again.</summary>
    private void TidyUp(long entryTime)
    {
        try
        {
            InTransaction(() => _upkeep.RemoveExpired(entryTime));
            _upkeep.Shrink();
            _isUpkeepFailing = false;
        }
        catch (SqliteException e)
        {
            NoteDamage(e);
            if (!_isUpkeepFailing)
                _logger.LogWarning("{Sentence}", StoreTrouble.Explain("be tidied up", _path, e).Message);
            _isUpkeepFailing = true;
        }
    }

    /// <summary>Remembers damage, so that the database is set aside when it is closed.</summary>
    private void NoteDamage(SqliteException error)
    {
        if (StoreTrouble.IsDamage(error))
            _damage ??= error.Message;
    }
}
