using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Pyruse.Core.State;

namespace Pyruse.State;

/// <summary>Writes what changed of expectations and pairs.</summary>
/// <remarks>The times of an expectation's raises are kept together, as 64-bit integers of this machine one after the other: they are read and written as a whole.</remarks>
internal sealed class FrequencyWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement _setExpectation = new(
        connection,
        """
        INSERT INTO expectation (name, key, raises, silent_since, reminders) VALUES ($name, $key, $raises, $silentSince, $reminders)
        ON CONFLICT (name, key) DO UPDATE SET raises = excluded.raises, silent_since = excluded.silent_since, reminders = excluded.reminders
        """,
        "$name", "$key", "$raises", "$silentSince", "$reminders");

    private readonly Statement _forgetExpectation = new(connection, "DELETE FROM expectation WHERE name = $name AND key = $key", "$name", "$key");

    private readonly Statement _openPair = new(
        connection, "INSERT INTO open_pair (name, key, since) VALUES ($name, $key, $since) ON CONFLICT (name, key) DO UPDATE SET since = excluded.since", "$name", "$key", "$since");

    private readonly Statement _closePair = new(connection, "DELETE FROM open_pair WHERE name = $name AND key = $key", "$name", "$key");
    private readonly Statement _holdRaise = new(connection, "INSERT OR REPLACE INTO held_raise (id, counter, key, time) VALUES ($id, $counter, $key, $time)", "$id", "$counter", "$key", "$time");
    private readonly Statement _releaseRaise = new(connection, "DELETE FROM held_raise WHERE id = $id", "$id");

    public void Write(FrequencyChanges changes)
    {
        foreach (((string name, string key), ExpectationState? state) in changes.Expectations)
        {
            if (state is null)
                _forgetExpectation.Run(name, key);
            else
                _setExpectation.Run(name, key, MemoryMarshal.AsBytes<long>(state.Raises.ToArray()).ToArray(), state.SilentSince, state.Reminders);
        }
        foreach (((string name, string key), long? since) in changes.Pairs)
        {
            if (since is null)
                _closePair.Run(name, key);
            else
                _openPair.Run(name, key, since);
        }
        foreach ((long id, HeldRaise? raise) in changes.Held)
        {
            if (raise is null)
                _releaseRaise.Run(id);
            else
                _holdRaise.Run(id, raise.Counter, raise.Key, raise.Time);
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in new[] { _setExpectation, _forgetExpectation, _openPair, _closePair, _holdRaise, _releaseRaise })
            statement.Dispose();
    }
}
