using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Frequency;

/// <summary>Watches that a counter is raised often enough for one key, or for all together.</summary>
/// <param name="definition">What is expected.</param>
/// <param name="key">The key; null: any.</param>
/// <param name="onChange">Told whenever the state has changed.</param>
internal sealed class ExpectedKey(ExpectDefinition definition, string? key, Action<ExpectedKey> onChange) : Deadline
{
    /// <summary>Reminders that are further behind are left out: a clock that began in 1970 must not make a flood of them.</summary>
    private const long MaxReminders = 1000;

    private readonly RaiseWindow _raises = new(definition.AtLeast);
    private readonly long _within = EntryTime.ToMicroseconds(definition.Within);
    private readonly long? _remind = definition.Remind is { } remind ? EntryTime.ToMicroseconds(remind) : null;
    private long? _silentSince;
    private long _reminders;

    /// <summary>Whether it has begun to wait.</summary>
    public bool IsArmed { get; private set; }

    /// <summary>Whether a change of its state has not been written down yet.</summary>
    public bool IsChanged { get; set; }

    /// <summary>What it is kept under.</summary>
    public (string Name, string Key) Id => (definition.Name, key ?? "");

    /// <summary>The state, to be kept.</summary>
    public ExpectationState State => new(definition.Name, key ?? "", _raises.Times, _silentSince, _reminders);

    public override long Due => !IsArmed ? long.MaxValue
        : _silentSince is not { } since ? EntryTime.End(_raises.First, definition.Within)
        : _remind is { } remind ? since + (remind * (_reminders + 1)) : long.MaxValue;

    /// <summary>Goes on with the state that was kept.</summary>
    public void Restore(ExpectationState state)
    {
        IsArmed = _raises.TryRestore(state.Raises);
        if (IsArmed)
            (_silentSince, _reminders) = (state.SilentSince, state.Reminders);
    }

    /// <summary>Begins to wait: from now on, raises are missed.</summary>
    public void Arm(long time)
    {
        IsArmed = true;
        _raises.Fill(time);
        onChange(this);
    }

    /// <summary>Takes note of a raise.</summary>
    /// <returns>What is to be told of it; null: nothing.</returns>
    public Notice? Raised(long time)
    {
        _raises.Add(time);
        onChange(this);
        if (_silentSince is not { } since)
            return null;
        long now = Math.Max(_raises.Last, since);
        if (EntryTime.End(_raises.First, definition.Within) <= now)
            return null;
        (_silentSince, _reminders) = (null, 0);
        return definition.Recovered is { } chain ? NoticeText.Recovered(definition, key, chain.Value, now, CountAt(now), since) : null;
    }

    public override Notice Elapse(long until)
    {
        long now = Due;
        if (_silentSince is null)
        {
            _silentSince = now;
        }
        else
        {
            _reminders += 1 + Math.Max(0, ((until - now) / _remind!.Value) - MaxReminders);
            now = _silentSince.Value + (_reminders * _remind.Value);
        }
        onChange(this);
        return NoticeText.Silence(definition, key, now, CountAt(now), _silentSince.Value, _reminders);
    }

    private int CountAt(long now) => _raises.CountAfter(now - _within);
}
