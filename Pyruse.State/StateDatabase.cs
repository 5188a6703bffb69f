using Microsoft.Data.Sqlite;
using Pyruse.Core.State;
using SQLitePCL;

namespace Pyruse.State;

/// <summary>Where the database is, and how connections to it are opened.</summary>
internal static class StateDatabase
{
    private const string FileName = "pyruse.db";
    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Both last as long as the file; auto_vacuum can't be set any more once something is written, and setting it again would write.
    private const string CreationSettings = "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;";

    private const string WriterSettings = """
        PRAGMA busy_timeout = 5000;
        PRAGMA synchronous = NORMAL;
        PRAGMA journal_size_limit = 16777216;
        PRAGMA cache_size = -8000;
        PRAGMA temp_store = MEMORY;
        PRAGMA cell_size_check = ON;
        """;

    private const string ReaderSettings = """
        PRAGMA busy_timeout = 5000;
        PRAGMA query_only = ON;
        PRAGMA temp_store = MEMORY;
        """;

    public static string PathIn(string directory) => Path.Combine(Path.GetFullPath(directory), FileName);

    /// <summary>Makes the directory and the empty file where they are missing, so that nobody else can read what will be written.</summary>
    /// <exception cref="StateStoreException">They can't be made.</exception>
    public static void Prepare(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, DirectoryMode);
            using (new FileStream(path, new FileStreamOptions { Mode = System.IO.FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = FileMode }))
            {
                if (File.GetUnixFileMode(path) != FileMode)
                    File.SetUnixFileMode(path, FileMode);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateStoreException(
                $"The state can't be kept in \"{path}\" ({e.Message.TrimEnd('.')}); give the user that runs Pyruse the right to write to that directory, or set \"storage\" to another one.", e);
        }
    }

    /// <summary>Opens a connection that writes. The file must be there.</summary>
    public static SqliteConnection OpenWriter(string path)
    {
        SqliteConnection connection = Open(path, SqliteOpenMode.ReadWrite, WriterSettings);
        try
        {
            if (connection.Number("PRAGMA page_count") == 0)
                connection.Execute(CreationSettings);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that reads, while others may write.</summary>
    public static SqliteConnection OpenReader(string path) => Open(path, SqliteOpenMode.ReadOnly, ReaderSettings);

    /// <summary>Runs statements that give no results; several may be separated by semicolons.</summary>
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement that gives one number.</summary>
    public static long Number(this SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Has the write-ahead log left as it is when the connection is closed, instead of being written to a file that is damaged.</summary>
    public static void KeepLogOnClose(this SqliteConnection connection) =>
        raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);

    /// <summary>Reads within one transaction, so that all parts are of the same moment even while a daemon writes.</summary>
    public static T InOneMoment<T>(this SqliteConnection connection, Func<T> read)
    {
        connection.Execute("BEGIN");
        try
        {
            return read();
        }
        finally
        {
            if (connection.IsInTransaction())
                connection.Execute("ROLLBACK");
        }
    }

    /// <summary>Whether a transaction is open; SQLite ends one by itself after some errors.</summary>
    public static bool IsInTransaction(this SqliteConnection connection) => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    private static SqliteConnection Open(string path, SqliteOpenMode mode, string settings)
    {
        SqliteLibrary.Load();
        // A pooled connection would keep the file open after the store is closed. SQLite itself waits for a lock; the time-out ends the waiting on top of it.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();
            connection.Execute(settings);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
