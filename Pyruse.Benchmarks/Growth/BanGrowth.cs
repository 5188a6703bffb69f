using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;
using Pyruse.Benchmarks.Workload;

namespace Pyruse.Benchmarks.Growth;

/// <summary>The number of bans grows: they are recorded, then brought into force in a network namespace that nobody uses.</summary>
internal sealed class BanGrowth : IGrowthExperiment
{
    private static readonly int[] Sizes = [100, 1_000, 10_000, 100_000];

    public string Name => "bans";

    public GrowthCurve Measure(GrowthLab lab)
    {
        string? obstacle = Obstacle();
        var table = new TextTable("bans", "recorded in", "per ban", "peak memory", "restored in", "peak memory", "database");
        List<Cost> recording = [], restoring = [];
        foreach (int bans in Sizes)
        {
            string state = lab.Scratch[$"bans-{bans}"];
            string export = WriteAttacks(lab, bans);
            string record = lab.Scratch.Write($"record-{bans}.toml", ConfigOf(state, export, isDry: true)), restore = lab.Scratch.Write($"restore-{bans}.toml", ConfigOf(state, export, isDry: false));
            Cost recorded = lab.Measure(new Trial(lab.Pyruse, "run", "--config", record) { Prepare = () => CounterGrowth.Remove(state) })[0];
            Cost? restored = obstacle is null ? lab.Measure(new Trial(Programs.Require("unshare", "util-linux"), "--net", lab.Pyruse, "boot", "--config", restore))[0] : null;
            table.Add(
                Figures.Count(bans), Figures.Seconds(recorded.Elapsed), Figures.Microseconds(recorded.Elapsed / bans * 1e6), Figures.Megabytes(recorded.PeakBytes),
                restored is { } cost ? Figures.Seconds(cost.Elapsed) : "–", restored is { } other ? Figures.Megabytes(other.PeakBytes) : "–", Figures.Megabytes(CounterGrowth.SizeOf(state)));
            recording.Add(recorded);
            if (restored is { } known)
                restoring.Add(known);
        }
        Panel[] panels = [new LinePanel("Recorded in, seconds", "bans", Curves.Line("elapsed", Sizes, recording, static (_, cost) => cost.Elapsed)), Curves.Memory("bans", Sizes, recording)];
        return new GrowthCurve(
            "`pyruse run` on an export in which each entry bans another address, start included, with the firewall left alone; then `pyruse boot`, which restores all of them"
            + (obstacle is null ? " with nft." : $": not measured, because {obstacle}."),
            table,
            obstacle is null ? [panels[0], new LinePanel("Restored in, seconds", "bans", Curves.Line("elapsed", Sizes, restoring, static (_, cost) => cost.Elapsed)), panels[1]] : panels);
    }

    /// <summary>Why nothing can be restored here; null: it can.</summary>
    private static string? Obstacle() => !Environment.IsPrivilegedProcess ? "that needs root" : Programs.Find("nft") is null ? "nft is not installed (Debian: nftables)" : null;

    private static string WriteAttacks(GrowthLab lab, int bans)
    {
        string path = lab.Scratch[$"attacks-{bans}.export"];
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        for (int number = 0; number < bans; number++)
        {
            // RFC 2544 sets 198.18.0.0/15 aside for benchmarks.
            string address = $"198.{18 + (number >> 16)}.{(number >> 8) & 255}.{number & 255}";
            new WorkloadEntry([("__REALTIME_TIMESTAMP", $"{WorkloadGenerator.Epoch + (number * 1_000L)}"), ("MESSAGE", $"Failed password for root from {address}"), ("ADDRESS", address)]).WriteTo(stream);
        }
        return path;
    }

    private static string ConfigOf(string state, string export, bool isDry) => $$"""
        storage = "{{state}}"
        [report]
        enabled = false
        [bans]
        manage = true
        dry_run = {{(isDry ? "true" : "false")}}
        [[source]]
        type = "export"
        path = "{{export}}"
        [[chain]]
        name = "Attacks"
        steps = [{ action = "nftBan", IP = "ADDRESS", nftSetIPv4 = "inet pyruse attackers4", nftSetIPv6 = "inet pyruse attackers6" }]
        """;
}
