using System.Text;
using Pyruse.Benchmarks.Output;
using Pyruse.Benchmarks.Workload;

namespace Pyruse.Benchmarks.Growth;

/// <summary>The number of keys that counters keep grows, with all of it durable.</summary>
internal sealed class CounterGrowth : IGrowthExperiment
{
    private const int LeastRaises = 200_000;

    /// <summary>The keys are those of ten counters: one alone keeps 100,000 at most.</summary>
    private const int Counters = 10;

    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000];

    public string Name => "counters";

    public GrowthCurve Measure(GrowthLab lab)
    {
        var table = new TextTable("keys", "raises", "per raise, elapsed", "processor time", "peak memory", "next start", "peak memory", "database");
        List<Cost> raising = [], starting = [];
        string empty = lab.Scratch.Write("empty.export", "");
        foreach (int keys in Sizes)
        {
            int raises = Math.Max(keys, LeastRaises);
            string export = WriteRaises(lab, keys, raises);
            string state = lab.Scratch[$"state-{keys}"];
            string first = lab.Scratch.Write($"raise-{keys}.toml", ConfigOf(state, export)), next = lab.Scratch.Write($"start-{keys}.toml", ConfigOf(state, empty));
            Cost raised = lab.Measure(new Trial(lab.Pyruse, "run", "--config", first) { Prepare = () => Remove(state) })[0];
            Cost started = lab.Measure(new Trial(lab.Pyruse, "run", "--config", next))[0];
            table.Add(
                Figures.Count(keys), Figures.Count(raises), Figures.Microseconds(raised.Elapsed / raises * 1e6), Figures.Microseconds(raised.Processor / raises * 1e6),
                Figures.Megabytes(raised.PeakBytes), Figures.Seconds(started.Elapsed), Figures.Megabytes(started.PeakBytes), Figures.Megabytes(SizeOf(state)));
            raising.Add(raised);
            starting.Add(started);
            Remove(state);
            File.Delete(export);
        }
        return new GrowthCurve(
            "`pyruse run` on an export in which each entry raises a counter, start included, everything committed; then a start with that state and nothing to read.", table,
            new LinePanel("Per raise, µs", "keys",
                Curves.Line("elapsed", Sizes, raising, static (keys, cost) => cost.Elapsed / Math.Max(keys, LeastRaises) * 1e6),
                Curves.Line("processor", Sizes, raising, static (keys, cost) => cost.Processor / Math.Max(keys, LeastRaises) * 1e6)),
            new LinePanel("Next start, seconds", "keys", Curves.Line("elapsed", Sizes, starting, static (_, cost) => cost.Elapsed)),
            new LinePanel("Peak memory, MB", "keys",
                Curves.Line("raising", Sizes, raising, static (_, cost) => cost.PeakBytes / (1 << 20)), Curves.Line("next start", Sizes, starting, static (_, cost) => cost.PeakBytes / (1 << 20))));
    }

    internal static void Remove(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }

    internal static long SizeOf(string directory) => new DirectoryInfo(directory).EnumerateFiles().Sum(static file => file.Length);

    private static string WriteRaises(GrowthLab lab, int keys, int raises)
    {
        string path = lab.Scratch[$"raises-{keys}.export"];
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        for (int number = 0; number < raises; number++)
        {
            int key = number % keys;
            new WorkloadEntry([("__REALTIME_TIMESTAMP", $"{WorkloadGenerator.Epoch + (number * 100L)}"), ("COUNTER", $"{key % Counters}"), ("KEY", $"2001:db8::{key:x}")]).WriteTo(stream);
        }
        return path;
    }

    private static string ConfigOf(string state, string export)
    {
        var toml = new StringBuilder($$"""
            storage = "{{state}}"
            [report]
            enabled = false
            [[source]]
            type = "export"
            name = "{{Path.GetFileNameWithoutExtension(export)}}"
            path = "{{export}}"

            """);
        for (int number = 0; number < Counters; number++)
        {
            toml.Append($$"""
                [[chain]]
                name = "Counter {{number}}"
                steps = [
                  { filter = "equals", field = "COUNTER", value = "{{number}}" },
                  { action = "counterRaise", counter = "counter {{number}}", for = "KEY", keepSeconds = "1d" },
                ]

                """);
        }
        return toml.ToString();
    }
}
