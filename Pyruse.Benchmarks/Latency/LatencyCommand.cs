using System.CommandLine;
using Pyruse.Benchmarks.Live;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;

namespace Pyruse.Benchmarks.Latency;

/// <summary><c>latency</c>: how long it takes live from writing an entry to the effect that it has.</summary>
internal static class LatencyCommand
{
    private const double ClassWidth = 25;

    /// <summary>The pauses between events, in milliseconds: at most, while idle; on the average, while busy.</summary>
    private const int IdlePause = 100, BusyPause = 20;

    public static Command Create()
    {
        Option<int> events = CommonOptions.Number("--events", "How many events are timed, each way.", 1000, 1_000_000);
        Option<int> rate = CommonOptions.Number("--rate", "How many other entries a second there are when it is busy.", 5000, 1_000_000);
        Option<int> seed = CommonOptions.Seed();
        Option<FileInfo> pyruse = CommonOptions.Pyruse();
        Option<bool> update = CommonOptions.Update();
        var command = new Command("latency", "Time events from writing them to a journal to the effect being dispatched: on an idle journal, and on a busy one. Needs root, for a journald of its own.")
        {
            events, rate, seed, pyruse, update,
        };
        command.Does((parsed, cancellationToken) =>
        {
            string program = CommonOptions.ProgramToMeasure(parsed.GetValue(pyruse));
            Provenance from = Provenance.Now(parsed.Tokens.Select(static token => token.Value));
            (Latencies idle, Latencies busy, double reached) = Measure(program, parsed.GetValue(events), parsed.GetValue(rate), parsed.GetValue(seed), cancellationToken);
            Tell(from, idle, busy, reached, parsed.GetValue(update));
        });
        return command;
    }

    private static (Latencies Idle, Latencies Busy, double Rate) Measure(string program, int events, int rate, int seed, CancellationToken cancellationToken)
    {
        using var scratch = new ScratchDirectory();
        using var journal = new PrivateJournald();
        using var effects = new EffectSocket(scratch["effects"]);
        using var daemon = new Daemon(program, LiveConfig.Write(scratch, "latency", $"namespace = \"{journal.Namespace}\"", effects.Path));
        using var follower = new JournalFollower(journal.Namespace);
        using var probe = new LatencyProbe(journal, effects, follower, daemon);
        probe.WaitForFirst(cancellationToken);
        Console.Error.WriteLine("Idle …");
        Latencies idle = probe.OneByOne(events, IdlePause, cancellationToken);
        Console.Error.WriteLine("Busy …");
        using var load = new LiveLoad(journal.Socket, rate, seed);
        Latencies busy = probe.AtRandom(events, BusyPause, cancellationToken);
        load.Stop();
        return (idle, busy, load.Rate);
    }

    private static void Tell(Provenance from, Latencies idle, Latencies busy, double rate, bool isToBeKept)
    {
        string busyName = $"{Figures.Count(rate)} entries/s";
        TextTable table = new TextTable("", "least", "median", "90 %", "99 %", "most")
            .Add(Row("effect, idle", idle.Effects)).Add(Row("journalctl -f, idle", idle.Lines))
            .Add(Row($"effect, {busyName}", busy.Effects)).Add(Row($"journalctl -f, {busyName}", busy.Lines));
        string text = $"{from} {Figures.Count(idle.Effects.Length)} events each way.\n\n{table}";
        Console.Out.Write(text);
        if (!isToBeKept)
            return;
        double greatest = Math.Max(idle.Effects.Max(), busy.Effects.Max());
        PerformanceDocument.WriteImage("latency.svg", Svg.Draw(
            "Histogram of the time from an entry to its effect", PanelOf("Events, idle", idle.Effects, greatest), PanelOf($"Events, {busyName}", busy.Effects, greatest)));
        PerformanceDocument.Update("latency", $"![latency](images/latency.svg)\n\n{text}");
    }

    private static string[] Row(string name, double[] latencies) =>
        [name, .. ((double[])[0, 0.5, 0.9, 0.99, 1]).Select(share => Figures.Milliseconds(Statistics.Quantile(latencies, share)))];

    private static HistogramPanel PanelOf(string title, double[] latencies, double greatest) =>
        new(title, "milliseconds", ClassWidth, Statistics.Histogram(latencies, ClassWidth), greatest);
}
