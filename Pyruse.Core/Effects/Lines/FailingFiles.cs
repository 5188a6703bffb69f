using Microsoft.Extensions.Logging;

namespace Pyruse.Core.Effects.Lines;

/// <summary>The files that can't be written now: when they are tried again, and how many of their lines wait in the outbox.</summary>
/// <remarks>Paths may come from log text, so everything here has a limit that no sender can push further. Not safe for use by several threads.</remarks>
internal sealed class FailingFiles(TimeProvider time, ILogger logger)
{
    /// <summary>Files beyond this many are not told apart; their lines are dropped.</summary>
    private const int MaxFiles = 512;

    /// <summary>How many lines may wait, those of all files together.</summary>
    private const int MaxWaiting = 10_000;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    /// <summary>After this long the outbox has given up the lines that came first.</summary>
    private static readonly TimeSpan OutboxPatience = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Failure> _failures = new(StringComparer.Ordinal);
    private int _waiting;
    private long _otherLines;
    private long? _othersSaid;

    /// <summary>Whether a file has failed a moment ago and is not to be tried yet.</summary>
    public bool IsResting(string path, long now) => _failures.TryGetValue(path, out Failure? failure) && time.GetElapsedTime(failure.LastAttempt, now) < RetryInterval;

    /// <summary>Notes that a file can't be written.</summary>
    public void Fail(string path, string problem, long now)
    {
        ForgetOld(now);
        if (!_failures.TryGetValue(path, out Failure? failure))
        {
            if (_failures.Count == MaxFiles)
                return;
            logger.LogError("{File} can't be written: {Problem} Its lines wait in the outbox; no more than {Limit} lines wait there.", path, problem, MaxWaiting);
            _failures.Add(path, failure = new Failure { Since = now });
        }
        failure.LastAttempt = now;
    }

    /// <summary>Puts lines of a failing file into the outbox, as far as there is room, and counts those that are lost.</summary>
    public void PutOff(string path, List<Effect> lines, long now, List<Effect> outbox)
    {
        if (!_failures.TryGetValue(path, out Failure? failure))
        {
            _otherLines += lines.Count;
            SayOthers(now);
            return;
        }
        int room = Math.Min(lines.Count, MaxWaiting - _waiting);
        outbox.AddRange(lines.Take(room));
        _waiting += room;
        failure.Waiting += room;
        failure.Dropped += lines.Count - room;
    }

    /// <summary>Notes that a file could be written.</summary>
    public void Succeed(string path)
    {
        if (_failures.Count == 0 || !_failures.Remove(path, out Failure? failure))
            return;
        _waiting -= failure.Waiting;
        logger.LogWarning("{File} can be written again.{Lost}", path, failure.Dropped > 0 ? $" {failure.Dropped} lines were dropped meanwhile." : " No line was lost.");
    }

    private void ForgetOld(long now)
    {
        foreach ((string path, Failure failure) in _failures)
        {
            if (time.GetElapsedTime(failure.Since, now) < OutboxPatience)
                continue;
            _waiting -= failure.Waiting;
            _failures.Remove(path);
            logger.LogError("{File} could not be written for an hour. {Dropped} lines were dropped.", path, failure.Dropped);
        }
    }

    private void SayOthers(long now)
    {
        if (_othersSaid is { } said && time.GetElapsedTime(said, now) < OutboxPatience)
            return;
        logger.LogError("More than {Limit} files can't be written. {Lines} lines of further ones were dropped.", MaxFiles, _otherLines);
        (_othersSaid, _otherLines) = (now, 0);
    }

    private sealed class Failure
    {
        public long Since { get; init; }

        public long LastAttempt { get; set; }

        public int Waiting { get; set; }

        public long Dropped { get; set; }
    }
}
