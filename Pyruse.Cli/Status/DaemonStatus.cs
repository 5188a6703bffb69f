using System.Text.Json.Serialization;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Effects.Forwarding;

namespace Pyruse.Cli.Status;

/// <summary>What a daemon says of itself when it is asked. Its names are those of <c>pyruse status --format json</c>.</summary>
internal sealed record DaemonStatus
{
    /// <summary>Whether it runs.</summary>
    public bool Running { get; init; } = true;

    /// <summary>What is not as it should be, as sentences; empty: all is well.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The program's version.</summary>
    public string Version { get; init; } = "";

    /// <summary>Its process.</summary>
    public int ProcessId { get; init; }

    /// <summary>Since when it runs.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The file of its configuration.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>How many entries were handled since then.</summary>
    public long Entries { get; init; }

    /// <summary>How many in a second, in the last minute.</summary>
    public double EntriesPerSecond { get; init; }

    /// <summary>The time of the last entry; null: there was none.</summary>
    public DateTimeOffset? LastEntry { get; init; }

    /// <summary>How old the entry is that is being handled; 0 when everything there is was handled.</summary>
    public double LagSeconds { get; init; }

    /// <summary>How many times a step failed since the start.</summary>
    public long StepFailures { get; init; }

    /// <summary>The daily report; null: none is made.</summary>
    public ReportStatus? Report { get; init; }

    /// <summary>The bans.</summary>
    public BanStatus Bans { get; init; } = new(false, []);

    /// <summary>The configuration that was read anew.</summary>
    public ReloadStatus Reload { get; init; } = new(0, 0, null, null, []);

    /// <summary>What waits to be carried out.</summary>
    public OutboxStatus Outbox { get; init; } = new(0, null, []);

    /// <summary>The syslog servers that messages are sent on to.</summary>
    public IReadOnlyList<ForwardState> Forwarding { get; init; } = [];

    /// <summary>The memory that the process has, in bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The processor time that it has used, in seconds.</summary>
    public double CpuSeconds { get; init; }
}

/// <summary>The daily report.</summary>
/// <param name="Last">Up to when the last one reached, or when the state was made.</param>
/// <param name="Next">When the next one is due.</param>
internal sealed record ReportStatus(DateTimeOffset Last, DateTimeOffset Next);

/// <summary>Bans.</summary>
/// <param name="DryRun">Whether they are only recorded.</param>
/// <param name="Sets">Each set; null: the firewall kept the daemon from counting.</param>
internal sealed record BanStatus(bool DryRun, IReadOnlyList<BanSetCount>? Sets)
{
    /// <summary>How many are to be in force.</summary>
    public int Wanted => Sets?.Sum(static set => set.Wanted) ?? 0;

    /// <summary>How many of them are.</summary>
    public int InForce => Sets?.Sum(static set => set.InForce) ?? 0;
}

/// <summary>The configuration that was read anew.</summary>
/// <param name="Succeeded">How many times it took effect.</param>
/// <param name="Refused">How many times it was refused.</param>
/// <param name="Last">When that was decided last; null: never.</param>
/// <param name="Problem">Why it was refused then; null: it was not.</param>
/// <param name="NeedsRestart">What waits for a restart.</param>
internal sealed record ReloadStatus(long Succeeded, long Refused, DateTimeOffset? Last, string? Problem, IReadOnlyList<string> NeedsRestart);

/// <summary>Effects that wait.</summary>
/// <param name="Waiting">How many.</param>
/// <param name="Oldest">The time of the entry that caused the oldest; null: none waits.</param>
/// <param name="Troubles">What fails and is tried again.</param>
internal sealed record OutboxStatus(long Waiting, DateTimeOffset? Oldest, IReadOnlyList<EffectTrouble> Troubles);

/// <summary>The form in which a daemon answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DaemonStatus))]
internal sealed partial class StatusJson : JsonSerializerContext;
