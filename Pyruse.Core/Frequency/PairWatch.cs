using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Frequency;

/// <summary>Watches that upon the raise of one counter that of another follows in time, for each key.</summary>
/// <param name="definition">What must follow upon what.</param>
/// <param name="onChange">Told which key is open since when, or not any more (null).</param>
/// <param name="onOverflow">Told when there are too many open keys, and the oldest is forgotten.</param>
internal sealed class PairWatch(PairDefinition definition, Action<string, string, long?> onChange, Action<PairDefinition> onOverflow) : Deadline, IRaiseObserver
{
    /// <summary>Keys come from log text: more must not fill the memory.</summary>
    public const int MaxOpen = 100_000;

    /// <summary>The open keys, in the order of their times.</summary>
    private readonly LinkedList<(string Key, long Since)> _inOrder = new();

    private readonly Dictionary<string, LinkedListNode<(string Key, long Since)>> _byKey = new(StringComparer.Ordinal);

    public string Name => definition.Name;

    public override long Due => _inOrder.First is { } first ? EntryTime.End(first.Value.Since, definition.Within) : long.MaxValue;

    /// <summary>Goes on with a key that was kept.</summary>
    public void Restore(OpenPair open) => Add(open.Key, open.Since);

    public Notice? Raised(string counter, string key, long time, DeadlineQueue deadlines)
    {
        Notice? notice = counter == definition.Then.Value ? Close(key, time) : null;
        if (counter == definition.First.Value && !_byKey.ContainsKey(key))
            Open(key, time);
        deadlines.Note(this);
        return notice;
    }

    public override Notice? Elapse(long until)
    {
        long due = Due;
        (string key, long since) = _inOrder.First!.Value;
        Remove(_inOrder.First);
        return definition.Chain is { } chain ? NoticeText.Absence(definition, key, chain.Value, due, since) : null;
    }

    private Notice? Close(string key, long time)
    {
        // What comes after the deadline is too late, also when that is not noticed yet; what is older than the first belongs to another one.
        if (!_byKey.TryGetValue(key, out LinkedListNode<(string Key, long Since)>? open) || time < open.Value.Since || time > EntryTime.End(open.Value.Since, definition.Within))
            return null;
        Remove(open);
        return definition.Met is { } chain ? NoticeText.Met(definition, key, chain.Value, time, open.Value.Since) : null;
    }

    private void Open(string key, long time)
    {
        if (_byKey.Count == MaxOpen)
        {
            onOverflow(definition);
            Remove(_inOrder.First!);
        }
        Add(key, time);
        onChange(definition.Name, key, time);
    }

    private void Add(string key, long since)
    {
        LinkedListNode<(string Key, long Since)>? before = _inOrder.Last;
        while (before is not null && before.Value.Since > since)
            before = before.Previous;
        _byKey.Add(key, before is null ? _inOrder.AddFirst((key, since)) : _inOrder.AddAfter(before, (key, since)));
    }

    private void Remove(LinkedListNode<(string Key, long Since)> open)
    {
        _inOrder.Remove(open);
        _byKey.Remove(open.Value.Key);
        onChange(definition.Name, open.Value.Key, null);
    }
}
