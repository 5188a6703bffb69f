using System.Globalization;
using BenchmarkDotNet.Attributes;
using Pyruse.Core.State;

namespace Pyruse.Benchmarks.Micro;

/// <summary>What raising a counter costs that has many keys, without making it durable; each raise counts for ten minutes, and a thousand come in a second.</summary>
[MemoryDiagnoser]
public class CounterBenchmarks
{
    private const long Keep = 600_000_000;
    private const long Interval = 1_000;

    private CounterTable _counters = new();
    private string[] _keys = [];
    private long _now;
    private int _next;

    [Params(1_000, 100_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _counters = new CounterTable();
        _keys = [.. Enumerable.Range(0, Keys).Select(static number => string.Create(CultureInfo.InvariantCulture, $"2001:db8::{number:x}"))];
        _now = SomeEntry.Time;
    }

    [Benchmark(Baseline = true)]
    public int Raise()
    {
        _now += Interval;
        return _counters.Raise("ssh", NextKey(), _now, _now + Keep);
    }

    [Benchmark]
    public int RaiseAndReset()
    {
        _now += Interval;
        string key = NextKey();
        int count = _counters.Raise("ssh", key, _now, _now + Keep);
        _counters.Reset("ssh", key, _now, _now);
        return count;
    }

    private string NextKey()
    {
        _next = _next + 1 == _keys.Length ? 0 : _next + 1;
        return _keys[_next];
    }
}
