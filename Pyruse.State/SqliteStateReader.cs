using System.Net;
using Microsoft.Data.Sqlite;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Core.State;

namespace Pyruse.State;

/// <summary>Reads the state that a daemon keeps, while it runs or not, without changing it.</summary>
/// <remarks>Safe for use by several threads. Every member throws <see cref="StateStoreException"/> when the database can't be read.</remarks>
public sealed class SqliteStateReader : IReportReader, IDisposable
{
    private readonly StateQueries _queries;

    private SqliteStateReader(StateQueries queries) => _queries = queries;

    /// <summary>How many report lines were dropped so far because the report had grown too long.</summary>
    public long DroppedReportLines => _queries.CountDroppedReportLines();

    /// <summary>Opens the database in a directory; gives null when there is none.</summary>
    /// <exception cref="StateStoreException">It can't be read, or has the format of another version.</exception>
    public static SqliteStateReader? Open(string directory)
    {
        string path = StateDatabase.PathIn(directory);
        SqliteConnection? connection = null;
        try
        {
            // Unlike File.Exists, this tells a missing file from one that may not be seen.
            if (new FileInfo(path) is { Exists: false })
                File.GetAttributes(path);
            connection = StateDatabase.OpenReader(path);
            StateSchema.Demand(connection);
            return new(new StateQueries(connection, path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StateStoreException($"The state in \"{path}\" can't be read: access to it is refused; run this as root or as the user that the daemon runs as.", e);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw StoreTrouble.Explain("be read", path, e);
        }
        catch (StateStoreException)
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="IStateStore.Load"/>
    public StateSnapshot Load() => _queries.ReadSnapshot();

    /// <inheritdoc cref="IStateStore.ReadOutbox"/>
    /// <remarks>Effects that can't be understood are left out.</remarks>
    public IReadOnlyList<OutboxEntry> ReadOutbox(long afterId, int limit) => _queries.ReadOutbox(afterId, limit, static (_, _) => { });

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

    /// <inheritdoc cref="IStateStore.ReadBans"/>
    public IReadOnlyList<BanRecord> ReadBans(long now) => _queries.ReadBans(now);

    /// <inheritdoc cref="IStateStore.ReadRunningBans"/>
    public IReadOnlyList<RunningBan> ReadRunningBans(long now) => _queries.ReadRunningBans(now);

    /// <inheritdoc cref="IStateStore.FindBan"/>
    public BanRecord? FindBan(Firewall firewall, string set, IPNetwork network) => _queries.FindBan(firewall, set, network);

    /// <inheritdoc/>
    public void Dispose() => _queries.Dispose();
}
