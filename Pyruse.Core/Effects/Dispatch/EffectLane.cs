using Pyruse.Core.State;

namespace Pyruse.Core.Effects.Dispatch;

/// <summary>The effects for one target that are in memory, in order. Guarded by the dispatcher's lock.</summary>
internal sealed class EffectLane(string target, IEffectHandler handler)
{
    private readonly List<OutboxEntry> _entries = [];
    private EffectTrouble? _trouble;

    public string Target => target;

    public IEffectHandler Handler => handler;

    public int Count => _entries.Count;

    /// <summary>The number of the last effect that was taken.</summary>
    public long LastTaken { get; private set; }

    /// <summary>Whether there are more effects for this target in the store, that did not fit. Read without the lock too, where a moment's error does no harm.</summary>
    public bool IsBehind { get; set; }

    /// <summary>Whether the lane waits until a failed effect is tried again, or until one that is held back may go.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>What keeps the oldest effect from being carried out; null: nothing. Written by the lane's worker, read by any thread.</summary>
    public EffectTrouble? Trouble
    {
        get => Volatile.Read(ref _trouble);
        set => Volatile.Write(ref _trouble, value);
    }

    public void Add(OutboxEntry entry)
    {
        _entries.Add(entry);
        LastTaken = entry.Id;
    }

    /// <summary>Gives what the handler can carry out at once: everything, or the oldest alone.</summary>
    public OutboxEntry[] Next() => handler is IBatchEffectHandler ? [.. _entries] : [.. _entries.Take(1)];

    public void Remove(IReadOnlyCollection<OutboxEntry> done) => _entries.RemoveAll(done.Contains);
}
