using Pyruse.Benchmarks.Workload;

namespace Pyruse.Benchmarks.Steady;

/// <summary>Entries each of which raises a counter, of ten thousand keys in turn.</summary>
internal static class RaiseEntries
{
    private const int Keys = 10_000;

    /// <summary>Writes one in the Journal Export Format.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="number">Its number.</param>
    /// <param name="time">Its time, in microseconds since 1970-01-01 UTC.</param>
    public static void Write(Stream stream, long number, long time) => new WorkloadEntry(
        [("__REALTIME_TIMESTAMP", $"{time}"), ("SYSLOG_IDENTIFIER", "login"), ("MESSAGE", $"Failed login from 2001:db8::{number % Keys:x}")]).WriteTo(stream);

    /// <summary>A configuration that counts them.</summary>
    /// <param name="state">The directory for the state.</param>
    /// <param name="export">Where the entries come from.</param>
    public static string ConfigOf(string state, string export) => $$"""
        storage = "{{state}}"
        [report]
        enabled = false
        [[source]]
        type = "export"
        path = "{{export}}"
        [[chain]]
        name = "Failures"
        steps = [
          { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "login" },
          { filter = "pcre", field = "MESSAGE", re = '^Failed login from (?P<ip>\S+)$' },
          { action = "counterRaise", counter = "login", for = "ip", keepSeconds = "10m", save = "failures" },
          { filter = "greaterOrEquals", field = "failures", value = 1000000 },
          { action = "noop" },
        ]
        """;
}
