using BenchmarkDotNet.Attributes;
using Pyruse.Core.Entries;

namespace Pyruse.Benchmarks.Micro;

/// <summary>What reading an entry of eight fields costs, alone and with a look at a field in each form that it can have.</summary>
[MemoryDiagnoser]
public class FieldBenchmarks
{
    private readonly SomeEntry _some;
    private readonly Field _message;
    private readonly Field _priority;
    private readonly Field _missing;

    public FieldBenchmarks()
    {
        var fields = new FieldTable();
        foreach (string name in (string[])["SYSLOG_IDENTIFIER", "_PID", "_HOSTNAME", "_SYSTEMD_UNIT", "ip", "user"])
            _ = fields[name];
        _message = fields["MESSAGE"];
        _priority = fields["PRIORITY"];
        _missing = fields["ERRNO"];
        _some = new SomeEntry(fields);
    }

    [Benchmark(Baseline = true)]
    public void Read() => _some.Fill();

    [Benchmark]
    public int ReadAndSeeBytes()
    {
        _some.Fill();
        return _some.Entry.First(_message).Utf8.Length;
    }

    [Benchmark]
    public long ReadAndSeeNumber()
    {
        _some.Fill();
        _ = _some.Entry.First(_priority).TryGetInteger(out long number);
        return number;
    }

    [Benchmark]
    public string? ReadAndSeeText()
    {
        _some.Fill();
        return _some.Entry.First(_message).Text;
    }

    [Benchmark]
    public bool ReadAndMiss()
    {
        _some.Fill();
        return _some.Entry.Has(_missing);
    }
}
