using Pyruse.Core.Hosting;

namespace Pyruse.Cli.Daemon;

/// <summary>What all engines of a daemon have done together. Safe for use by several threads.</summary>
internal sealed class EngineTotals
{
    private readonly Lock _lock = new();
    private long _entries;
    private long _failures;
    private long _lastEntryTime;
    private long _pulse;
    private PyruseEngine? _engine;

    /// <summary>What was done so far.</summary>
    public EngineProgress Progress
    {
        get
        {
            lock (_lock)
            {
                EngineProgress now = _engine?.Progress ?? default;
                return new(_entries + now.Entries, _failures + now.Failures, now.LastEntryTime > 0 ? now.LastEntryTime : _lastEntryTime, now.IsDrained)
                {
                    Pulse = _pulse + now.Pulse,
                    IsFailing = now.IsFailing,
                };
            }
        }
    }

    /// <summary>Adds up what the engine so far has done, and follows another one.</summary>
    public void Follow(PyruseEngine engine)
    {
        EngineProgress total = Progress;
        lock (_lock)
        {
            // One more, because a new engine is a sign of life, too.
            (_entries, _failures, _lastEntryTime, _pulse) = (total.Entries, total.Failures, total.LastEntryTime, total.Pulse + 1);
            _engine = engine;
        }
    }
}
