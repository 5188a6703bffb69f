using System.Globalization;
using System.Text;
using Pyruse.Cli.Status;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Forwarding;

namespace Pyruse.Cli.Metrics;

/// <summary>All measurements of a daemon, in the text format of Prometheus. Safe for use by several threads.</summary>
internal sealed class MetricsPage(StatusCollector collector, EngineCounts engine, EffectTally tally)
{
    /// <summary>Measures now.</summary>
    public async Task<byte[]> WriteAsync(CancellationToken cancellationToken) =>
        Encoding.UTF8.GetBytes(Write(await collector.CollectAsync(cancellationToken).ConfigureAwait(false), engine.Take(), tally));

    /// <summary>Writes measurements.</summary>
    public static string Write(DaemonStatus status, EngineCounts.Counts counts, EffectTally tally)
    {
        var text = new PrometheusText();
        text.Family("pyruse_build_info", "gauge", "Always 1; the labels say which program it is.")
            .Sample("pyruse_build_info", 1, ("version", status.Version), ("runtime", Environment.Version.ToString()));
        text.Single("pyruse_problems", "gauge", "How many things are not as they should be; \"pyruse status\" names them.", status.Problems.Count);
        WriteEntries(text, status, counts);
        WriteEffects(text, status, tally);
        WriteBans(text, status.Bans, counts);
        WriteCommits(text, counts);
        WriteReloads(text, status.Reload);
        text.Single("process_start_time_seconds", "gauge", "When the process was started, in seconds since 1970-01-01 UTC.", Seconds(status.Since));
        text.Single("process_resident_memory_bytes", "gauge", "The memory that the process has, in bytes.", status.MemoryBytes);
        text.Single("process_cpu_seconds_total", "counter", "The processor time that the process has used, in seconds.", status.CpuSeconds);
        return text.ToString();
    }

    private static void WriteEntries(PrometheusText text, DaemonStatus status, EngineCounts.Counts counts)
    {
        text.Single("pyruse_entries_total", "counter", "Entries that were walked through the chains.", status.Entries);
        text.Single("pyruse_lag_seconds", "gauge", "How long ago the entry that is being handled was logged; 0 when everything there is was handled.", status.LagSeconds);
        if (status.LastEntry is { } last)
            text.Single("pyruse_last_entry_timestamp_seconds", "gauge", "The time of the last entry, in seconds since 1970-01-01 UTC.", Seconds(last));
        text.Family("pyruse_step_failures_total", "counter", "How many times a step failed.");
        foreach (((string chain, int step, string module), long count) in counts.Failures)
            text.Sample("pyruse_step_failures_total", count, ("chain", chain ?? ""), ("step", step.ToString(CultureInfo.InvariantCulture)), ("module", module ?? ""));
    }

    private static void WriteEffects(PrometheusText text, DaemonStatus status, EffectTally tally)
    {
        text.Family("pyruse_effects_total", "counter", "Effects that steps wanted.");
        foreach ((string kind, long count) in tally.Counts)
            text.Sample("pyruse_effects_total", count, ("kind", kind));
        text.Single("pyruse_outbox_effects", "gauge", "Effects that wait to be carried out.", status.Outbox.Waiting);
        text.Single("pyruse_outbox_failing_targets", "gauge", "Targets whose effects fail at the moment and are tried again.", status.Outbox.Troubles.Count);
        if (status.Forwarding.Count == 0)
            return;
        Write("pyruse_forward_reachable", "gauge", "Whether a syslog server that messages are sent on to was reached when that was last tried.", static server => server.IsAway ? 0 : 1);
        Write("pyruse_forward_queue_bytes", "gauge", "How much waits on disk for a syslog server.", static server => server.Waiting);
        Write("pyruse_forward_dropped_total", "counter", "Messages for a syslog server that were dropped.", static server => server.Dropped);

        void Write(string name, string type, string help, Func<ForwardState, double> value)
        {
            text.Family(name, type, help);
            foreach (ForwardState server in status.Forwarding)
                text.Sample(name, value(server), ("server", server.Server));
        }
    }

    private static void WriteBans(PrometheusText text, BanStatus bans, EngineCounts.Counts counts)
    {
        text.Family("pyruse_bans_total", "counter", "Bans that were made.");
        foreach (((Firewall firewall, string set), long count) in counts.Bans)
            text.Sample("pyruse_bans_total", count, ("firewall", Name(firewall)), ("set", set ?? ""));
        if (bans.Sets is null)
            return;
        text.Family("pyruse_bans_wanted", "gauge", "Bans that are to be in force.");
        foreach (BanSetCount set in bans.Sets)
            text.Sample("pyruse_bans_wanted", set.Wanted, ("firewall", Name(set.Firewall)), ("set", set.Set));
        text.Family("pyruse_bans_enforced", "gauge", "Bans that are in force, as far as is known.");
        foreach (BanSetCount set in bans.Sets)
            text.Sample("pyruse_bans_enforced", set.InForce, ("firewall", Name(set.Firewall)), ("set", set.Set));
    }

    private static void WriteCommits(PrometheusText text, EngineCounts.Counts counts)
    {
        const string Name = "pyruse_commit_duration_seconds";
        text.Family(Name, "histogram", "How long the store took to commit a batch.");
        long sum = 0;
        for (int i = 0; i < counts.Commits.Count; i++)
        {
            sum += counts.Commits[i];
            text.Sample($"{Name}_bucket", sum, ("le", PrometheusText.Number(i < EngineCounts.Bounds.Length ? EngineCounts.Bounds[i] : double.PositiveInfinity)));
        }
        text.Sample($"{Name}_sum", counts.CommitSeconds).Sample($"{Name}_count", sum);
    }

    private static void WriteReloads(PrometheusText text, ReloadStatus reload)
    {
        text.Family("pyruse_reloads_total", "counter", "How many times the configuration was read anew.")
            .Sample("pyruse_reloads_total", reload.Succeeded, ("result", "success")).Sample("pyruse_reloads_total", reload.Refused, ("result", "refused"));
        text.Single("pyruse_config_last_reload_successful", "gauge", "Whether the configuration that was read last is in use.", reload.Problem is null ? 1 : 0);
    }

    private static string Name(Firewall firewall) => firewall == Firewall.Nft ? "nft" : "ipset";

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
