using Pyruse.Benchmarks.Measuring;

namespace Pyruse.Benchmarks.Live;

/// <summary>When numbered events arrived somewhere. Safe for use by several threads.</summary>
internal sealed class Arrivals
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, TaskCompletionSource<long>> _times = [];

    /// <summary>Notes that an event arrives now.</summary>
    public void Note(int number)
    {
        long now = TimeProvider.System.GetTimestamp();
        Get(number).TrySetResult(now);
    }

    /// <summary>Waits until an event has arrived.</summary>
    /// <returns>When it did, by <see cref="TimeProvider.GetTimestamp"/>.</returns>
    /// <exception cref="BenchmarkException">It does not come in time.</exception>
    public long Wait(int number, TimeSpan patience, CancellationToken cancellationToken) => TryWait(number, patience, cancellationToken, out long time)
        ? time : throw new BenchmarkException($"Event {number} did not arrive within {patience.TotalSeconds} s.");

    /// <summary>Waits until an event has arrived, or the patience is over.</summary>
    public bool TryWait(int number, TimeSpan patience, CancellationToken cancellationToken, out long time)
    {
        Task<long> arrival = Get(number).Task;
        bool hasArrived = arrival.Wait((int)patience.TotalMilliseconds, cancellationToken);
        time = hasArrived ? arrival.Result : 0;
        return hasArrived;
    }

    private TaskCompletionSource<long> Get(int number)
    {
        lock (_lock)
        {
            if (!_times.TryGetValue(number, out TaskCompletionSource<long>? arrival))
                _times.Add(number, arrival = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
            return arrival;
        }
    }
}
