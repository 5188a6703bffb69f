using System.Text;
using Pyruse.Benchmarks.Output;

namespace Pyruse.Benchmarks.Growth;

/// <summary>The number of chains grows, each for another program; no entry is of any of these, so each entry has to get past all of them.</summary>
internal sealed class ChainGrowth : IGrowthExperiment
{
    private const int Few = 100;
    private static readonly int[] Sizes = [10, 20, 100, 500, 2_000];

    public string Name => "chains";

    public GrowthCurve Measure(GrowthLab lab)
    {
        // What a further entry costs is the difference between many and few: start and compilation are the same.
        int many = Math.Max(Few * 2, lab.Entries / 2);
        string large = lab.MakeJournal(many), small = lab.MakeJournal(Few);
        string[] configs = [.. Sizes.Select(size => lab.Scratch.Write($"chains-{size}.toml", ConfigOf(size)))];
        IReadOnlyList<Cost> costs = lab.Measure([.. configs.Select(config => lab.Replay(config, small)), .. configs.Select(config => lab.Replay(config, large))]);
        Cost[] begins = [.. costs.Take(Sizes.Length)], ends = [.. costs.Skip(Sizes.Length)];
        double[] perEntry = [.. begins.Zip(ends, (begin, end) => (end.Processor - begin.Processor) / (many - Few) * 1e6)];
        double of20 = perEntry[Array.IndexOf(Sizes, 20)];
        var table = new TextTable("chains", "with few entries", "with many", "per entry", "to 20 chains", "peak memory");
        for (int i = 0; i < Sizes.Length; i++)
        {
            table.Add(
                Figures.Count(Sizes[i]), Figures.Seconds(begins[i].Processor), Figures.Seconds(ends[i].Processor), Figures.Microseconds(perEntry[i]), Figures.Ratio(perEntry[i] / of20),
                Figures.Megabytes(ends[i].PeakBytes));
        }
        return new GrowthCurve(
            $"`pyruse replay` with chains on distinct identifiers that no entry has; processor time with {Few} entries (start, mostly) and {Figures.Count(many)}, and the difference per entry. Aim: with 2,000 chains at most 1.15 × of 20.",
            table,
            new LinePanel("Processor time per entry, µs", "chains", new Series("per entry", [.. Sizes.Zip(perEntry, static (size, cost) => ((double)size, cost))])),
            new LinePanel("Start, seconds", "chains", Curves.Line("elapsed", Sizes, begins, static (_, cost) => cost.Elapsed), Curves.Line("processor", Sizes, begins, static (_, cost) => cost.Processor)),
            Curves.Memory("chains", Sizes, ends));
    }

    private static string ConfigOf(int chains)
    {
        var toml = new StringBuilder();
        for (int number = 0; number < chains; number++)
        {
            toml.Append($$"""
                [[chain]]
                name = "Service {{number}}"
                steps = [
                  { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "service-{{number}}" },
                  { filter = "pcre", field = "MESSAGE", re = '^Failed login number {{number}} from (?P<ip>[^ ]+)$' },
                  { action = "counterRaise", counter = "service-{{number}}", for = "ip", keepSeconds = "10m", save = "failures" },
                ]

                """);
        }
        return toml.ToString();
    }
}
