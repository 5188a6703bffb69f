using Microsoft.Data.Sqlite;
using Pyruse.Core.State;

namespace Pyruse.State;

/// <summary>Repeats the changes of counters in the tables.</summary>
/// <remarks>A key's raises are numbered, so that the youngest is the one with the highest number; names and keys are written once, not with each raise.</remarks>
internal sealed class CounterWriter(SqliteConnection connection) : IDisposable
{
    private const string Key = "(SELECT id FROM counted_key WHERE counter = (SELECT id FROM counter WHERE name = $counter) AND key = $key)";

    private readonly Statement _addRaise = new(
        connection,
        """
        INSERT INTO raised (key, number, until)
        SELECT id, 1 + coalesce((SELECT max(number) FROM raised WHERE key = counted_key.id), 0), $until
        FROM counted_key WHERE counter = (SELECT id FROM counter WHERE name = $counter) AND key = $key
        """,
        "$counter", "$key", "$until");

    private readonly Statement _addCounter = new(connection, "INSERT OR IGNORE INTO counter (name) VALUES ($counter)", "$counter");

    private readonly Statement _addKey = new(
        connection, "INSERT INTO counted_key (counter, key) SELECT id, $key FROM counter WHERE name = $counter", "$counter", "$key");

    private readonly Statement _takeRaise = new(
        connection,
        $"DELETE FROM raised WHERE (key, number) = (SELECT key, number FROM raised WHERE key = {Key} AND until = $until ORDER BY number DESC LIMIT 1)",
        "$counter", "$key", "$until");

    private readonly Statement _takeAllRaises = new(connection, $"DELETE FROM raised WHERE key = {Key}", "$counter", "$key");

    private readonly Statement _setGrace = new(
        connection,
        """
        INSERT INTO counted_key (counter, key, grace) SELECT id, $key, $until FROM counter WHERE name = $counter
        ON CONFLICT (counter, key) DO UPDATE SET grace = excluded.grace
        """,
        "$counter", "$key", "$until");

    private readonly Statement _forgetKey = new(connection, $"DELETE FROM counted_key WHERE id = {Key}", "$counter", "$key");

    public void Apply(in CounterChange change)
    {
        switch (change.Kind)
        {
            case CounterChangeKind.Raised:
                if (_addRaise.Run(change.Counter, change.Key, change.Until) == 0)
                {
                    _addCounter.Run(change.Counter);
                    _addKey.Run(change.Counter, change.Key);
                    _addRaise.Run(change.Counter, change.Key, change.Until);
                }
                break;
            case CounterChangeKind.Lowered:
                _takeRaise.Run(change.Counter, change.Key, change.Until);
                break;
            case CounterChangeKind.Reset when change.Until > 0:
                _addCounter.Run(change.Counter);
                _setGrace.Run(change.Counter, change.Key, change.Until);
                _takeAllRaises.Run(change.Counter, change.Key);
                break;
            case CounterChangeKind.Reset:
                _takeAllRaises.Run(change.Counter, change.Key);
                _forgetKey.Run(change.Counter, change.Key);
                break;
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in new[] { _addRaise, _addCounter, _addKey, _takeRaise, _takeAllRaises, _setGrace, _forgetKey })
            statement.Dispose();
    }
}
