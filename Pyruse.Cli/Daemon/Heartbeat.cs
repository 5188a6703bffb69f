using Microsoft.Extensions.Logging;
using Pyruse.Core.Configuration;
using Pyruse.Core.Hosting;
using Pyruse.Journal;

namespace Pyruse.Cli.Daemon;

/// <summary>
/// Looks regularly whether the engine gets on, and tells systemd's watchdog only then; notices when the whole process stood still; and knows how many entries there were in the last minute.
/// </summary>
/// <remarks>
/// It looks four times per WatchdogSec, and an engine that waits for entries wakes up as often, so that systemd hears of it at least twice per WatchdogSec. Safe for use by several threads.
/// </remarks>
internal sealed class Heartbeat : IDisposable
{
    private const int LooksPerWatchdogHalf = 2;

    /// <summary>So often it looks when systemd does not watch.</summary>
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(15);

    /// <summary>A busy machine may delay a look by this much.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RateTime = TimeSpan.FromMinutes(1);

    /// <summary>An engine whose entries are older is behind.</summary>
    private static readonly TimeSpan UsualLag = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly ServiceManager _service;
    private readonly Func<EngineProgress> _progress;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private readonly Queue<(long Timestamp, long Entries)> _looks = new();
    private long _last;
    private long _pulse;
    private long _lastPulse;
    private long? _behindSince;

    public Heartbeat(ServiceManager service, Func<EngineProgress> progress, TimeProvider time, ILogger logger)
    {
        (_service, _progress, _time, _logger) = (service, progress, time, logger);
        _interval = service.WatchdogInterval is { } half ? half / LooksPerWatchdogHalf : UsualInterval;
        _last = _lastPulse = time.GetTimestamp();
        _looks.Enqueue((_last, progress().Entries));
        _timer = time.CreateTimer(_ => Look(), null, _interval, _interval);
    }

    /// <summary>How long the engine has been behind by more than a minute; null: it is not.</summary>
    public TimeSpan? Behind
    {
        get
        {
            lock (_lock)
                return _behindSince is { } since ? _time.GetElapsedTime(since) : null;
        }
    }

    /// <summary>For how long the engine has shown no sign of life.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_lock)
                return _time.GetElapsedTime(_lastPulse);
        }
    }

    /// <summary>How often the engine must show that it gets on, for systemd; null: systemd does not watch.</summary>
    public static TimeSpan? PulseIntervalOf(ServiceManager service) => service.WatchdogInterval / LooksPerWatchdogHalf;

    /// <summary>Says so when systemd would end the daemon before it has helped itself.</summary>
    public static void WarnIfShort(ServiceManager service, PyruseConfiguration configuration, ILogger logger)
    {
        TimeSpan limit = configuration.Plugins.GiveUpAfter;
        if (service.WatchdogInterval is { } half && half < limit)
        {
            logger.LogWarning(
                "systemd's watchdog (WatchdogSec, {Watchdog}) may end this before a step that never comes back is given up, which takes {Limit} (six times step_budget of [plugins]); set it to at least {Least}.",
                Durations.Format(half * 2), Durations.Format(limit), Durations.Format(limit * 2));
        }
    }

    /// <summary>How many entries there were in a second, in the last minute or since the start.</summary>
    public double EntriesPerSecond()
    {
        lock (_lock)
        {
            (long begin, long entries) = _looks.Peek();
            double seconds = _time.GetElapsedTime(begin).TotalSeconds;
            return seconds > 0 ? Math.Max(0, _progress().Entries - entries) / seconds : 0;
        }
    }

    /// <summary>How old the entry is that is being handled; zero when everything there is was handled.</summary>
    public static TimeSpan LagOf(EngineProgress progress, DateTimeOffset now)
    {
        if (progress.IsDrained || progress.LastEntryTime == 0)
            return TimeSpan.Zero;
        TimeSpan lag = now - Core.Entries.EntryTime.ToUtc(progress.LastEntryTime);
        return lag > TimeSpan.Zero ? lag : TimeSpan.Zero;
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        EngineProgress progress = _progress();
        TimeSpan gap;
        bool isAlive;
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            gap = _time.GetElapsedTime(_last, now);
            _last = now;
            isAlive = progress.Pulse != _pulse;
            _pulse = progress.Pulse;
            if (isAlive || (progress.IsDrained && _service.WatchdogInterval is null))
                _lastPulse = now;
            _behindSince = LagOf(progress, _time.GetUtcNow()) > UsualLag ? _behindSince ?? now : null;
            _looks.Enqueue((now, progress.Entries));
            while (_looks.Count > 1 && _time.GetElapsedTime(_looks.Peek().Timestamp, now) > RateTime)
                _looks.Dequeue();
        }
        if (isAlive && _service.WatchdogInterval is not null)
            _service.Alive();
        if (gap > (_interval * 2) + Tolerance)
            _logger.LogWarning("This process stood still for {Duration}: it was stopped (SIGSTOP), or the machine was too busy. What came meanwhile is handled now.", Durations.Format(gap - _interval));
    }
}
