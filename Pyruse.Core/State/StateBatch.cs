using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;

namespace Pyruse.Core.State;

/// <summary>What happened to a counter's key.</summary>
public enum CounterChangeKind
{
    /// <summary>One more, counting until <see cref="CounterChange.Until"/>.</summary>
    Raised,

    /// <summary>The youngest raise that still counted was taken back; it would have counted until <see cref="CounterChange.Until"/>.</summary>
    Lowered,

    /// <summary>No raise counts any more; raises are ignored until <see cref="CounterChange.Until"/>.</summary>
    Reset,
}

/// <summary>One change of a counter. Changes are applied in their order.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Counter">The counter's name.</param>
/// <param name="Key">The key.</param>
/// <param name="Until">In microseconds since 1970-01-01 UTC, exclusive; <see cref="long.MaxValue"/>: for ever; for a reset without grace: 0.</param>
public readonly record struct CounterChange(CounterChangeKind Kind, string Counter, string Key, long Until);

/// <summary>A line of a daily report.</summary>
/// <param name="Time">The entry's time in microseconds since 1970-01-01 UTC.</param>
/// <param name="Level">The part of the report.</param>
/// <param name="Message">The text.</param>
/// <param name="Details">Which times are named when the message is repeated.</param>
public sealed record ReportLine(long Time, ReportLevel Level, string Message, ReportDetails Details)
{
    /// <summary>The SYSLOG_IDENTIFIER of the entry it is of; null: it has none, or the line is not of the part OTHER.</summary>
    public string? Identifier { get; init; }

    /// <summary>The MESSAGE of the entry it is of; null: likewise.</summary>
    public string? EntryMessage { get; init; }

    /// <summary>Makes the line that an effect asks for.</summary>
    public static ReportLine Of(ReportEffect effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        return new(effect.Origin.Time, effect.Level, effect.Message, effect.Details) { Identifier = effect.Identifier, EntryMessage = effect.EntryMessage };
    }
}

/// <summary>A ban as it is kept, with the evidence for it.</summary>
/// <param name="Firewall">Whose set it is.</param>
/// <param name="Set">The set's name.</param>
/// <param name="Address">The address, or the first of a network.</param>
/// <param name="Since">When it began: the time of the entry that caused it, in microseconds since 1970-01-01 UTC.</param>
/// <param name="Until">When it ends, exclusive; <see cref="long.MaxValue"/>: never.</param>
/// <param name="Count">How many times the address was banned in this set.</param>
/// <param name="Chain">The chain that banned it.</param>
/// <param name="Step">The step of the chain, counted from 0.</param>
/// <param name="Cursor">The entry that caused it.</param>
/// <param name="Evidence">The text of that entry.</param>
public sealed record BanRecord(
    Firewall Firewall, string Set, IPAddress Address, long Since, long Until, int Count, string Chain, int Step, string Cursor, string Evidence)
{
    /// <summary>What is banned: the address alone, unless networks are banned.</summary>
    public IPNetwork Network { get; init; } = BanNetwork.Of(Address);

    /// <summary>Makes the record of a ban.</summary>
    /// <param name="ban">The ban.</param>
    /// <param name="count">How many times the address was banned in this set, this time included.</param>
    public static BanRecord Of(BanEffect ban, int count)
    {
        ArgumentNullException.ThrowIfNull(ban);
        return new(ban.Firewall, ban.Set, ban.Address, ban.Origin.Time, ban.Until, count, ban.Origin.Chain, ban.Origin.Step, ban.Origin.Cursor, ban.Evidence)
        {
            Network = ban.Network,
        };
    }
}

/// <summary>An effect that waits in the outbox until it is done.</summary>
/// <param name="Id">Its number; numbers grow.</param>
/// <param name="Effect">What is to be done.</param>
public sealed record OutboxEntry(long Id, Effect Effect);

/// <summary>All that changed while some entries were walked. It becomes durable in one transaction.</summary>
public sealed class StateBatch
{
    /// <summary>The new position of each source that moved, by the source's name.</summary>
    public Dictionary<string, string> Cursors { get; } = new(StringComparer.Ordinal);

    /// <summary>The changes of counters, in order.</summary>
    public List<CounterChange> Counters { get; } = [];

    /// <summary>The new address translations, in order.</summary>
    public List<AddressTranslation> Translations { get; } = [];

    /// <summary>The effects, in the order of entries and steps: report lines and bans go to their tables, the others to the outbox.</summary>
    public List<Effect> Effects { get; } = [];

    /// <summary>Lines for files and for standard output, which are written before the batch is committed. Those that can't be written join the effects.</summary>
    public List<Effect> Lines { get; } = [];

    /// <summary>What was counted, by its slot, kind and name.</summary>
    public Dictionary<(long Slot, ActivityKind Kind, string Name), long> Activity { get; } = [];

    /// <summary>What changed of expectations and pairs.</summary>
    public FrequencyChanges Frequency { get; } = new();

    /// <summary>The highest entry time seen, by which what has expired may be dropped, in microseconds since 1970-01-01 UTC.</summary>
    public long Time { get; set; }

    /// <summary>Set by the store while committing: the outbox entries made of <see cref="Effects"/>, in order.</summary>
    public List<OutboxEntry> Outbox { get; } = [];

    /// <summary>Whether anything but positions changed.</summary>
    public bool HasChanges => Counters.Count > 0 || Translations.Count > 0 || Effects.Count > 0 || Frequency.HasAny;

    /// <summary>Counts something that happened.</summary>
    /// <param name="time">When, in microseconds since 1970-01-01 UTC.</param>
    /// <param name="kind">What.</param>
    /// <param name="name">To whom; empty where it makes no difference.</param>
    /// <param name="count">How often.</param>
    public void CountActivity(long time, ActivityKind kind, string name, long count = 1) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(Activity, (ActivityCount.SlotOf(time), kind, name), out _) += count;

    /// <summary>Empties the batch for its next use.</summary>
    public void Clear()
    {
        Cursors.Clear();
        Counters.Clear();
        Translations.Clear();
        Frequency.Clear();
        Effects.Clear();
        Lines.Clear();
        Activity.Clear();
        Outbox.Clear();
    }
}

/// <summary>What a store holds at start.</summary>
/// <param name="Cursors">The position of each source, by its name.</param>
/// <param name="Counters">The changes that lead to the counters' present state, in order.</param>
/// <param name="Translations">The address translations, oldest first.</param>
public sealed record StateSnapshot(
    IReadOnlyDictionary<string, string> Cursors,
    IReadOnlyList<CounterChange> Counters,
    IReadOnlyList<AddressTranslation> Translations)
{
    /// <summary>What is known of expectations and pairs.</summary>
    public FrequencySnapshot Frequency { get; init; } = FrequencySnapshot.Empty;

    /// <summary>Nothing at all.</summary>
    public static StateSnapshot Empty { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal), [], []);
}
