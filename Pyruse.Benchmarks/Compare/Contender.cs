using Pyruse.Benchmarks.Measuring;

namespace Pyruse.Benchmarks.Compare;

/// <summary>A program that reads the same entries.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Program">Its path; null: it is not installed.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Contender(string Name, string? Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Why it can't take part; null: it can.</summary>
    public string? Absence { get; init; }

    /// <summary>Says what is wrong with a run that ended well; null: nothing.</summary>
    public Func<ProcessRun, string?> Check { get; init; } = static _ => null;
}

/// <summary>A contender and what it took each time.</summary>
internal sealed record Score(string Name, IReadOnlyList<ProcessRun> Runs)
{
    /// <summary>The median of the elapsed times, in seconds.</summary>
    public double Elapsed => Statistics.Median(Runs.Select(static run => run.Elapsed.TotalSeconds));

    /// <summary>The shortest of the elapsed times, in seconds.</summary>
    public double Shortest => Runs.Min(static run => run.Elapsed.TotalSeconds);

    /// <summary>The median of the processor times, in seconds.</summary>
    public double Processor => Statistics.Median(Runs.Select(static run => run.Processor.TotalSeconds));

    /// <summary>The median of the peaks of resident memory, in bytes.</summary>
    public double PeakBytes => Statistics.Median(Runs.Select(static run => (double)run.PeakBytes));
}
