using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Pyruse.Core.State;

namespace Pyruse.Core.Frequency;

/// <summary>Watches the raises of counters for what must happen often enough, and for what must follow upon what; makes notices in the order of entry time.</summary>
/// <remarks>
/// Used on the engine's thread. Time passes when <see cref="TryTake"/> is called with a later moment: only then something can be due. What happens at a moment
/// comes before what is due at it. Raises that are ahead of <see cref="Horizon"/> are held until time has passed them, so that several sources which are not
/// equally far make no difference. All changes are noted in the batch, except the state of expectations, which <see cref="Flush"/> notes once per batch.
/// </remarks>
internal sealed class FrequencyWatch
{
    /// <summary>Notices can cause raises that cause notices; a loop of these, in which no time passes, ends here.</summary>
    private const int MaxDepth = 16;

    /// <summary>Beyond this many held raises, the next is taken note of before its time: memory is bounded.</summary>
    private const int MaxHeld = 100_000;

    private readonly FrequencyChanges _changes;
    private readonly ILogger _logger;
    private readonly ExpectedKey[] _expected;
    private readonly PairWatch[] _pairs;
    private readonly FrozenDictionary<string, IRaiseObserver[]> _observers;
    private readonly DeadlineQueue _deadlines = new();
    private readonly PriorityQueue<HeldRaise, (long Time, long Id)> _held = new();
    private readonly Queue<Notice> _notices = new();
    private readonly List<ExpectedKey> _changed = [];
    private readonly HashSet<object> _warned = [];
    private bool _isArmed;
    private long _settled = long.MinValue;
    private long _lastId;

    /// <param name="expects">What is expected.</param>
    /// <param name="pairs">What must follow upon what.</param>
    /// <param name="changes">Takes the changes that the store has to keep.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    public FrequencyWatch(IReadOnlyList<ExpectDefinition> expects, IReadOnlyList<PairDefinition> pairs, FrequencyChanges changes, ILogger logger)
    {
        _changes = changes;
        _logger = logger;
        int order = 0;
        var observers = new List<(string Counter, IRaiseObserver Observer)>();
        var expected = new List<ExpectedKey>();
        foreach (ExpectDefinition definition in expects)
        {
            var expectation = new Expectation(definition, order, NoteChange);
            observers.Add((definition.Counter.Value, expectation));
            expected.AddRange(expectation.Keys);
            order = expected.Count;
        }
        _expected = [.. expected];
        _pairs = [.. pairs.Select(definition => new PairWatch(definition, NoteChange, WarnOfOverflow) { Order = order++ })];
        foreach ((PairDefinition definition, PairWatch watch) in pairs.Zip(_pairs))
        {
            foreach (string counter in new HashSet<string>([definition.First.Value, definition.Then.Value], StringComparer.Ordinal))
                observers.Add((counter, watch));
        }
        _observers = observers.GroupBy(static pair => pair.Counter, StringComparer.Ordinal)
            .ToFrozenDictionary(static group => group.Key, static group => group.Select(static pair => pair.Observer).ToArray(), StringComparer.Ordinal);
        _isArmed = expects.Count == 0;
        Refresh();
    }

    /// <summary>Whether there is anything to watch.</summary>
    public bool IsNeeded => _observers.Count > 0;

    /// <summary>Whether expectations have begun to wait.</summary>
    public bool IsArmed => _isArmed;

    /// <summary>Before this moment nothing is due; <see cref="long.MinValue"/> while expectations do not wait yet; <see cref="long.MaxValue"/>: nothing is due at all.</summary>
    public long Next { get; private set; }

    /// <summary>Whether there are notices of what happened, which do not wait for time to pass.</summary>
    public bool HasNotices => _notices.Count > 0;

    /// <summary>No source can bring a raise before this moment any more, beside the one that is read.</summary>
    public long Horizon { get; set; } = long.MaxValue;

    /// <summary>The depth of the notice that is being walked; -1: none is.</summary>
    public int Depth { get; set; } = -1;

    /// <summary>Goes on with what was kept; what the configuration does not have any more is forgotten.</summary>
    public void Restore(FrequencySnapshot snapshot)
    {
        Dictionary<(string, string), ExpectedKey> expected = _expected.ToDictionary(static key => key.Id);
        foreach (ExpectationState state in snapshot.Expectations)
        {
            if (expected.TryGetValue((state.Name, state.Key), out ExpectedKey? key))
                key.Restore(state);
            else
                _changes.Expectations[(state.Name, state.Key)] = null;
        }
        foreach (OpenPair open in snapshot.Pairs)
        {
            if (_pairs.FirstOrDefault(pair => pair.Name == open.Name) is { } watch)
                watch.Restore(open);
            else
                _changes.Pairs[(open.Name, open.Key)] = null;
        }
        foreach (HeldRaise raise in snapshot.Held)
            _held.Enqueue(raise, (raise.Time, raise.Id));
        _lastId = snapshot.Held.Count > 0 ? snapshot.Held.Max(static raise => raise.Id) : 0;
        _isArmed = _expected.All(static key => key.IsArmed);
        NoteDeadlines();
    }

    /// <summary>Begins to wait for what is expected, where nothing is known of it.</summary>
    /// <param name="time">From this moment on, in microseconds since 1970-01-01 UTC.</param>
    public void Arm(long time)
    {
        foreach (ExpectedKey key in _expected.Where(static key => !key.IsArmed))
            key.Arm(time);
        _isArmed = true;
        NoteDeadlines();
    }

    /// <summary>Takes note of a raise.</summary>
    public void Observe(string counter, string key, long time)
    {
        if (!_observers.ContainsKey(counter))
            return;
        if (time <= Math.Max(Horizon, _settled))
            Apply(counter, key, time);
        else
            Hold(new HeldRaise(++_lastId, counter, key, time));
        Refresh();
    }

    /// <summary>Lets time pass, and takes the next notice.</summary>
    /// <param name="until">Everything before this moment was handled, in microseconds since 1970-01-01 UTC.</param>
    /// <param name="notice">The notice.</param>
    /// <returns>False when there is none.</returns>
    public bool TryTake(long until, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Notice? notice)
    {
        _settled = Math.Max(_settled, until);
        while (!_notices.TryDequeue(out notice))
        {
            long raised = _held.TryPeek(out _, out (long Time, long Id) first) ? first.Time : long.MaxValue;
            if (_deadlines.TakeBefore(Math.Min(until, raised)) is { } deadline)
            {
                notice = deadline.Elapse(until);
                _deadlines.Note(deadline);
                if (notice is not null)
                    break;
            }
            else if (raised < until)
            {
                Release(_held.Dequeue());
            }
            else
            {
                break;
            }
        }
        Refresh();
        return notice is not null;
    }

    /// <summary>Notes the state of expectations that has changed since the last time.</summary>
    public void Flush()
    {
        foreach (ExpectedKey key in _changed)
        {
            _changes.Expectations[key.Id] = key.State;
            key.IsChanged = false;
        }
        _changed.Clear();
    }

    private void Apply(string counter, string key, long time)
    {
        foreach (IRaiseObserver observer in _observers.GetValueOrDefault(counter) ?? [])
        {
            if (observer.Raised(counter, key, time, _deadlines) is not { } notice)
                continue;
            if (Depth + 1 < MaxDepth)
                _notices.Enqueue(notice with { Depth = Depth + 1 });
            else if (_warned.Add(observer))
                _logger.LogWarning("Notices of [[expect]] and [[pair]] cause each other without end, last {Notice}; take the counters that they watch out of their own chains.", notice.Cursor);
        }
    }

    private void Hold(HeldRaise raise)
    {
        if (_held.Count == MaxHeld)
            Release(_held.Dequeue());
        _held.Enqueue(raise, (raise.Time, raise.Id));
        _changes.Held[raise.Id] = raise;
    }

    private void Release(HeldRaise raise)
    {
        _changes.Held[raise.Id] = null;
        Apply(raise.Counter, raise.Key, raise.Time);
    }

    private void NoteDeadlines()
    {
        foreach (Deadline deadline in (IEnumerable<Deadline>)[.. _expected, .. _pairs])
            _deadlines.Note(deadline);
        Refresh();
    }

    private void Refresh() => Next = !_isArmed ? long.MinValue : Math.Min(_deadlines.First, _held.TryPeek(out _, out (long Time, long Id) first) ? first.Time : long.MaxValue);

    private void NoteChange(ExpectedKey key)
    {
        if (!key.IsChanged)
            _changed.Add(key);
        key.IsChanged = true;
    }

    private void NoteChange(string pair, string key, long? since) => _changes.Pairs[(pair, key)] = since;

    private void WarnOfOverflow(PairDefinition pair)
    {
        if (_warned.Add(pair))
            _logger.LogWarning("The pair \"{Pair}\" is open for more than {Limit} keys; the oldest are forgotten.", pair.Name, PairWatch.MaxOpen);
    }
}
