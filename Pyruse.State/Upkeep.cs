using Microsoft.Data.Sqlite;
using Pyruse.Core.Entries;
using SQLitePCL;

namespace Pyruse.State;

/// <summary>Removes what has expired, in portions that no commit notices, and gives the room back to the file system.</summary>
internal sealed class Upkeep(SqliteConnection connection, StateLimits limits, TimeProvider time) : IDisposable
{
    /// <summary>More than one batch usually adds, so that what expires can't pile up.</summary>
    private const int Portion = 2000;

    private const int MaxCommits = 1000;

    /// <summary>So many unused pages stay in the file (4 MiB), for they are soon used again.</summary>
    private const int SparePages = 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Statement[] _expiries =
    [
        // The comparison with the highest time is that of the index, which holds nothing that is kept for ever.
        new(
            connection,
            """
            DELETE FROM raised WHERE (key, number) IN (
                SELECT key, number FROM raised WHERE until <= $time AND until < 9223372036854775807 ORDER BY until LIMIT $portion)
            """,
            "$time", "$portion"),
        new(
            connection,
            "UPDATE counted_key SET grace = 0 WHERE id IN (SELECT id FROM counted_key WHERE grace > 0 AND grace <= $time LIMIT $portion)",
            "$time", "$portion"),
        new(connection, "DELETE FROM translation WHERE id IN (SELECT id FROM translation WHERE until <= $time LIMIT $portion)", "$time", "$portion"),
    ];

    private readonly Statement _oldBans = new(
        connection, "DELETE FROM ban WHERE id IN (SELECT id FROM ban WHERE until <= $time LIMIT $portion)", "$time", "$portion");

    private readonly Statement _unusedPages = new(connection, "PRAGMA freelist_count");

    private long _lastRun = time.GetTimestamp();
    private int _commits;
    private bool _hasMore;

    /// <summary>Counts a commit, and says whether it is time to tidy up.</summary>
    public bool IsDueAfterCommit() => ++_commits >= MaxCommits || _hasMore || time.GetElapsedTime(_lastRun) >= Interval;

    /// <summary>Removes a portion of what has expired, within a transaction that somebody else begins and ends.</summary>
    /// <param name="entryTime">The highest entry time seen.</param>
    public void RemoveExpired(long entryTime)
    {
        _commits = 0;
        _hasMore = false;
        _lastRun = time.GetTimestamp();
        // An entry that claims to be from the future must not make others forgotten before their time.
        long now = Math.Min(entryTime, EntryTime.ToMicroseconds(time.GetUtcNow()));
        foreach (Statement expiry in _expiries)
            _hasMore |= expiry.Run(now, Portion) == Portion;
        _hasMore |= _oldBans.Run(now - EntryTime.ToMicroseconds(limits.BanHistory), Portion) == Portion;
    }

    /// <summary>Makes the file a little smaller, if much of it is unused and nothing is left to remove. Not within a transaction.</summary>
    public void Shrink()
    {
        const int Pages = 256;
        if (_hasMore || _unusedPages.Number() <= SparePages)
            return;
        // Each step of this statement frees one page only; sqlite3_exec makes all of them.
        int result = raw.sqlite3_exec(connection.Handle, $"PRAGMA incremental_vacuum({Pages})");
        SqliteException.ThrowExceptionForRC(result, connection.Handle);
    }

    public void Dispose()
    {
        foreach (Statement statement in _expiries)
            statement.Dispose();
        _oldBans.Dispose();
        _unusedPages.Dispose();
    }
}
