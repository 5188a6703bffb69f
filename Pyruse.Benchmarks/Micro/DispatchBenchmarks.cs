using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.State;

namespace Pyruse.Benchmarks.Micro;

/// <summary>What the dispatcher costs an effect from the commit until it is done, when doing it costs nothing.</summary>
[MemoryDiagnoser]
public class DispatchBenchmarks : IAsyncDisposable
{
    private const int Effects = 100;

    private readonly MemoryStateStore _store = new();
    private readonly StateBatch _batch = new();
    private readonly EffectDispatcher _dispatcher;

    public DispatchBenchmarks() =>
        _dispatcher = new EffectDispatcher([new NothingToDo()], _store, workers: 2, TimeProvider.System, NullLogger.Instance);

    [GlobalSetup]
    public void SetUp() => _dispatcher.Resume();

    [Benchmark(OperationsPerInvoke = Effects)]
    public async Task EnqueueAndDo()
    {
        for (int number = 0; number < Effects; number++)
            _batch.Effects.Add(new LogEffect(new EffectOrigin("Measured", 0, SomeEntry.Time, ""), JournalLevel.Info, "done"));
        _store.Commit(_batch);
        _dispatcher.Enqueue([.. _batch.Outbox]);
        _batch.Clear();
        await _dispatcher.DrainAsync(TimeSpan.FromSeconds(10));
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _dispatcher.DisposeAsync();
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class NothingToDo : IEffectHandler
    {
        public TimeSpan Patience => TimeSpan.Zero;

        public string? TargetOf(Effect effect) => "nowhere";

        public Task<EffectResult> CarryOutAsync(Effect effect, CancellationToken cancellationToken) => Task.FromResult(EffectResult.Done);
    }
}
