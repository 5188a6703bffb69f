using BenchmarkDotNet.Attributes;

namespace Pyruse.Benchmarks.Micro;

/// <summary>What one filter costs an entry, reading it included (see <see cref="FieldBenchmarks.Read"/>).</summary>
[MemoryDiagnoser]
public class FilterBenchmarks
{
    private SomeEntry? _some;

    /// <summary>The filters, each once where it passes and once where it does not.</summary>
    public static IEnumerable<string> Filters =>
    [
        """{ filter = "equals", field = "SYSLOG_IDENTIFIER", value = "sshd" }""",
        """{ filter = "equals", field = "SYSLOG_IDENTIFIER", value = "cron" }""",
        """{ filter = "equals", field = "PRIORITY", value = 6 }""",
        """{ filter = "in", field = "SYSLOG_IDENTIFIER", values = ["su", "sudo", "sshd"] }""",
        """{ filter = "in", field = "SYSLOG_IDENTIFIER", values = ["su", "sudo", "cron"] }""",
        """{ filter = "lowerOrEquals", field = "PRIORITY", value = 6 }""",
        """{ filter = "greaterOrEquals", field = "PRIORITY", value = 7 }""",
        """{ filter = "inNetworks", field = "ip", nets = ["10.0.0.0/8", "203.0.113.0/24"] }""",
        """{ filter = "inNetworks", field = "ip", nets = ["10.0.0.0/8", "fd00::/8"] }""",
        """{ filter = "pcre", field = "MESSAGE", re = '^Failed password for (?P<user>.*) from (?P<ip>[^ ]*) port' }""",
        """{ filter = "pcre", field = "MESSAGE", re = '^Accepted publickey for (?P<user>.*) from (?P<ip>[^ ]*) port' }""",
        """{ filter = "pcreAny", field = "MESSAGE", re = ['^Invalid user (?P<user>.*) from', '^Failed password for (?P<user>.*) from'] }""",
        """{ filter = "pcreAny", field = "MESSAGE", re = ['^Invalid user (?P<user>.*) from', '^Accepted (?P<user>.*) from'] }""",
        """{ filter = "userExists", field = "user" }""",
        """{ filter = "contains", field = "MESSAGE", values = ["error", "password"] }""",
        """{ filter = "contains", field = "MESSAGE", values = ["error", "warning"] }""",
    ];

    [ParamsSource(nameof(Filters))]
    public string Filter { get; set; } = "";

    [GlobalSetup]
    public void SetUp() => _some = new SomeEntry($$"""{{Filter}}, { action = "noop" }""");

    [Benchmark]
    public void Entry() => _some!.Walk();
}
