using Microsoft.Data.Sqlite;
using Pyruse.Core.State;

namespace Pyruse.State;

/// <summary>Says in a sentence what SQLite's errors mean and what helps, see https://www.sqlite.org/rescode.html.</summary>
internal static class StoreTrouble
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotDatabase = 26;

    /// <summary>Whether the file itself is broken, so that trying again can't help.</summary>
    public static bool IsDamage(SqliteException error) => error.SqliteErrorCode is Corrupt or NotDatabase;

    /// <summary>Gives the error of a database that failed a check.</summary>
    public static SqliteException Damage(string finding) => new(finding, Corrupt);

    /// <summary>Makes the exception for the administrator.</summary>
    /// <param name="doing">What failed, such as <c>be saved</c>.</param>
    /// <param name="path">The database.</param>
    /// <param name="error">Why.</param>
    public static StateStoreException Explain(string doing, string path, SqliteException error) => new(
        $"The state in \"{path}\" can't {doing}: {CauseAndRemedy(path, error)}.", error);

    private static string CauseAndRemedy(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        Full => "the disk is full; make room on its file system",
        InputOutput => $"the disk reports an error (SQLite's code {error.SqliteExtendedErrorCode}); see \"journalctl -k\", and check the disk and its free space",
        Busy or Locked => $"another process keeps it locked; \"fuser -v {path}\" tells which",
        Permission or ReadOnly or CannotOpen => "access to it is refused; check the owner and the mode of the file and of its directory, and that the file system is not mounted read-only",
        Corrupt or NotDatabase => "it is damaged; restart the daemon, which sets the file aside and begins with an empty state",
        _ => $"SQLite says \"{error.Message.TrimEnd('.')}\" (code {error.SqliteExtendedErrorCode}); please report this",
    };
}
