using BenchmarkDotNet.Running;

// dotnet run -c Release --project Pyruse.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Pyruse.Benchmarks.WalkBenchmarks).Assembly).Run(args);
