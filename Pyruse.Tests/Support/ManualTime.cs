using Pyruse.Core.Entries;

namespace Pyruse.Tests.Support;

/// <summary>A clock that stands still until it is told to go on; then its timers fire. Its zone is UTC, whatever the machine's is.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly SemaphoreSlim _timerSet = new(0);
    private TimeSpan _elapsed;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _elapsed += by;
            due = [.. _timers.Where(timer => timer.Due <= _elapsed)];
            _timers.RemoveAll(due.Contains);
        }
        due.ForEach(static timer => timer.Fire());
    }

    /// <summary>Waits until a timer is set that ends after exactly this time, then goes on by it.</summary>
    public async Task AdvanceToTimer(TimeSpan by)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_timers.Exists(timer => timer.Due == _elapsed + by))
                    break;
            }
            Assert.That(await _timerSet.WaitAsync(Patience), $"No timer of {by} was set.");
        }
        Advance(by);
    }

    public override long GetTimestamp()
    {
        lock (_lock)
            return _elapsed.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => EntryTime.ToUtc(TestEntries.Start) + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._elapsed + dueTime;
                    time._timers.Add(this);
                }
            }
            time._timerSet.Release();
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
