using System.Globalization;
using Pyruse.Cli.Output;
using Pyruse.Core.Bans;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects.Forwarding;

namespace Pyruse.Cli.Status;

/// <summary>A daemon's status for people.</summary>
internal static class StatusText
{
    private const int NameWidth = 15;

    /// <summary>Gives a local time.</summary>
    public static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Writes it: what is, then what is wrong.</summary>
    public static void Write(DaemonStatus status, DateTimeOffset now, TextWriter output)
    {
        if (status.Version.Length > 0)
        {
            output.WriteLine($"pyruse {Printable.Of(status.Version)} runs as process {status.ProcessId} since {Time(status.Since)} ({Long(now - status.Since)}).");
            foreach ((string name, string value) in Lines(status))
                output.WriteLine($"{name.PadRight(NameWidth)}{Printable.Of(value)}");
        }
        foreach (string problem in status.Problems)
            output.WriteLine($"{"problem".PadRight(NameWidth)}{Printable.Of(problem)}");
        if (status.Problems.Count == 0)
            output.WriteLine("All is well.");
    }

    private static IEnumerable<(string Name, string Value)> Lines(DaemonStatus status)
    {
        yield return ("configuration", status.Configuration);
        string last = status.LastEntry is { } time ? $"; the last of {Time(time)}" : "";
        yield return ("entries", string.Create(CultureInfo.InvariantCulture, $"{status.Entries:N0}, {status.EntriesPerSecond:0.##} a second{last}"));
        yield return ("behind", status.LagSeconds == 0 ? "not at all" : Long(TimeSpan.FromSeconds(status.LagSeconds)));
        yield return ("failed steps", Number(status.StepFailures));
        yield return ("daily report", status.Report is { } report ? $"the last up to {Time(report.Last)}, the next at {Time(report.Next)}" : "none is made");
        yield return ("bans", Bans(status.Bans));
        foreach (BanSetCount set in status.Bans.Sets ?? [])
            yield return ("", $"{set.Set}: {Number(set.Wanted)} wanted, {Number(set.InForce)} in force");
        yield return ("outbox", status.Outbox.Oldest is { } oldest ? $"{Number(status.Outbox.Waiting)} waiting, the oldest since {Time(oldest)}" : "nothing waits");
        foreach (var trouble in status.Outbox.Troubles)
            yield return ("", $"{trouble.Target}: fails since {Time(trouble.Since)}: {trouble.Problem}");
        foreach (ForwardState server in status.Forwarding)
            yield return ("forwarding", $"{server.Server}: {(server.IsAway ? "away" : "reached")}, {Number(server.Waiting / 1024)} KiB waiting, {Number(server.Dropped)} messages dropped");
        yield return ("reloads", Reloads(status.Reload));
        if (status.Reload.NeedsRestart.Count > 0)
            yield return ("", $"waiting for a restart: {string.Join(", ", status.Reload.NeedsRestart)}");
        yield return ("memory", string.Create(CultureInfo.InvariantCulture, $"{status.MemoryBytes / (1024.0 * 1024):0.0} MiB; {status.CpuSeconds:0.0} s of processor time"));
    }

    private static string Bans(BanStatus bans) => bans.DryRun ? "only recorded: [bans] dry_run"
        : bans.Sets is null ? "unknown" : $"{Number(bans.Wanted)} wanted, {Number(bans.InForce)} in force";

    private static string Reloads(ReloadStatus reload) => reload.Last is not { } last ? "none"
        : $"{Number(reload.Succeeded)}, and {Number(reload.Refused)} refused; the last at {Time(last)} was {(reload.Problem is null ? "taken over" : "refused")}";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Long(TimeSpan duration) => Durations.Format(duration < TimeSpan.FromSeconds(1) ? duration : TimeSpan.FromSeconds(Math.Floor(duration.TotalSeconds)));
}
