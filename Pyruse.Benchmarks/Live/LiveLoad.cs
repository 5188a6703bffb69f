using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Workload;
using Pyruse.Journal;

namespace Pyruse.Benchmarks.Live;

/// <summary>Writes the entries of the workload to a journal, from another thread, until it is disposed of.</summary>
internal sealed class LiveLoad : IDisposable
{
    /// <summary>How many entries there are; they are repeated.</summary>
    private const int Repertoire = 10_000;

    private readonly CancellationTokenSource _end = new();
    private readonly Task<long> _work;
    private readonly long _begin;
    private long _refused;

    /// <summary>Begins.</summary>
    /// <param name="socket">The journal's socket.</param>
    /// <param name="perSecond">How many entries a second.</param>
    /// <param name="seed">What they are made of.</param>
    public LiveLoad(string socket, double perSecond, int seed)
    {
        (string, string)[][] entries = [.. new WorkloadGenerator(seed).Take(Repertoire).Select(static entry => entry.Sent)];
        _begin = TimeProvider.System.GetTimestamp();
        _work = Task.Factory.StartNew(
            () =>
            {
                using var writer = new JournalWriter(socket);
                return Pace.Keep(perSecond, TimeSpan.MaxValue, number => Write(writer, entries[number % Repertoire]), _end.Token);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How many entries a second were written in fact.</summary>
    public double Rate { get; private set; }

    /// <summary>Ends it.</summary>
    /// <exception cref="BenchmarkException">The journal did not take the entries.</exception>
    public void Stop()
    {
        _end.Cancel();
        long written = _work.GetAwaiter().GetResult();
        if (_refused > 0)
            throw new BenchmarkException($"journald did not take {_refused} of {written} entries; the machine is too slow, or too busy, for this rate.");
        Rate = written / TimeProvider.System.GetElapsedTime(_begin).TotalSeconds;
    }

    public void Dispose()
    {
        _end.Cancel();
        _work.Wait();
        _end.Dispose();
    }

    private void Write(JournalWriter writer, (string, string)[] entry)
    {
        if (!Patiently.TryWrite(writer, entry, _end.Token))
            _refused++;
    }
}

/// <summary>Writes to a journal that may be busy for a moment.</summary>
internal static class Patiently
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Writes an entry; where the journal does not take it, again and again for a while.</summary>
    public static bool TryWrite(JournalWriter writer, (string, string)[] entry, CancellationToken cancellationToken)
    {
        if (writer.TryWrite(entry))
            return true;
        long begin = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begin) < Patience && !cancellationToken.IsCancellationRequested)
        {
            cancellationToken.WaitHandle.WaitOne(1);
            if (writer.TryWrite(entry))
                return true;
        }
        return cancellationToken.IsCancellationRequested;
    }
}
