using System.CommandLine;
using Pyruse.Benchmarks.Compare;
using Pyruse.Benchmarks.Growth;
using Pyruse.Benchmarks.Latency;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Micro;
using Pyruse.Benchmarks.Patterns;
using Pyruse.Benchmarks.Steady;
using Pyruse.Benchmarks.Syslog;

var root = new RootCommand("Measures Pyruse; docs/performance.md says what the figures mean.")
{
    MicroCommand.Create(),
    CompareCommand.Create(),
    GrowthCommand.Create(),
    LatencyCommand.Create(),
    SteadyCommand.Create(),
    PatternsCommand.Create(),
    SyslogCommand.Create(),
};
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // After Ctrl-C, what runs is ended and what it made removed; the default of two seconds is too short for that.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
    });
}
catch (BenchmarkException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Interrupted.");
    return 1;
}
