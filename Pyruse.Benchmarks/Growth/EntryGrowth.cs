using Pyruse.Benchmarks.Output;

namespace Pyruse.Benchmarks.Growth;

/// <summary>The number of entries grows a hundredfold.</summary>
internal sealed class EntryGrowth : IGrowthExperiment
{
    private static readonly int[] Parts = [100, 30, 10, 3, 1];

    public string Name => "entries";

    public GrowthCurve Measure(GrowthLab lab)
    {
        int[] sizes = [.. Parts.Select(part => Math.Max(1, lab.Entries / part))];
        IReadOnlyList<Cost> costs = lab.Measure([.. sizes.Select(size => lab.Replay(lab.Workflow, lab.MakeJournal(size)))]);
        var table = new TextTable("entries", "elapsed", "processor time", "per entry", "per further entry", "peak memory");
        for (int i = 0; i < sizes.Length; i++)
        {
            table.Add(
                Figures.Count(sizes[i]), Figures.Seconds(costs[i].Elapsed), Figures.Seconds(costs[i].Processor), Figures.Microseconds(costs[i].Processor / sizes[i] * 1e6),
                i == 0 ? "–" : Figures.Microseconds((costs[i].Processor - costs[i - 1].Processor) / (sizes[i] - sizes[i - 1]) * 1e6), Figures.Megabytes(costs[i].PeakBytes));
        }
        return new GrowthCurve(
            "`pyruse replay` with the 87 chains, from start to end. Per entry and per further entry: processor time.", table,
            new LinePanel(
                "Seconds", "entries", Curves.Line("elapsed", sizes, costs, static (_, cost) => cost.Elapsed), Curves.Line("processor", sizes, costs, static (_, cost) => cost.Processor)),
            Curves.Memory("entries", sizes, costs));
    }
}
