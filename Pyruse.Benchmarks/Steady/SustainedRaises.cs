using Pyruse.Benchmarks.Live;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;
using Pyruse.Core.Entries;

namespace Pyruse.Benchmarks.Steady;

/// <summary>Counter raises at an even rate, each matched by a regular expression and committed: does the daemon keep up, and what does it take?</summary>
internal static class SustainedRaises
{
    /// <summary>What the compilation at the beginning takes is no part of a steady state.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static void Measure(TextTable table, string program, int perSecond, TimeSpan duration, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine($"{perSecond} counter raises a second …");
        using var scratch = new ScratchDirectory();
        using var daemon = new Daemon(program, scratch.Write("raises.toml", RaiseEntries.ConfigOf(scratch["state"], "-")));
        using var input = new BufferedStream(daemon.Input, 1 << 16);
        void Raise(long number) => RaiseEntries.Write(input, number, EntryTime.ToMicroseconds(TimeProvider.System.GetUtcNow()));
        Pace.Keep(perSecond, Settling, Raise, cancellationToken);
        TimeSpan before = daemon.Figures.Processor;
        long begin = TimeProvider.System.GetTimestamp();
        long raised = Pace.Keep(perSecond, duration, Raise, cancellationToken);
        double elapsed = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        double share = (daemon.Figures.Processor - before).TotalSeconds / elapsed;
        long peak = daemon.Figures.PeakBytes;
        cancellationToken.ThrowIfCancellationRequested();
        long end = TimeProvider.System.GetTimestamp();
        input.Close();
        daemon.WaitForEnd();
        TimeSpan rest = TimeProvider.System.GetElapsedTime(end);
        table.Add("counter raises sustained, durable", $"{Figures.Count(raised / elapsed)} /s", $"{Figures.Count(perSecond)} /s")
            .Add("the daemon's processor time meanwhile, of one core", Figures.Percent(share), "–")
            .Add("until the last one was committed and the daemon ended", Figures.Milliseconds(rest.TotalMilliseconds), "–")
            .Add("peak memory meanwhile", Figures.Megabytes(peak), "–");
    }
}
