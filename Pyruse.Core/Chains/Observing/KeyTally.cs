using System.Runtime.InteropServices;

namespace Pyruse.Core.Chains.Observing;

/// <summary>Counts how often keys occur, with bounded memory: the rare ones among very many are counted together.</summary>
/// <remarks>
/// Once there are more keys than fit, the rarer half is given up into <see cref="GivenUp"/>; a key that comes back begins anew. So the counts of the frequent keys are right or, at
/// most by what such a key had when it was rare, too low. Not safe for use by several threads.
/// </remarks>
public sealed class KeyTally
{
    /// <summary>How many keys are told apart at a time.</summary>
    public const int Capacity = 2048;

    /// <summary>Keys that are alike up to here are counted as one.</summary>
    public const int MaxKeyLength = 128;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _byText;

    /// <summary>Makes an empty tally.</summary>
    public KeyTally() => _byText = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many keys were counted, also those that were none.</summary>
    public long Total { get; private set; }

    /// <summary>How often there was no key.</summary>
    public long Missing { get; private set; }

    /// <summary>How many occurrences belong to keys that were given up.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Counts a key.</summary>
    public void Add(ReadOnlySpan<char> key)
    {
        Total++;
        CollectionsMarshal.GetValueRefOrAddDefault(_byText, key[..Math.Min(key.Length, MaxKeyLength)], out _)++;
        if (_counts.Count > Capacity)
            Prune();
    }

    /// <summary>Counts that there is no key.</summary>
    public void AddMissing()
    {
        Total++;
        Missing++;
    }

    /// <summary>How often a key occurred.</summary>
    public long CountOf(string key) => _counts.GetValueOrDefault(key);

    /// <summary>The most frequent keys, the most frequent one first.</summary>
    /// <param name="count">How many are given at most.</param>
    public IReadOnlyList<(string Key, long Count)> Top(int count) =>
        [.. _counts.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).Take(count).Select(static pair => (pair.Key, pair.Value))];

    private void Prune()
    {
        foreach ((string key, long count) in _counts.OrderBy(static pair => pair.Value).Take(_counts.Count / 2).ToArray())
        {
            GivenUp += count;
            _counts.Remove(key);
        }
    }
}
