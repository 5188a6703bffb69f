using System.Globalization;

namespace Pyruse.Benchmarks.Measuring;

/// <summary>What a process took from its start to its end.</summary>
/// <param name="Elapsed">The time that passed.</param>
/// <param name="Processor">The processor time of all its threads, in user mode and in the kernel.</param>
/// <param name="PeakBytes">The most memory that was resident at one time.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record ProcessRun(TimeSpan Elapsed, TimeSpan Processor, long PeakBytes, string Errors)
{
    /// <summary>Reads what the helper <c>measure</c> wrote.</summary>
    /// <returns>The figures, and the exit code of the program.</returns>
    public static (ProcessRun Run, int ExitCode) Parse(string line, string errors)
    {
        long[] figures = [.. line.Split(' ', StringSplitOptions.TrimEntries).Select(static figure => long.Parse(figure, CultureInfo.InvariantCulture))];
        return (new ProcessRun(TimeSpan.FromMicroseconds(figures[0]), TimeSpan.FromMicroseconds(figures[1] + figures[2]), figures[3] * 1024, errors), (int)figures[4]);
    }
}
