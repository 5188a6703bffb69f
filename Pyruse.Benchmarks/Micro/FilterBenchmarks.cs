using BenchmarkDotNet.Attributes;

namespace Pyruse.Benchmarks.Micro;

/// <summary>A filter as a configuration has it.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Step">The step, as TOML.</param>
public sealed record FilterCase(string Name, string Step)
{
    public override string ToString() => Name;
}

/// <summary>What one filter costs an entry, reading it included (see <see cref="FieldBenchmarks.Read"/>).</summary>
[MemoryDiagnoser]
public class FilterBenchmarks
{
    private SomeEntry? _some;

    /// <summary>The filters, each where it passes and where it does not.</summary>
    public static IEnumerable<FilterCase> Filters =>
    [
        new("equals", """{ filter = "equals", field = "SYSLOG_IDENTIFIER", value = "sshd" }"""),
        new("equals, fails", """{ filter = "equals", field = "SYSLOG_IDENTIFIER", value = "cron" }"""),
        new("equals, a number", """{ filter = "equals", field = "PRIORITY", value = 6 }"""),
        new("in", """{ filter = "in", field = "SYSLOG_IDENTIFIER", values = ["su", "sudo", "sshd"] }"""),
        new("in, fails", """{ filter = "in", field = "SYSLOG_IDENTIFIER", values = ["su", "sudo", "cron"] }"""),
        new("lowerOrEquals", """{ filter = "lowerOrEquals", field = "PRIORITY", value = 6 }"""),
        new("greaterOrEquals, fails", """{ filter = "greaterOrEquals", field = "PRIORITY", value = 7 }"""),
        new("inNetworks", """{ filter = "inNetworks", field = "ip", nets = ["10.0.0.0/8", "203.0.113.0/24"] }"""),
        new("inNetworks, fails", """{ filter = "inNetworks", field = "ip", nets = ["10.0.0.0/8", "fd00::/8"] }"""),
        new("pcre", """{ filter = "pcre", field = "MESSAGE", re = '^Failed password for (?P<user>.*) from (?P<ip>[^ ]*) port' }"""),
        new("pcre, ruled out", """{ filter = "pcre", field = "MESSAGE", re = '^Accepted publickey for (?P<user>.*) from (?P<ip>[^ ]*) port' }"""),
        new("pcre, fails", """{ filter = "pcre", field = "MESSAGE", re = 'password for (?P<user>.*) from (?P<ip>[^ ]*) port [0-9]+$' }"""),
        new("pcreAny", """{ filter = "pcreAny", field = "MESSAGE", re = ['^Invalid user (?P<user>.*) from', '^Failed password for (?P<user>.*) from'] }"""),
        new("pcreAny, ruled out", """{ filter = "pcreAny", field = "MESSAGE", re = ['^Invalid user (?P<user>.*) from', '^Accepted (?P<user>.*) from'] }"""),
        new("userExists", """{ filter = "userExists", field = "user" }"""),
        new("contains", """{ filter = "contains", field = "MESSAGE", values = ["error", "password"] }"""),
        new("contains, fails", """{ filter = "contains", field = "MESSAGE", values = ["error", "warning"] }"""),
    ];

    [ParamsSource(nameof(Filters))]
    public FilterCase? Filter { get; set; }

    [GlobalSetup]
    public void SetUp() => _some = new SomeEntry($$"""{{Filter!.Step}}, { action = "noop" }""");

    [Benchmark]
    public void Entry() => _some!.Walk();
}
