using Microsoft.Data.Sqlite;
using Pyruse.Core.State;

namespace Pyruse.State;

/// <summary>The tables, and the way from each older form of them to the present one. The form's number is the file's <c>user_version</c>.</summary>
/// <remarks>
/// All times are microseconds since 1970-01-01 UTC. Enumerations are kept as the numbers of their members, which are thus part of the format.
/// What belongs together is kept together by triggers: a counted key goes with its last raise unless a grace period runs; the oldest raises of one
/// key, and the oldest translations, go beyond as many as memory holds of them.
/// </remarks>
internal static class StateSchema
{
    // A released migration never changes; a new one is added behind it.
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE source_position (source TEXT NOT NULL PRIMARY KEY, position TEXT NOT NULL) WITHOUT ROWID;

        CREATE TABLE counter (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE counted_key (id INTEGER PRIMARY KEY, counter INTEGER NOT NULL, key TEXT NOT NULL, grace INTEGER NOT NULL DEFAULT 0, UNIQUE (counter, key));
        CREATE INDEX counted_key_grace ON counted_key (grace) WHERE grace > 0;
        CREATE TABLE raised (key INTEGER NOT NULL, number INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID;
        CREATE INDEX raised_until ON raised (until) WHERE until < 9223372036854775807;
        CREATE TRIGGER raised_bound AFTER INSERT ON raised WHEN new.number > 100000
        BEGIN
            DELETE FROM raised WHERE key = new.key AND number <= new.number - 100000;
        END;
        CREATE TRIGGER raised_last AFTER DELETE ON raised
        BEGIN
            DELETE FROM counted_key WHERE id = old.key AND grace = 0 AND NOT EXISTS (SELECT 1 FROM raised WHERE key = old.key);
        END;
        CREATE TRIGGER grace_ended AFTER UPDATE OF grace ON counted_key WHEN new.grace = 0
        BEGIN
            DELETE FROM counted_key WHERE id = new.id AND NOT EXISTS (SELECT 1 FROM raised WHERE key = new.id);
        END;

        CREATE TABLE translation (
            id INTEGER PRIMARY KEY, address TEXT, port TEXT, destination_address TEXT, destination_port TEXT,
            source_address TEXT NOT NULL, source_port TEXT, until INTEGER NOT NULL);
        CREATE INDEX translation_until ON translation (until);
        CREATE TRIGGER translation_bound AFTER INSERT ON translation
        BEGIN
            DELETE FROM translation WHERE id <= new.id - 100000;
        END;

        CREATE TABLE report_line (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, level INTEGER NOT NULL, details INTEGER NOT NULL, message TEXT NOT NULL);
        CREATE INDEX report_line_level ON report_line (level DESC, id);

        CREATE TABLE ban (
            id INTEGER PRIMARY KEY, firewall INTEGER NOT NULL, set_name TEXT NOT NULL, address TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
            count INTEGER NOT NULL, chain TEXT NOT NULL, step INTEGER NOT NULL, cursor TEXT NOT NULL, evidence TEXT NOT NULL,
            UNIQUE (firewall, set_name, address));
        CREATE INDEX ban_until ON ban (until);

        CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, effect TEXT NOT NULL);

        CREATE TABLE statistic (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        """,
        """
        ALTER TABLE report_line ADD COLUMN identifier TEXT;
        ALTER TABLE report_line ADD COLUMN entry_message TEXT;
        CREATE TABLE activity (slot INTEGER NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (slot, kind, name)) WITHOUT ROWID;
        CREATE TABLE report (
            id INTEGER PRIMARY KEY, date TEXT NOT NULL, ended INTEGER NOT NULL, totals TEXT NOT NULL, patterns BLOB NOT NULL, content BLOB NOT NULL);
        CREATE INDEX report_date ON report (date);
        """,
        """
        CREATE TABLE expectation (name TEXT NOT NULL, key TEXT NOT NULL, raises BLOB NOT NULL, silent_since INTEGER, reminders INTEGER NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID;
        CREATE TABLE open_pair (name TEXT NOT NULL, key TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID;
        CREATE TABLE held_raise (id INTEGER PRIMARY KEY, counter TEXT NOT NULL, key TEXT NOT NULL, time INTEGER NOT NULL);
        """,
    ];

    /// <summary>Brings the tables to their present form.</summary>
    /// <exception cref="StateStoreException">They were made by a newer program.</exception>
    public static void Migrate(SqliteConnection connection)
    {
        for (int version = Version(connection); version < Migrations.Length; version++)
            connection.Execute($"BEGIN IMMEDIATE; {Migrations[version]} PRAGMA user_version = {version + 1}; COMMIT;");
    }

    /// <summary>Checks that the tables have their present form already.</summary>
    /// <exception cref="StateStoreException">They were made by another version of the program.</exception>
    public static void Demand(SqliteConnection connection)
    {
        int version = Version(connection);
        if (version < Migrations.Length)
        {
            throw new StateStoreException(
                $"The state in \"{connection.DataSource}\" has the older format {version}, but this program reads format {Migrations.Length}; (re)start the daemon, which converts it.");
        }
    }

    private static int Version(SqliteConnection connection)
    {
        int version = (int)connection.Number("PRAGMA user_version");
        return version <= Migrations.Length ? version : throw new StateStoreException(
            $"The state in \"{connection.DataSource}\" has the format {version} of a newer Pyruse, but this program knows formats up to {Migrations.Length}; "
            + "install the newer program again, or move the file away to begin with an empty state.");
    }
}
