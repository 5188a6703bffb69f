using System.Text;
using Microsoft.Data.Sqlite;

namespace Pyruse.State;

/// <summary>A statement that is prepared once and run often.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    /// <param name="connection">The connection it runs on.</param>
    /// <param name="sql">The text.</param>
    /// <param name="parameters">The names of its parameters, in the order in which values are given.</param>
    public Statement(SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach (string name in parameters)
            _command.Parameters.Add(new SqliteParameter { ParameterName = name });
        _command.Prepare();
    }

    /// <summary>Runs it and gives the number of rows that it changed itself, not counting triggers.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it and gives its rows. Dispose of the reader before running the statement again.</summary>
    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    /// <summary>Runs it and gives its one number; 0 when there is no row.</summary>
    public long Number(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar() as long? ?? 0;
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                // The binding ends a text at its first NUL, which hostile log text may hold; bytes have no such end.
                string text when text.Contains('\0', StringComparison.Ordinal) => Encoding.UTF8.GetBytes(text),
                { } value => value,
            };
        }
    }
}

/// <summary>Reads what <see cref="Statement"/> has written.</summary>
internal static class StatementReading
{
    /// <summary>Reads all rows and disposes of the reader.</summary>
    public static List<T> Rows<T>(this SqliteDataReader reader, Func<SqliteDataReader, T> read)
    {
        using (reader)
        {
            List<T> rows = [];
            while (reader.Read())
                rows.Add(read(reader));
            return rows;
        }
    }

    public static string Text(this SqliteDataReader reader, int column) => reader.TextOrNull(column) ?? "";

    public static string? TextOrNull(this SqliteDataReader reader, int column) => reader.GetValue(column) switch
    {
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        _ => null,
    };
}
