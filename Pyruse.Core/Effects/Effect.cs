using System.Net;
using System.Text.Json.Serialization;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects.Forwarding;

namespace Pyruse.Core.Effects;

/// <summary>Which step wanted something, because of which entry.</summary>
/// <param name="Chain">The chain's name.</param>
/// <param name="Step">The step's place in the chain, counted from 0.</param>
/// <param name="Time">The entry's time, in microseconds since 1970-01-01 UTC.</param>
/// <param name="Cursor">The entry's cursor.</param>
public sealed record EffectOrigin(string Chain, int Step, long Time, string Cursor);

/// <summary>Something that an action wants done. Staged while an entry is walked, committed with the cursor, carried out afterwards.</summary>
/// <param name="Origin">Who wants it.</param>
[JsonDerivedType(typeof(EmailEffect), "email")]
[JsonDerivedType(typeof(LogEffect), "log")]
[JsonDerivedType(typeof(ExecEffect), "exec")]
[JsonDerivedType(typeof(WriteEffect), "write")]
[JsonDerivedType(typeof(PrintEffect), "print")]
[JsonDerivedType(typeof(ForwardEffect), "forward")]
public abstract record Effect(EffectOrigin Origin)
{
    /// <summary>What it is, as lines of JSON and metrics have it: <c>email</c>, <c>log</c>, <c>report</c>, <c>ban</c>, <c>exec</c>, <c>write</c>, <c>print</c> or <c>forward</c>.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }
}

/// <summary>A mail to the configured recipients.</summary>
/// <param name="Origin">Who wants it.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Body">The body, as text.</param>
public sealed record EmailEffect(EffectOrigin Origin, string Subject, string Body) : Effect(Origin)
{
    /// <summary>The chain that a mail with the daily report names as its origin.</summary>
    public const string ReportChain = "(daily report)";

    /// <summary>The body as HTML, beside the text; null: the text alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Html { get; init; }

    /// <summary>Whether it brings the daily report, which is never held back.</summary>
    [JsonIgnore]
    public bool IsReport => Origin.Chain == ReportChain;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "email";
}

/// <summary>An entry in the system journal.</summary>
public sealed record LogEffect(EffectOrigin Origin, JournalLevel Level, string Message) : Effect(Origin)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "log";
}

/// <summary>A line of the next daily report.</summary>
public sealed record ReportEffect(EffectOrigin Origin, ReportLevel Level, string Message, ReportDetails Details) : Effect(Origin)
{
    /// <summary>The SYSLOG_IDENTIFIER of the entry, by which a report can say how to discard such entries; null: it has none.</summary>
    public string? Identifier { get; init; }

    /// <summary>The beginning of the entry's MESSAGE, likewise; null: it has none.</summary>
    public string? EntryMessage { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "report";
}

/// <summary>An address in a firewall set until a time.</summary>
/// <param name="Origin">Who wants it.</param>
/// <param name="Firewall">Whose set it is.</param>
/// <param name="Set">The set's name as the firewall's program takes it: <c>family table set</c> for nftables.</param>
/// <param name="Address">The address, or the first of a network.</param>
/// <param name="Seconds">For how long, in seconds from the entry's time; 0: for ever.</param>
/// <param name="Evidence">The text of the entry that caused the ban.</param>
public sealed record BanEffect(EffectOrigin Origin, Firewall Firewall, string Set, IPAddress Address, long Seconds, string Evidence) : Effect(Origin)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "ban";

    /// <summary>When the ban ends, in microseconds since 1970-01-01 UTC; <see cref="long.MaxValue"/>: never.</summary>
    public long Until => Seconds == 0 ? long.MaxValue : Entries.EntryTime.End(Origin.Time, TimeSpan.FromSeconds(Seconds));

    /// <summary>What is banned: the address alone, unless networks are banned.</summary>
    public IPNetwork Network { get; init; } = BanNetwork.Of(Address);
}

/// <summary>A program to run, without a shell.</summary>
public sealed record ExecEffect(EffectOrigin Origin, IReadOnlyList<string> Command, string? Stdin, TimeSpan Timeout) : Effect(Origin)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "exec";
}

/// <summary>A line to append to a file.</summary>
public sealed record WriteEffect(EffectOrigin Origin, string Path, string Message) : Effect(Origin)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "write";
}

/// <summary>A line for standard output.</summary>
public sealed record PrintEffect(EffectOrigin Origin, string Message) : Effect(Origin)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "print";
}

/// <summary>A message for another syslog server.</summary>
/// <param name="Origin">Where it comes from.</param>
/// <param name="To">The server, as <c>tls://log.example.org:6514</c>.</param>
/// <param name="Message">The whole message, as RFC 5424 has it.</param>
public sealed record ForwardEffect(EffectOrigin Origin, string To, string Message) : Effect(Origin)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "forward";

    /// <summary>The server, with all that it takes to speak with it; null in an effect that was stored.</summary>
    [JsonIgnore]
    public ForwardTarget? Target { get; init; }
}

/// <summary>The severity of a journal entry, as in syslog(3).</summary>
public enum JournalLevel
{
    /// <summary>The system is unusable.</summary>
    Emerg,

    /// <summary>Act at once.</summary>
    Alert,

    /// <summary>A critical condition.</summary>
    Crit,

    /// <summary>An error.</summary>
    Err,

    /// <summary>A warning.</summary>
    Warning,

    /// <summary>Normal, but significant.</summary>
    Notice,

    /// <summary>For information.</summary>
    Info,

    /// <summary>For debugging.</summary>
    Debug,
}

/// <summary>The part of the daily report that a line goes to.</summary>
public enum ReportLevel
{
    /// <summary>To be checked.</summary>
    Warn,

    /// <summary>Of interest.</summary>
    Info,

    /// <summary>Everything else.</summary>
    Other,
}

/// <summary>Which times of a repeated message the daily report names.</summary>
public enum ReportDetails
{
    /// <summary>All.</summary>
    All,

    /// <summary>None: the count alone.</summary>
    None,

    /// <summary>The first.</summary>
    First,

    /// <summary>The last.</summary>
    Last,

    /// <summary>The first and the last.</summary>
    FirstLast,
}

/// <summary>A firewall program with address sets.</summary>
public enum Firewall
{
    /// <summary>nftables, see nft(8).</summary>
    Nft,

    /// <summary>ipset, see ipset(8).</summary>
    Ipset,
}
