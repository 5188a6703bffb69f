using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Pyruse.Core.State;

namespace Pyruse.State;

/// <summary>Finds out whether a database is damaged, and moves it out of the way: a daemon without its history is better than none.</summary>
internal static class DamagedDatabase
{
    private static readonly string[] Companions = ["-wal", "-shm"];

    /// <summary>Whether the last process that wrote to the database did not close it: a clean end leaves no write-ahead log.</summary>
    /// <remarks>To be asked before a connection is opened.</remarks>
    public static bool WasLeftOpen(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    /// <exception cref="SqliteException">The database is damaged.</exception>
    public static void Check(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        string finding = (string)command.ExecuteScalar()!;
        if (finding != "ok")
            throw StoreTrouble.Damage(finding);
    }

    /// <summary>Renames the database and what is left of its write-ahead log. No connection may be open.</summary>
    /// <exception cref="StateStoreException">It can't be renamed.</exception>
    public static void SetAside(string path, string finding, TimeProvider time, ILogger logger)
    {
        string aside = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd-HHmmss}";
        for (int number = 2; File.Exists(aside); number++)
            aside = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd-HHmmss}.{number}";
        try
        {
            // The log goes first: a new database must never find the old one's.
            foreach (string companion in Companions)
            {
                if (File.Exists(path + companion))
                    File.Move(path + companion, aside + companion);
            }
            File.Move(path, aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateStoreException($"The state in \"{path}\" is damaged ({finding}), and can't be set aside ({e.Message.TrimEnd('.')}); move it away by hand.", e);
        }
        logger.LogError(
            "The state in \"{Path}\" is damaged ({Finding}). It was set aside as \"{Aside}\", and an empty one takes its place: counters, bans, report lines, "
            + "waiting effects and the sources' positions are lost. Check the disk.",
            path, finding.TrimEnd('.'), aside);
    }
}
