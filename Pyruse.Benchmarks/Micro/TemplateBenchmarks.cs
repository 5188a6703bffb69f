using BenchmarkDotNet.Attributes;
using Pyruse.Core.Entries;
using Pyruse.Core.Templates;

namespace Pyruse.Benchmarks.Micro;

/// <summary>What filling a message costs.</summary>
[MemoryDiagnoser]
public class TemplateBenchmarks
{
    private readonly LogEntry _entry;
    private readonly MessageTemplate _plain;
    private readonly MessageTemplate _formatted;

    public TemplateBenchmarks()
    {
        var fields = new FieldTable();
        _plain = MessageTemplate.Parse("Failed login from {ip} as {user}@{_HOSTNAME}", fields);
        _formatted = MessageTemplate.Parse("{__REALTIME_TIMESTAMP:%H:%M} [{PRIORITY:>3}] {MESSAGE}", fields);
        _entry = new LogEntry(fields);
        _entry.Begin(1_760_000_000_000_000);
        _entry.Add("_HOSTNAME"u8, "mail"u8);
        _entry.Add("PRIORITY"u8, "6"u8);
        _entry.Add("MESSAGE"u8, "Failed password for root from 203.0.113.7 port 40022 ssh2"u8);
        _entry.Set(fields["ip"], "203.0.113.7");
        _entry.Set(fields["user"], "root");
    }

    [Benchmark(Baseline = true)]
    public string Plain() => _plain.Fill(_entry);

    [Benchmark]
    public string Formatted() => _formatted.Fill(_entry);
}
