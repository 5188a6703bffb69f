using Pyruse.Core.Entries;

namespace Pyruse.Tests.Support;

/// <summary>A clock that a test moves by hand; what falls due is done at once, on the test's thread. Its zone is UTC or a given one, whatever the machine's is.</summary>
internal sealed class ManualTime(DateTimeOffset start, TimeZoneInfo? zone = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private TimeSpan _setBy;
    private TaskCompletionSource _planned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ManualTime()
        : this(EntryTime.ToUtc(TestEntries.Start))
    {
    }

    public override TimeZoneInfo LocalTimeZone => zone ?? TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp()
    {
        lock (_lock)
            return (_now - _setBy).Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets the clock, as an administrator does: no time passes, and timers fire no sooner and no later.</summary>
    public void Set(DateTimeOffset time)
    {
        lock (_lock)
        {
            TimeSpan by = time - _now;
            _now = time;
            _setBy += by;
            _timers.ForEach(timer => timer.Due += by);
        }
    }

    public void Advance(TimeSpan by)
    {
        ManualTimer[] due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            _timers.RemoveAll(timer => due.Contains(timer));
        }
        foreach (ManualTimer timer in due)
            timer.Fire();
    }

    /// <summary>Waits until something is planned for just then.</summary>
    public Task UntilPlannedAsync(TimeSpan ahead) => UntilPlannedAsync(due => due == _now + ahead);

    /// <summary>Waits until something is planned for some time up to then.</summary>
    public Task UntilPlannedWithinAsync(TimeSpan ahead) => UntilPlannedAsync(due => due <= _now + ahead);

    private async Task UntilPlannedAsync(Predicate<DateTimeOffset> isMeant)
    {
        while (true)
        {
            Task planned;
            lock (_lock)
            {
                if (_timers.Exists(timer => isMeant(timer.Due)))
                    return;
                if (_planned.Task.IsCompleted)
                    _planned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                planned = _planned.Task;
            }
            await planned.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    /// <summary>Waits until something is planned for just then, and goes on to it.</summary>
    public async Task AdvanceToTimer(TimeSpan ahead)
    {
        await UntilPlannedAsync(ahead);
        Advance(ahead);
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isDue;
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time._now + dueTime;
                isDue = Due <= time._now;
                if (!isDue)
                {
                    time._timers.Add(this);
                    time._planned.TrySetResult();
                }
            }
            if (isDue)
                Fire();
            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
