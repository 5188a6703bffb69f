using Pyruse.Benchmarks.Live;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;

namespace Pyruse.Benchmarks.Steady;

/// <summary>The memory of a daemon that follows a journal with the 87 chains.</summary>
internal static class FollowingMemory
{
    private const int LookInterval = 250;

    public static void Measure(TextTable table, string program, int perSecond, TimeSpan duration, int seed, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Console.Error.WriteLine("Memory while following live is not measured: a journald for it needs root.");
            return;
        }
        Console.Error.WriteLine($"Following {perSecond} entries a second …");
        using var scratch = new ScratchDirectory();
        using var journal = new PrivateJournald();
        using var effects = new EffectSocket(scratch["effects"]);
        using var daemon = new Daemon(program, LiveConfig.Write(scratch, "following", $"namespace = \"{journal.Namespace}\"", effects.Path));
        using var load = new LiveLoad(journal.Socket, perSecond, seed);
        long begin = TimeProvider.System.GetTimestamp();
        long resident = 0, anonymous = 0;
        TimeSpan before = default;
        while (TimeProvider.System.GetElapsedTime(begin) < duration)
        {
            cancellationToken.WaitHandle.WaitOne(LookInterval);
            cancellationToken.ThrowIfCancellationRequested();
            daemon.MustRun();
            if (TimeProvider.System.GetElapsedTime(begin) < duration / 2)
                before = daemon.Figures.Processor;
            resident = Math.Max(resident, daemon.Figures.ResidentBytes);
            anonymous = Math.Max(anonymous, daemon.Figures.AnonymousBytes);
        }
        TimeSpan processor = daemon.Figures.Processor - before;
        load.Stop();
        table.Add($"resident memory following {Figures.Count(load.Rate)} entries/s, at most", Figures.Megabytes(resident), "60 MB")
            .Add("of it the daemon's own (the rest are files: programs, journals)", Figures.Megabytes(anonymous), "–")
            .Add("processor time meanwhile (second half), of one core", Figures.Percent(processor.TotalSeconds / (duration / 2).TotalSeconds), "–");
    }
}
