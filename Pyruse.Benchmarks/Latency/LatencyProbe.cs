using Pyruse.Benchmarks.Live;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Workload;
using Pyruse.Journal;

namespace Pyruse.Benchmarks.Latency;

/// <summary>How long events took, each in milliseconds.</summary>
/// <param name="Effects">From writing one to the arrival of its effect.</param>
/// <param name="Lines">From writing one to the line of <c>journalctl -f</c>.</param>
internal sealed record Latencies(double[] Effects, double[] Lines);

/// <summary>Writes events to a journal and waits for the effects that they have.</summary>
/// <param name="journal">The journal.</param>
/// <param name="effects">Where the effects arrive.</param>
/// <param name="follower">Who sees the same events.</param>
/// <param name="daemon">The daemon that causes the effects.</param>
internal sealed class LatencyProbe(PrivateJournald journal, EffectSocket effects, JournalFollower follower, Daemon daemon) : IDisposable
{
    private const int FirstAttempts = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromMilliseconds(500);

    private readonly JournalWriter _writer = new(journal.Socket);
    private readonly SeededRandom _random = new(1);
    private int _next;

    /// <summary>Writes events until one has an effect: then the daemon follows.</summary>
    /// <exception cref="BenchmarkException">None has, in half a minute.</exception>
    public void WaitForFirst(CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < FirstAttempts; attempt++)
        {
            daemon.MustRun();
            int number = _next++;
            Send(number, cancellationToken);
            if (effects.Arrivals.TryWait(number, FirstPatience, cancellationToken, out _))
                return;
        }
        throw new BenchmarkException("The daemon does not follow the journal of the measurement.");
    }

    /// <summary>Writes one event after the other, each when the one before has had its effect, with pauses of random length.</summary>
    public Latencies OneByOne(int count, int longestPause, CancellationToken cancellationToken) => Write(
        count,
        number =>
        {
            effects.Arrivals.Wait(number, Patience, cancellationToken);
            cancellationToken.WaitHandle.WaitOne(_random.Below(longestPause));
        },
        cancellationToken);

    /// <summary>Writes events at random moments, without waiting for what they do.</summary>
    public Latencies AtRandom(int count, double meanPause, CancellationToken cancellationToken) =>
        Write(count, _ => cancellationToken.WaitHandle.WaitOne((int)_random.NextInterval(meanPause)), cancellationToken);

    public void Dispose() => _writer.Dispose();

    private Latencies Write(int count, Action<int> pause, CancellationToken cancellationToken)
    {
        int first = _next;
        _next += count;
        long[] sent = new long[count];
        for (int i = 0; i < count; i++)
        {
            sent[i] = Send(first + i, cancellationToken);
            pause(first + i);
        }
        daemon.MustRun();
        double[] LatenciesOf(Arrivals arrivals) => [.. sent.Select((time, i) => TimeProvider.System.GetElapsedTime(time, arrivals.Wait(first + i, Patience, cancellationToken)).TotalMilliseconds)];
        return new Latencies(LatenciesOf(effects.Arrivals), LatenciesOf(follower.Arrivals));
    }

    /// <returns>When the attempt to write it began.</returns>
    private long Send(int number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long begin = TimeProvider.System.GetTimestamp();
        if (!Patiently.TryWrite(_writer, LiveEvent.Fields(number), cancellationToken))
            throw new BenchmarkException("journald takes no entries any more.");
        return begin;
    }
}
