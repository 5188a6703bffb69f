using System.Runtime.InteropServices;

namespace Pyruse.Core.State;

/// <summary>Counters in memory: the truth while the engine runs; the store keeps a copy through the changes noted here.</summary>
/// <remarks>Used on the engine's thread. All times are microseconds since 1970-01-01 UTC.</remarks>
internal sealed class CounterTable(int keysPerCounter = CounterTable.DefaultKeysPerCounter)
{
    public const int DefaultKeysPerCounter = 100_000;

    private readonly Dictionary<string, Counter> _counters = new(StringComparer.Ordinal);

    /// <summary>Told once for each counter whose oldest keys had to be dropped.</summary>
    public Action<string>? OnOverflow { get; set; }

    /// <summary>Told of every change that the store has to repeat.</summary>
    public Action<CounterChange>? OnChange { get; set; }

    public int Raise(string counter, string key, long now, long until)
    {
        Counter all = Get(counter);
        Tally tally = all.GetOrAdd(key);
        if (now < tally.GraceUntil)
            return 0;
        int count = tally.Raise(now, until);
        all.Touch(tally);
        OnChange?.Invoke(new(CounterChangeKind.Raised, counter, key, until));
        if (all.Count > all.SweepAt)
            Sweep(counter, all, now);
        return count;
    }

    public int Lower(string counter, string key, long now)
    {
        if (!Get(counter).TryGet(key, out Tally? tally) || tally.CountAt(now) == 0)
            return 0;
        int count = tally.Lower(out long until);
        OnChange?.Invoke(new(CounterChangeKind.Lowered, counter, key, until));
        return count;
    }

    public void Reset(string counter, string key, long now, long graceUntil)
    {
        Counter all = Get(counter);
        if (graceUntil <= now)
        {
            // Nothing is remembered of a key without raises and without grace.
            if (!all.Remove(key))
                return;
            graceUntil = 0;
        }
        else
        {
            Tally tally = all.GetOrAdd(key);
            tally.Reset(graceUntil);
            all.Touch(tally);
        }
        OnChange?.Invoke(new(CounterChangeKind.Reset, counter, key, graceUntil));
        if (all.Count > all.SweepAt)
            Sweep(counter, all, now);
    }

    public int CountAt(string counter, string key, long now) => Get(counter).TryGet(key, out Tally? tally) ? tally.CountAt(now) : 0;

    /// <summary>Repeats a change that a store has kept, without noting it again.</summary>
    public void Restore(in CounterChange change)
    {
        Counter all = Get(change.Counter);
        switch (change.Kind)
        {
            case CounterChangeKind.Raised:
                Tally raised = all.GetOrAdd(change.Key);
                raised.Raise(long.MinValue, change.Until);
                all.Touch(raised);
                break;
            case CounterChangeKind.Lowered when all.TryGet(change.Key, out Tally? lowered):
                lowered.Lower(out _);
                break;
            case CounterChangeKind.Reset when change.Until == 0:
                all.Remove(change.Key);
                break;
            case CounterChangeKind.Reset:
                Tally reset = all.GetOrAdd(change.Key);
                reset.Reset(change.Until);
                all.Touch(reset);
                break;
        }
    }

    /// <summary>The changes that lead from nothing to what there is, those of a key that was changed earlier first.</summary>
    public IEnumerable<CounterChange> Changes() => _counters.SelectMany(static counter => counter.Value.ByTouch.SelectMany(pair => pair.Value.Changes(counter.Key, pair.Key)));

    /// <summary>Forgets, once many keys were added since the last time, those that count nothing any more.</summary>
    public void RemoveExpired(long now)
    {
        foreach (Counter all in _counters.Values.Where(static all => all.Count > all.SweepAt))
        {
            all.RemoveExpired(now);
            all.SweepAt = Math.Max(1024, all.Count * 2);
        }
    }

    private Counter Get(string counter)
    {
        ref Counter? all = ref CollectionsMarshal.GetValueRefOrAddDefault(_counters, counter, out _);
        return all ??= new Counter();
    }

    /// <summary>Drops the keys that have expired, and if still too many are left, those that were not touched for longest.</summary>
    private void Sweep(string name, Counter all, long now)
    {
        all.RemoveExpired(now);
        if (all.Count > keysPerCounter)
        {
            // A tenth more than necessary, so that the next sweep is far away.
            foreach (string key in all.Oldest(all.Count - keysPerCounter + (keysPerCounter / 10)))
            {
                all.Remove(key);
                OnChange?.Invoke(new(CounterChangeKind.Reset, name, key, 0));
            }
            if (!all.HasOverflowed)
                OnOverflow?.Invoke(name);
            all.HasOverflowed = true;
        }
        all.SweepAt = Math.Min(keysPerCounter, Math.Max(1024, all.Count * 2));
    }

    private sealed class Counter
    {
        private readonly Dictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
        private long _touches;

        public int Count => _tallies.Count;

        public int SweepAt { get; set; } = 1024;

        public bool HasOverflowed { get; set; }

        public IEnumerable<KeyValuePair<string, Tally>> ByTouch => _tallies.OrderBy(static pair => pair.Value.LastTouch);

        public bool TryGet(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Tally? tally) => _tallies.TryGetValue(key, out tally);

        public Tally GetOrAdd(string key)
        {
            ref Tally? tally = ref CollectionsMarshal.GetValueRefOrAddDefault(_tallies, key, out _);
            return tally ??= new Tally();
        }

        public bool Remove(string key) => _tallies.Remove(key);

        public void Touch(Tally tally) => tally.LastTouch = ++_touches;

        public void RemoveExpired(long now)
        {
            foreach ((string key, Tally tally) in _tallies)
            {
                // Removing while enumerating is allowed for this type.
                if (tally.CountAt(now) == 0 && tally.GraceUntil <= now)
                    _tallies.Remove(key);
            }
        }

        public IEnumerable<string> Oldest(int count) => [.. _tallies.OrderBy(static pair => pair.Value.LastTouch).Take(count).Select(static pair => pair.Key)];
    }

    /// <summary>The raises of one key that may still count, oldest first, as the times at which they cease to.</summary>
    private sealed class Tally
    {
        /// <summary>Beyond this many raises of one key the oldest are forgotten: no rule counts that far, and memory is bounded.</summary>
        private const int MaxRaises = 100_000;

        private readonly List<long> _ends = [];
        private int _first;
        private bool _isOrdered = true;

        /// <summary>While the ends are not in order: no end is sooner, so that they need not be looked through before.</summary>
        private long _soonest;

        public long GraceUntil { get; private set; }

        public long LastTouch { get; set; }

        public int Raise(long now, long until)
        {
            Expire(now);
            if (_ends.Count - _first >= MaxRaises)
                _first++;
            if (_ends.Count > _first && until < _ends[^1])
            {
                if (_isOrdered)
                    _soonest = _ends[_first];
                _isOrdered = false;
            }
            _soonest = Math.Min(_soonest, until);
            _ends.Add(until);
            return _ends.Count - _first;
        }

        public int Lower(out long until)
        {
            until = 0;
            if (_ends.Count > _first)
            {
                until = _ends[^1];
                _ends.RemoveAt(_ends.Count - 1);
            }
            return _ends.Count - _first;
        }

        public void Reset(long graceUntil)
        {
            _ends.Clear();
            _first = 0;
            _isOrdered = true;
            GraceUntil = graceUntil;
        }

        public IEnumerable<CounterChange> Changes(string counter, string key)
        {
            if (GraceUntil != 0)
                yield return new(CounterChangeKind.Reset, counter, key, GraceUntil);
            for (int i = _first; i < _ends.Count; i++)
                yield return new(CounterChangeKind.Raised, counter, key, _ends[i]);
        }

        public int CountAt(long now)
        {
            Expire(now);
            return _ends.Count - _first;
        }

        private void Expire(long now)
        {
            if (_isOrdered)
            {
                while (_first < _ends.Count && _ends[_first] <= now)
                    _first++;
            }
            else if (_soonest <= now)
            {
                _ends.RemoveRange(0, _first);
                _first = 0;
                _ends.RemoveAll(end => end <= now);
                _isOrdered = _ends.Count == 0;
                _soonest = _isOrdered ? long.MaxValue : _ends.Min();
            }
            if (_first > 0 && _first * 2 >= _ends.Count)
            {
                _ends.RemoveRange(0, _first);
                _first = 0;
                _isOrdered |= _ends.Count == 0;
            }
        }
    }
}
