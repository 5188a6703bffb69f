namespace Pyruse.Core.State;

/// <summary>What is known of an <c>[[expect]]</c> for one key.</summary>
/// <param name="Name">The name of the expectation.</param>
/// <param name="Key">The key; empty: any.</param>
/// <param name="Raises">The times of the last raises, oldest first, in microseconds since 1970-01-01 UTC.</param>
/// <param name="SilentSince">Since when there are too few, likewise; null: there are enough.</param>
/// <param name="Reminders">How many times that was said again.</param>
public sealed record ExpectationState(string Name, string Key, IReadOnlyList<long> Raises, long? SilentSince, long Reminders);

/// <summary>A key of a <c>[[pair]]</c> for which the second is awaited.</summary>
/// <param name="Name">The name of the pair.</param>
/// <param name="Key">The key.</param>
/// <param name="Since">When the first came, in microseconds since 1970-01-01 UTC.</param>
public sealed record OpenPair(string Name, string Key, long Since);

/// <summary>A raise that is ahead of what other sources have brought so far, and is taken note of when they have caught up.</summary>
/// <param name="Id">Its number; numbers grow.</param>
/// <param name="Counter">The counter.</param>
/// <param name="Key">The key.</param>
/// <param name="Time">When, in microseconds since 1970-01-01 UTC.</param>
public sealed record HeldRaise(long Id, string Counter, string Key, long Time);

/// <summary>What a store holds of expectations and pairs at start.</summary>
/// <param name="Expectations">The state of expectations.</param>
/// <param name="Pairs">The open keys of pairs.</param>
/// <param name="Held">The raises that are held, in the order of their numbers.</param>
public sealed record FrequencySnapshot(IReadOnlyList<ExpectationState> Expectations, IReadOnlyList<OpenPair> Pairs, IReadOnlyList<HeldRaise> Held)
{
    /// <summary>Nothing at all.</summary>
    public static FrequencySnapshot Empty { get; } = new([], [], []);
}

/// <summary>What changed of expectations and pairs while some entries were walked; null: it is gone.</summary>
public sealed class FrequencyChanges
{
    /// <summary>The present state of expectations, by name and key.</summary>
    public Dictionary<(string Name, string Key), ExpectationState?> Expectations { get; } = [];

    /// <summary>The keys of pairs that were opened or closed, by name and key, and since when they are open.</summary>
    public Dictionary<(string Name, string Key), long?> Pairs { get; } = [];

    /// <summary>The raises that are held or not any more, by number.</summary>
    public Dictionary<long, HeldRaise?> Held { get; } = [];

    /// <summary>Whether there is anything.</summary>
    public bool HasAny => Expectations.Count > 0 || Pairs.Count > 0 || Held.Count > 0;

    /// <summary>Empties it for its next use.</summary>
    public void Clear()
    {
        Expectations.Clear();
        Pairs.Clear();
        Held.Clear();
    }
}
