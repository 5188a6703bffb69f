using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Pyruse.Core.Effects;
using Pyruse.Core.State;

namespace Pyruse.State;

/// <summary>Reads what the engine needs in memory at start.</summary>
internal static class SnapshotReader
{
    public static StateSnapshot Read(SqliteConnection connection) => connection.InOneMoment(
        () => new StateSnapshot(ReadPositions(connection), [.. ReadGraces(connection), .. ReadRaises(connection)], [.. ReadTranslations(connection)])
        {
            Frequency = ReadFrequency(connection),
        });

    private static Dictionary<string, string> ReadPositions(SqliteConnection connection) =>
        Rows(connection, "SELECT source, position FROM source_position", static row => (Source: row.Text(0), Position: row.Text(1)))
            .ToDictionary(static row => row.Source, static row => row.Position, StringComparer.Ordinal);

    private static IEnumerable<CounterChange> ReadGraces(SqliteConnection connection) => Rows(
        connection,
        "SELECT name, key, grace FROM counted_key JOIN counter ON counter.id = counter WHERE grace > 0 ORDER BY grace, counted_key.id",
        static row => new CounterChange(CounterChangeKind.Reset, row.Text(0), row.Text(1), row.GetInt64(2)));

    /// <summary>Reads the raises of each key in order, and the keys in the order of their last raise's end: those that memory forgets first come first.</summary>
    private static IEnumerable<CounterChange> ReadRaises(SqliteConnection connection)
    {
        List<CounterChange> raises = [];
        List<Range> keys = [];
        using (SqliteCommand command = connection.CreateCommand())
        {
            command.CommandText = """
                SELECT raised.key, until, name, counted_key.key
                FROM raised CROSS JOIN counted_key ON counted_key.id = raised.key CROSS JOIN counter ON counter.id = counter
                ORDER BY raised.key, number
                """;
            using SqliteDataReader reader = command.ExecuteReader();
            long last = 0;
            int first = 0;
            while (reader.Read())
            {
                long id = reader.GetInt64(0);
                if (id == last)
                {
                    raises.Add(raises[^1] with { Until = reader.GetInt64(1) });
                    continue;
                }
                keys.Add(first..raises.Count);
                (last, first) = (id, raises.Count);
                raises.Add(new(CounterChangeKind.Raised, reader.Text(2), reader.Text(3), reader.GetInt64(1)));
            }
            keys.Add(first..raises.Count);
        }
        return keys.Where(static key => !key.Start.Equals(key.End))
            .OrderBy(key => raises[key.End.Value - 1].Until)
            .SelectMany(key => raises.Take(key));
    }

    private static IEnumerable<AddressTranslation> ReadTranslations(SqliteConnection connection) => Rows(
        connection,
        "SELECT address, port, destination_address, destination_port, source_address, source_port, until FROM translation ORDER BY id",
        static row => new AddressTranslation(
            new TranslatedConnection(row.TextOrNull(0), row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3)),
            row.Text(4), row.TextOrNull(5), row.GetInt64(6)));

    private static FrequencySnapshot ReadFrequency(SqliteConnection connection) => new(
        [
            .. Rows(connection, "SELECT name, key, raises, silent_since, reminders FROM expectation", static row => new ExpectationState(
                row.Text(0), row.Text(1), MemoryMarshal.Cast<byte, long>(row.GetFieldValue<byte[]>(2)).ToArray(), row.IsDBNull(3) ? null : row.GetInt64(3), row.GetInt64(4))),
        ],
        [.. Rows(connection, "SELECT name, key, since FROM open_pair ORDER BY since", static row => new OpenPair(row.Text(0), row.Text(1), row.GetInt64(2)))],
        [.. Rows(connection, "SELECT id, counter, key, time FROM held_raise ORDER BY id", static row => new HeldRaise(row.GetInt64(0), row.Text(1), row.Text(2), row.GetInt64(3)))]);

    private static IEnumerable<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            yield return read(reader);
    }
}
