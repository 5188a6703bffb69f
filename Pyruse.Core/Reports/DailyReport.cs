using System.Text.Json.Serialization;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Reports;

/// <summary>One day's report: what all its forms (HTML, text, JSON, an administrator's own template) are made of.</summary>
/// <remarks>Immutable. All times are in the zone that the report was made for. Texts are as the log had them: every form must escape them.</remarks>
public sealed record DailyReport
{
    /// <summary>The day: the one that most of a period of 24 hours up to <see cref="To"/> is in.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>When the period begins: where the report before ended.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When the period ends, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The name of the machine.</summary>
    public string Host { get; init; } = "";

    /// <summary>What should be checked, by message, sorted.</summary>
    public IReadOnlyList<ReportMessage> Warn { get; init; } = [];

    /// <summary>What is of interest, by message, sorted.</summary>
    public IReadOnlyList<ReportMessage> Info { get; init; } = [];

    /// <summary>All the rest, line by line, in the order of their times.</summary>
    public IReadOnlyList<ReportOther> Other { get; init; } = [];

    /// <summary>All the rest once more, with like lines folded: the new ones first, then the most frequent ones.</summary>
    public IReadOnlyList<LineGroup> Groups { get; init; } = [];

    /// <summary>How much there was of everything, whatever was left out above.</summary>
    public ReportTotals Totals { get; init; } = new();

    /// <summary>What is usual: the mean of the reports before; null: this is the first.</summary>
    public ReportMean? Mean { get; init; }

    /// <summary>The hours of the period, each with what happened in it; a day of 23 or 25 hours has so many.</summary>
    public IReadOnlyList<ReportHour> Hours { get; init; } = [];

    /// <summary>The addresses or networks banned in the period: those that were banned most often first.</summary>
    public IReadOnlyList<BannedAddress> Addresses { get; init; } = [];

    /// <summary>The networks that several of the banned addresses are in: those with most addresses first.</summary>
    public IReadOnlyList<BannedNetwork> Networks { get; init; } = [];

    /// <summary>The steps of the configuration that failed: the most frequent ones first.</summary>
    public IReadOnlyList<FailedStep> FailedSteps { get; init; } = [];

    /// <summary>What there was no room for.</summary>
    public ReportLeftOut LeftOut { get; init; } = new();
}

/// <summary>A message of the parts WARN and INFO, with all its times.</summary>
/// <param name="Message">The text.</param>
/// <param name="Paragraphs">Its lines, apart by the details that were asked for.</param>
public sealed record ReportMessage(string Message, IReadOnlyList<ReportParagraph> Paragraphs)
{
    /// <summary>How many lines had this message.</summary>
    public long Count => Paragraphs.Sum(static paragraph => paragraph.Count);

    /// <summary>The times, in order; not all of them when there was no room, see <see cref="Count"/>.</summary>
    public IEnumerable<DateTimeOffset> Times => Paragraphs.SelectMany(static paragraph => paragraph.Times).Order();
}

/// <summary>The lines of one message that ask for the same details.</summary>
/// <param name="Details">Which times are to be named.</param>
/// <param name="Count">How many lines there were.</param>
/// <param name="Times">The times, in order: all of them, or the earliest and the very last when there was no room.</param>
public sealed record ReportParagraph([property: JsonConverter(typeof(JsonStringEnumConverter<ReportDetails>))] ReportDetails Details, long Count, IReadOnlyList<DateTimeOffset> Times)
{
    /// <summary>The times that <see cref="Details"/> asks for: none, one, two or all.</summary>
    [JsonIgnore]
    public IReadOnlyList<DateTimeOffset> NamedTimes => Details switch
    {
        ReportDetails.None => [],
        ReportDetails.First => [Times[0]],
        ReportDetails.Last => [Times[^1]],
        ReportDetails.FirstLast when Times.Count > 1 => [Times[0], Times[^1]],
        _ => Times,
    };
}

/// <summary>A line of the part OTHER.</summary>
/// <param name="Time">The entry's time.</param>
/// <param name="Message">The text.</param>
public sealed record ReportOther(DateTimeOffset Time, string Message);

/// <summary>Lines of the part OTHER that differ only in numbers, addresses and the like.</summary>
/// <param name="Pattern">What they have in common, with marks such as <c>&lt;n&gt;</c> and <c>&lt;ip&gt;</c> in the place of what differs.</param>
/// <param name="Count">How many lines there were.</param>
/// <param name="First">The time of the first.</param>
/// <param name="Last">The time of the last.</param>
/// <param name="Sample">The first line.</param>
/// <param name="New">Whether the report before had no such line.</param>
/// <param name="Filter">A chain in TOML that would discard such entries; null: nothing is known of the entries that such a chain could go by.</param>
public sealed record LineGroup(string Pattern, long Count, DateTimeOffset First, DateTimeOffset Last, string Sample, bool New, string? Filter);

/// <summary>Sums over the period.</summary>
/// <param name="Entries">Log entries seen.</param>
/// <param name="Warn">Lines of the part WARN.</param>
/// <param name="Info">Lines of the part INFO.</param>
/// <param name="Other">Lines of the part OTHER.</param>
/// <param name="Bans">Bans made.</param>
/// <param name="Lifted">Bans that ended, or were lifted by hand.</param>
/// <param name="Mails">Mails sent, daily reports not counted.</param>
/// <param name="Failures">Failures of steps of the configuration.</param>
public sealed record ReportTotals(long Entries = 0, long Warn = 0, long Info = 0, long Other = 0, long Bans = 0, long Lifted = 0, long Mails = 0, long Failures = 0);

/// <summary>The mean of the reports before.</summary>
/// <param name="Days">Of how many, at most seven.</param>
/// <param name="Totals">Their means, rounded.</param>
public sealed record ReportMean(int Days, ReportTotals Totals);

/// <summary>What happened in an hour.</summary>
/// <param name="Start">When the hour began.</param>
/// <param name="Entries">Log entries seen.</param>
/// <param name="Warn">Lines of the part WARN.</param>
/// <param name="Info">Lines of the part INFO.</param>
/// <param name="Other">Lines of the part OTHER.</param>
public sealed record ReportHour(DateTimeOffset Start, long Entries, long Warn, long Info, long Other);

/// <summary>An address, or a network, that was banned.</summary>
/// <param name="Address">The address or network.</param>
/// <param name="Network">The network around it: /24 of IPv4, /48 of IPv6; the same when a network that large was banned.</param>
/// <param name="Count">How many times it was banned, as far back as bans are remembered.</param>
/// <param name="Chains">The chains that banned it.</param>
public sealed record BannedAddress(string Address, string Network, long Count, IReadOnlyList<string> Chains);

/// <summary>A network with several banned addresses.</summary>
/// <param name="Network">The network.</param>
/// <param name="Addresses">How many.</param>
public sealed record BannedNetwork(string Network, int Addresses);

/// <summary>A step that failed.</summary>
/// <param name="Chain">The chain's name.</param>
/// <param name="Step">The step's place in the chain, counted from 1.</param>
/// <param name="Count">How many times it failed.</param>
public sealed record FailedStep(string Chain, int Step, long Count);

/// <summary>What there was no room for in a report; it is counted in the totals all the same.</summary>
/// <param name="Dropped">Lines that the store had to drop because too many came in one period.</param>
/// <param name="Messages">Messages of the parts WARN and INFO.</param>
/// <param name="OtherLines">Lines of the part OTHER.</param>
/// <param name="Groups">Groups of like lines.</param>
public sealed record ReportLeftOut(long Dropped = 0, long Messages = 0, long OtherLines = 0, long Groups = 0);
