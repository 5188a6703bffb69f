using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Workload;

namespace Pyruse.Benchmarks.Growth;

/// <summary>The medians of several runs of one process.</summary>
/// <param name="Elapsed">Seconds from start to end.</param>
/// <param name="Processor">Seconds of processor time.</param>
/// <param name="PeakBytes">The most memory that was resident.</param>
internal readonly record struct Cost(double Elapsed, double Processor, double PeakBytes)
{
    public static Cost Of(IReadOnlyCollection<ProcessRun> runs) => new(
        Statistics.Median(runs.Select(static run => run.Elapsed.TotalSeconds)),
        Statistics.Median(runs.Select(static run => run.Processor.TotalSeconds)),
        Statistics.Median(runs.Select(static run => (double)run.PeakBytes)));
}

/// <summary>What is run several times.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Trial(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>What is to be done before each run, such as to remove what the last one left.</summary>
    public Action Prepare { get; init; } = static () => { };
}

/// <summary>What growth experiments work with.</summary>
/// <param name="scratch">A directory for one experiment.</param>
/// <param name="pyruse">The program to measure.</param>
/// <param name="runs">How many times each is measured.</param>
/// <param name="cancellationToken">Ends everything.</param>
internal sealed class GrowthLab(ScratchDirectory scratch, string pyruse, int runs, CancellationToken cancellationToken)
{
    private readonly ProcessMeter _meter = new(scratch);

    public ScratchDirectory Scratch => scratch;

    public string Pyruse => pyruse;

    /// <summary>The entries of most experiments, from the seed and number that were asked for.</summary>
    public required int Seed { get; init; }

    /// <inheritdoc cref="Seed"/>
    public required int Entries { get; init; }

    /// <summary>The chains of experiments in which they do not grow.</summary>
    public required string Workflow { get; init; }

    /// <summary>Makes a directory with a journal.</summary>
    public string MakeJournal(int entries, int files = 1)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string directory = scratch.Make($"journal-{entries}-{files}");
        WorkloadJournal.Make(directory, [.. new WorkloadGenerator(Seed).Take(entries)], files, cancellationToken);
        return directory;
    }

    /// <summary>A replay of a journal.</summary>
    public Trial Replay(string config, string journal) => new(pyruse, "replay", "--config", config, "--directory", journal);

    /// <summary>Measures several programs in turn, so that what else the machine does meets all of them alike.</summary>
    /// <returns>The cost of each, in their order.</returns>
    public IReadOnlyList<Cost> Measure(params IReadOnlyList<Trial> trials)
    {
        ProcessRun[][] results = [.. trials.Select(_ => new ProcessRun[runs])];
        for (int turn = 0; turn < runs; turn++)
        {
            for (int number = 0; number < trials.Count; number++)
            {
                Trial trial = trials[number];
                trial.Prepare();
                results[number][turn] = _meter.Run(trial.Program, trial.Arguments, cancellationToken);
            }
        }
        return [.. results.Select(Cost.Of)];
    }
}
