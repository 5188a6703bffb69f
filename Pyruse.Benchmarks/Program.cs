using System.CommandLine;
using BenchmarkDotNet.Running;
using Pyruse.Benchmarks.Syslog;

// dotnet run -c Release --project Pyruse.Benchmarks -- --filter '*'
// dotnet run -c Release --project Pyruse.Benchmarks -- syslog
if (args is ["syslog", ..])
    return new RootCommand("Measures Pyruse.") { SyslogCommand.Create() }.Parse(args).Invoke();
BenchmarkSwitcher.FromAssembly(typeof(Pyruse.Benchmarks.WalkBenchmarks).Assembly).Run(args);
return 0;
