using Microsoft.Extensions.Logging.Abstractions;
using Pyruse.Benchmarks.InProcess;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;
using Pyruse.Benchmarks.Workload;
using Pyruse.Core.Hosting;
using Pyruse.State;

namespace Pyruse.Benchmarks.Steady;

/// <summary>The same raises as fast as they can be read: how much of the time is the engine's own, and how much is SQLite's.</summary>
internal static class CommitShare
{
    private const int Raises = 300_000;

    public static void Measure(TextTable table, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine("The engine's share …");
        using var scratch = new ScratchDirectory();
        string export = scratch["raises.export"];
        using (FileStream stream = File.Create(export))
        {
            for (int number = 0; number < Raises; number++)
                RaiseEntries.Write(stream, number, WorkloadGenerator.Epoch + (number * 100L));
        }
        double committing = 0;
        using var watch = new CommitWatch(seconds => committing += seconds);
        using SqliteStateStore store = SqliteStateStore.Open(scratch["state"], TimeProvider.System, NullLogger.Instance);
        PyruseEngine engine = EngineMaker.Make(RaiseEntries.ConfigOf(scratch["state"], export), new EngineHost { Store = store, Metrics = watch.Metrics });
        long begin = TimeProvider.System.GetTimestamp();
        engine.Run(cancellationToken);
        double elapsed = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        cancellationToken.ThrowIfCancellationRequested();
        table.Add("raises at full speed, durable", $"{Figures.Count(Raises / elapsed)} /s", "–")
            .Add("of that time: reading, walking, counting", Figures.Percent((elapsed - committing) / elapsed), "–")
            .Add("of that time: committing", Figures.Percent(committing / elapsed), "–");
    }
}
