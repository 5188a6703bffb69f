using Pyruse.Core.Effects;

namespace Pyruse.Core.State;

/// <summary>What an engine that takes over from another one needs, in memory: the copy that a database would keep.</summary>
internal sealed class MemoryEngineState
{
    private readonly CounterTable _counters = new();
    private readonly Queue<AddressTranslation> _translations = new();
    private readonly FrequencyChanges _frequency = new();

    /// <summary>Takes in what a batch changes.</summary>
    public void Apply(StateBatch batch)
    {
        foreach (CounterChange change in batch.Counters)
            _counters.Restore(change);
        _counters.RemoveExpired(batch.Time);
        while (_translations.TryPeek(out AddressTranslation? oldest) && oldest.Until <= batch.Time)
            _translations.Dequeue();
        foreach (AddressTranslation translation in batch.Translations)
        {
            if (_translations.Count == TranslationTable.Capacity)
                _translations.Dequeue();
            _translations.Enqueue(translation);
        }
        Apply(batch.Frequency.Expectations, _frequency.Expectations);
        Apply(batch.Frequency.Pairs, _frequency.Pairs);
        Apply(batch.Frequency.Held, _frequency.Held);
    }

    /// <summary>Gives all of it, as a database would.</summary>
    public StateSnapshot ToSnapshot(IReadOnlyDictionary<string, string> cursors) => new(
        new Dictionary<string, string>(cursors, StringComparer.Ordinal), [.. _counters.Changes()], [.. _translations])
    {
        Frequency = new(
            [.. _frequency.Expectations.Values.OfType<ExpectationState>()],
            [.. _frequency.Pairs.Select(static pair => new OpenPair(pair.Key.Name, pair.Key.Key, pair.Value!.Value))],
            [.. _frequency.Held.Values.OfType<HeldRaise>().OrderBy(static raise => raise.Id)]),
    };

    private static void Apply<TKey, TValue>(Dictionary<TKey, TValue> changes, Dictionary<TKey, TValue> state)
        where TKey : notnull
    {
        foreach ((TKey key, TValue value) in changes)
        {
            if (value is null)
                state.Remove(key);
            else
                state[key] = value;
        }
    }
}
