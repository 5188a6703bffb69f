using System.Globalization;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Effects.Forwarding;

namespace Pyruse.Cli.Status;

/// <summary>What is not as it should be with a daemon, as sentences.</summary>
internal static class Health
{
    private static readonly TimeSpan LongSilence = TimeSpan.FromMinutes(1);

    /// <summary>After a long time without the daemon it may catch up for a while.</summary>
    private static readonly TimeSpan LongBehind = TimeSpan.FromMinutes(5);

    /// <summary>Servers that greylist, or are started anew, are back by then.</summary>
    private static readonly TimeSpan LongFailing = TimeSpan.FromMinutes(10);

    /// <summary>Judges a daemon.</summary>
    /// <param name="status">What it says.</param>
    /// <param name="isStateFailing">Whether its state can't be kept.</param>
    /// <param name="silence">For how long the engine has shown no sign of life.</param>
    /// <param name="behind">For how long it has been behind; null: it is not.</param>
    /// <param name="banTroubles">What keeps bans from being in force.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<string> ProblemsOf(
        DaemonStatus status, bool isStateFailing, TimeSpan silence, TimeSpan? behind, IReadOnlyList<string> banTroubles, DateTimeOffset now)
    {
        List<string> problems = [];
        if (isStateFailing)
            problems.Add("State can't be kept, for a reason that the journal has: positions stand still, and mails wait.");
        if (silence > LongSilence)
            problems.Add($"The engine has shown no sign of life for {Whole(silence)}: a step, the storage or the output keeps it.");
        if (behind > LongBehind)
            problems.Add($"It is {Whole(TimeSpan.FromSeconds(status.LagSeconds))} behind, and has been behind for {Whole(behind.Value)}.");
        AddBans(status.Bans, banTroubles, problems);
        foreach (EffectTrouble trouble in status.Outbox.Troubles.Where(trouble => now - trouble.Since > LongFailing))
            problems.Add($"What goes to \"{trouble.Target}\" has failed for {Whole(now - trouble.Since)}: {trouble.Problem}");
        foreach (ForwardState server in status.Forwarding.Where(static server => server.IsAway))
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The syslog server {server.Server} can't be reached; {server.Waiting / 1024:N0} KiB wait for it."));
        if (status.Reload is { Problem: { } refusal, Last: { } last })
            problems.Add($"The new configuration was refused at {StatusText.Time(last)}, the old one stays: {refusal}");
        return problems;
    }

    private static void AddBans(BanStatus bans, IReadOnlyList<string> troubles, List<string> problems)
    {
        if (bans.DryRun)
            return;
        if (bans.Sets is null)
            problems.Add("The firewall does not answer: whether bans are in force is not known.");
        else if (bans.InForce < bans.Wanted)
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{bans.Wanted - bans.InForce:N0} of {bans.Wanted:N0} bans are not in force."));
        problems.AddRange(troubles);
    }

    private static string Whole(TimeSpan duration) => Durations.Format(TimeSpan.FromSeconds(Math.Floor(duration.TotalSeconds)));
}
