using System.CommandLine;
using Pyruse.Benchmarks.Compare;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Micro;

var root = new RootCommand("Measures Pyruse; docs/performance.md says what the figures mean.")
{
    MicroCommand.Create(),
    CompareCommand.Create(),
};
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
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
