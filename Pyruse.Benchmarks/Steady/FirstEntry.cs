using Pyruse.Benchmarks.Live;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;
using Pyruse.Benchmarks.Workload;

namespace Pyruse.Benchmarks.Steady;

/// <summary>The time from the start of the program until the effect of the first entry is dispatched.</summary>
internal static class FirstEntry
{
    private const int Entries = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static void Measure(TextTable table, string program, int runs, int seed, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine("The first entry …");
        using var scratch = new ScratchDirectory();
        string journal = scratch.Make("journal");
        long time = WorkloadGenerator.Epoch - 1;
        var first = new WorkloadEntry(
            [("__REALTIME_TIMESTAMP", $"{time}"), ("__MONOTONIC_TIMESTAMP", "1"), ("_BOOT_ID", WorkloadGenerator.BootId), .. LiveEvent.Fields(0)]);
        WorkloadJournal.Make(journal, [first, .. new WorkloadGenerator(seed).Take(Entries)], cancellationToken);
        double[] times = [.. Enumerable.Range(0, runs).Select(number => Measure(scratch, program, journal, number, cancellationToken)).ToArray()];
        table.Add("from the start of the program to the effect of the first entry, median", Figures.Milliseconds(Statistics.Median(times)), "250 ms")
            .Add("the shortest of these times", Figures.Milliseconds(times.Min()), "–");
    }

    private static double Measure(ScratchDirectory scratch, string program, string journal, int number, CancellationToken cancellationToken)
    {
        using var effects = new EffectSocket(scratch[$"effects-{number}"]);
        using var daemon = new Daemon(program, LiveConfig.Write(scratch, $"first-{number}", $"directory = \"{journal}\"\nsince = \"head\"", effects.Path));
        long arrived = effects.Arrivals.Wait(0, Patience, cancellationToken);
        return TimeProvider.System.GetElapsedTime(daemon.Started, arrived).TotalMilliseconds;
    }
}
