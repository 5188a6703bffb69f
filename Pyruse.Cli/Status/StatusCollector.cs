using System.Reflection;
using Pyruse.Cli.Daemon;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;

namespace Pyruse.Cli.Status;

/// <summary>Gathers what a daemon says of itself, when it is asked; nothing is kept up to date for it. Safe for use by several threads.</summary>
internal sealed class StatusCollector(RealSurroundings surroundings, DaemonProcess daemon, Reloader reloader, Heartbeat heart, TimeProvider time)
{
    /// <summary>So long the firewall may be busy.</summary>
    private static readonly TimeSpan CountPatience = TimeSpan.FromSeconds(2);

    private readonly DateTimeOffset _since = time.GetUtcNow();

    /// <summary>The program's version.</summary>
    public static string Version { get; } =
        typeof(StatusCollector).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Gathers it.</summary>
    public async Task<DaemonStatus> CollectAsync(CancellationToken cancellationToken)
    {
        Generation generation = daemon.Current;
        EngineProgress progress = daemon.Totals.Progress;
        DateTimeOffset now = time.GetUtcNow();
        ReloadHistory reloads = reloader.History;
        var status = new DaemonStatus
        {
            Version = Version,
            ProcessId = Environment.ProcessId,
            Since = _since,
            Configuration = Path.GetFullPath(generation.Setup.Configuration.File),
            Entries = progress.Entries,
            EntriesPerSecond = Math.Round(heart.EntriesPerSecond(), 2),
            LastEntry = progress.LastEntryTime > 0 ? EntryTime.ToUtc(progress.LastEntryTime) : null,
            LagSeconds = Math.Round(Heartbeat.LagOf(progress, now).TotalSeconds, 3),
            StepFailures = progress.Failures,
            Report = generation.Reporter?.Schedule is var (last, due) ? new(last, due) : null,
            Bans = new(generation.Enforcer is null, await CountBansAsync(generation.Enforcer, cancellationToken).ConfigureAwait(false)),
            Reload = new(reloads.Succeeded, reloads.Refused, reloads.LastTime, reloads.LastProblem, reloads.NeedsRestart),
            Outbox = ReadOutbox(),
            Forwarding = surroundings.Forwarding.Servers,
            MemoryBytes = Environment.WorkingSet,
            CpuSeconds = Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, 3),
        };
        return status with
        {
            Problems = Health.ProblemsOf(status, progress.IsFailing, heart.Silence, heart.Behind, generation.Enforcer?.Troubles ?? [], now),
        };
    }

    private static async Task<IReadOnlyList<BanSetCount>?> CountBansAsync(BanEnforcer? enforcer, CancellationToken cancellationToken)
    {
        if (enforcer is null)
            return [];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(CountPatience);
        try
        {
            return await enforcer.CountAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private OutboxStatus ReadOutbox()
    {
        IReadOnlyList<EffectTrouble> troubles = surroundings.Dispatcher.Troubles;
        try
        {
            long count = surroundings.Store.CountOutbox();
            IReadOnlyList<OutboxEntry> oldest = count > 0 ? surroundings.Store.ReadOutbox(0, 1) : [];
            return new(count, oldest is [var first] ? EntryTime.ToUtc(first.Effect.Origin.Time) : null, troubles);
        }
        catch (StateStoreException exception)
        {
            return new(0, null, [.. troubles, new("state", time.GetUtcNow(), exception.Message)]);
        }
    }
}
