using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;

namespace Pyruse.Benchmarks.Growth;

/// <summary>The same entries lie in more and more journal files.</summary>
internal sealed class FileGrowth : IGrowthExperiment
{
    private static readonly int[] Sizes = [1, 3, 10, 50, 200];

    public string Name => "files";

    public GrowthCurve Measure(GrowthLab lab)
    {
        int entries = Math.Max(1_000, lab.Entries / 10);
        string loop = ProcessMeter.Compile(lab.Scratch, "enumerate", "-lsystemd");
        string[] journals = [.. Sizes.Select(files => lab.MakeJournal(entries, files))];
        IReadOnlyList<Cost> costs = lab.Measure([.. journals.Select(journal => lab.Replay(lab.Workflow, journal)), .. journals.Select(journal => new Trial(loop, journal, $"{entries}"))]);
        Cost[] own = [.. costs.Take(Sizes.Length)], loops = [.. costs.Skip(Sizes.Length)];
        var table = new TextTable("files", "elapsed", "processor time", "peak memory", "C loop, elapsed", "processor time", "peak memory");
        for (int i = 0; i < Sizes.Length; i++)
        {
            table.Add(
                Figures.Count(Sizes[i]), Figures.Seconds(own[i].Elapsed), Figures.Seconds(own[i].Processor), Figures.Megabytes(own[i].PeakBytes),
                Figures.Seconds(loops[i].Elapsed), Figures.Seconds(loops[i].Processor), Figures.Megabytes(loops[i].PeakBytes));
        }
        return new GrowthCurve(
            $"`pyruse replay` of {Figures.Count(entries)} entries with the 87 chains, beside the loop in C that only enumerates them: what grows there grows in libsystemd.", table,
            new LinePanel("Processor time, seconds", "files", Curves.Line("pyruse", Sizes, own, static (_, cost) => cost.Processor), Curves.Line("C loop", Sizes, loops, static (_, cost) => cost.Processor)),
            new LinePanel("Peak memory, MB", "files",
                Curves.Line("pyruse", Sizes, own, static (_, cost) => cost.PeakBytes / (1 << 20)), Curves.Line("C loop", Sizes, loops, static (_, cost) => cost.PeakBytes / (1 << 20))));
    }
}
