using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Core.Effects;
using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Benchmarks.Micro;

/// <summary>What it costs to make a batch durable, by the number of its counter raises; one report line and the position go with it.</summary>
[MemoryDiagnoser]
public class CommitBenchmarks : IDisposable
{
    private const int Keys = 10_000;
    private const long Keep = 600_000_000;

    private readonly ScratchDirectory _scratch = new();
    private readonly SqliteStateStore _store;
    private readonly StateBatch _batch = new();
    private long _now = SomeEntry.Time;

    public CommitBenchmarks() => _store = SqliteStateStore.Open(_scratch["state"], TimeProvider.System, NullLogger.Instance);

    [Params(1, 100, 1_000)]
    public int Raises { get; set; }

    [GlobalSetup]
    public void SetUp() => _store.Load();

    [Benchmark]
    public void Commit()
    {
        for (int number = 0; number < Raises; number++)
        {
            _now += 100;
            _batch.Counters.Add(new CounterChange(CounterChangeKind.Raised, "ssh", string.Create(CultureInfo.InvariantCulture, $"2001:db8::{_now / 100 % Keys:x}"), _now + Keep));
        }
        _batch.Effects.Add(new ReportEffect(new EffectOrigin("Measured", 0, _now, ""), ReportLevel.Info, "Failed login", ReportDetails.FirstLast));
        _batch.Cursors["journal"] = _now.ToString(CultureInfo.InvariantCulture);
        _batch.Time = _now;
        _store.Commit(_batch);
        _batch.Clear();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _store.Dispose();
        _scratch.Dispose();
        GC.SuppressFinalize(this);
    }
}
