using System.Net;
using System.Text;
using Pyruse.Core.Bans;
using Pyruse.Core.Chains;
using Pyruse.Core.Frequency;

namespace Pyruse.Core.Configuration;

/// <summary>A configuration, read and checked, but not yet made into a workflow: its modules are still names.</summary>
public sealed record PyruseConfiguration
{
    /// <summary>The file it was read from.</summary>
    public required string File { get; init; }

    /// <summary>The directory that relative paths start from: the file's.</summary>
    public required string Directory { get; init; }

    /// <summary>All files it was read from, as messages name them: the main one, and those of <c>conf.d</c>.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Where state is kept; default: <c>/var/lib/pyruse</c>.</summary>
    public string Storage { get; init; } = "/var/lib/pyruse";

    /// <summary>The encoding of messages that are not UTF-8; default: ISO 8859-1.</summary>
    public Encoding Encoding { get; init; } = Encoding.Latin1;

    /// <summary>Whether debugging messages are written.</summary>
    public bool Debug { get; init; }

    /// <summary>The section <c>[email]</c>.</summary>
    public EmailSettings Email { get; init; } = new();

    /// <summary>The section <c>[report]</c>.</summary>
    public ReportSettings Report { get; init; } = new();

    /// <summary>The section <c>[bans]</c>.</summary>
    public BanSettings Bans { get; init; } = new();

    /// <summary>The section <c>[nftBan]</c>.</summary>
    public NftSettings Nft { get; init; } = new();

    /// <summary>The section <c>[ipsetBan]</c>.</summary>
    public IpsetSettings Ipset { get; init; } = new();

    /// <summary>The section <c>[regex]</c>.</summary>
    public RegexSettings Regex { get; init; } = new();

    /// <summary>The section <c>[plugins]</c>.</summary>
    public PluginSettings Plugins { get; init; } = new();

    /// <summary>The section <c>[effects]</c>.</summary>
    public EffectSettings Effects { get; init; } = new();

    /// <summary>The section <c>[journal]</c>.</summary>
    public JournalSettings Journal { get; init; } = new();

    /// <summary>The section <c>[metrics]</c>.</summary>
    public MetricsSettings Metrics { get; init; } = new();

    /// <summary>The sources, in order; at least one.</summary>
    public IReadOnlyList<SourceDefinition> Sources { get; init; } = [];

    /// <summary>The chains, in order; at least one.</summary>
    public IReadOnlyList<ChainDefinition> Chains { get; init; } = [];

    /// <summary>What must happen often enough: the tables <c>[[expect]]</c>.</summary>
    public IReadOnlyList<ExpectDefinition> Expects { get; init; } = [];

    /// <summary>What must follow upon what: the tables <c>[[pair]]</c>.</summary>
    public IReadOnlyList<PairDefinition> Pairs { get; init; } = [];

    /// <summary>Chains that sources start at which another one stands in for: its entries pass them by.</summary>
    internal IReadOnlyList<Positioned<string>> ForeignStarts { get; init; } = [];

    /// <summary>Gives the same chains for other entries: one source stands in for all, as when stored entries are replayed.</summary>
    /// <param name="standIn">The source. Its entries start where those of the journal do; chains that other sources start at are not for them.</param>
    public PyruseConfiguration ReadingOnly(SourceDefinition standIn)
    {
        ArgumentNullException.ThrowIfNull(standIn);
        Positioned<string>? start = Sources.FirstOrDefault(static source => source.Type.Value is "journal" or "export")?.Start;
        return this with
        {
            Sources = [standIn with { Start = start }],
            ForeignStarts = [.. ForeignStarts, .. Sources.Select(static source => source.Start).OfType<Positioned<string>>()],
        };
    }
}

/// <summary>A source as the configuration has it.</summary>
/// <param name="Type">The name of the module, and where it stands.</param>
/// <param name="Name">The name under which its position is kept; unique.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Position">Where it stands.</param>
public sealed record SourceDefinition(Positioned<string> Type, string Name, ConfigTable Arguments, SourcePosition Position)
{
    /// <summary>Whether this one stands in because the configuration names no source.</summary>
    public bool IsImplied { get; init; }

    /// <summary>The chain that entries of this source start at, and where that is said; null: the first chain of the list.</summary>
    public Positioned<string>? Start { get; init; }

    /// <summary>Whether another definition describes the same source, wherever its entries start.</summary>
    internal bool IsSameAs(SourceDefinition other) => other.Name == Name && string.Equals(other.Type.Value, Type.Value, StringComparison.OrdinalIgnoreCase) && other.Arguments.IsSameAs(Arguments);
}

/// <summary>How mail is sent: the section <c>[email]</c>.</summary>
/// <param name="From">The sender's address; default: <c>pyruse@</c> and the host's name.</param>
/// <param name="To">The recipients' addresses; default: <c>root</c>.</param>
/// <param name="Subject">The subject of the daily report; default: one that says the host, the date, and how much there is to check.</param>
/// <param name="Sendmail">The program that takes a mail on its standard input, and its arguments; default: <c>/usr/sbin/sendmail -t</c>.</param>
/// <param name="File">A directory in which each mail becomes a file; then nothing is sent.</param>
/// <param name="Smtp">The mail server that takes mails, in the place of a program: <c>smtp://[user@]host[:port]</c> (STARTTLS) or <c>smtps://…</c>.</param>
/// <param name="PasswordFile">The file with the password of that server's user; default: the systemd credential <c>smtp-password</c>.</param>
/// <param name="Tls">Whether TLS is demanded of that server; default: true, except from this machine's own server without a user.</param>
/// <param name="MaxPerHour">How many mails go in any hour, beside the daily report; default: 60.</param>
public sealed record EmailSettings(
    string? From = null, string[]? To = null, string? Subject = null, string[]? Sendmail = null, DirectoryInfo? File = null,
    string? Smtp = null, FileInfo? PasswordFile = null, bool? Tls = null, int MaxPerHour = 60);

/// <summary>The daily report: the section <c>[report]</c>.</summary>
/// <param name="At">The time of the local clock at which it is made and sent, such as <c>"06:30"</c>; default: midnight.</param>
/// <param name="Enabled">Whether it is sent; default: if any step adds lines to it.</param>
/// <param name="Template">A directory with templates that take the place of the usual ones, <c>report.html.hbs</c> and <c>report.txt.hbs</c>.</param>
/// <param name="MaxKilobytes">How large each form may be, in KiB; what does not fit is left out and counted; default: 256.</param>
public sealed record ReportSettings(TimeOnly? At = null, bool? Enabled = null, DirectoryInfo? Template = null, int MaxKilobytes = 256);

/// <summary>How addresses are banned: the section <c>[bans]</c>.</summary>
/// <param name="Never">Networks that are never banned; default: loopback.</param>
/// <param name="DryRun">Bans are recorded but the firewall is not touched.</param>
/// <param name="NeverOwn">The machine's own addresses are never banned either; default: true.</param>
/// <param name="Prefix4">The network of this length is banned in the place of a v4 address; default: 32, the address alone.</param>
/// <param name="Prefix6">The network of this length is banned in the place of a v6 address; default: 128, the address alone.</param>
/// <param name="Remember">How long a ban that has ended counts when the address is banned again; default: 30 days.</param>
/// <param name="Manage">Pyruse makes the table <c>inet pyruse</c>, the sets in it that are used, and the rules that drop what is in them.</param>
/// <param name="Check">How often the firewall's sets are compared with the recorded bans; default: 60 s.</param>
public sealed record BanSettings(
    IPNetwork[]? Never = null, bool DryRun = false, bool NeverOwn = true, int Prefix4 = 32, int Prefix6 = 128, TimeSpan? Remember = null, bool Manage = false,
    TimeSpan? Check = null)
{
    /// <summary>The policy that these settings make.</summary>
    /// <param name="onRefused">Told when a step asked for a ban that is not made.</param>
    /// <param name="ownAddresses">The machine's own addresses; null: unknown.</param>
    public BanPolicy ToPolicy(Action<IPAddress, WorkflowStep>? onRefused = null, OwnAddresses? ownAddresses = null) => new(Never ?? BanPolicy.DefaultNever, onRefused)
    {
        OwnAddresses = NeverOwn ? ownAddresses : null,
        Prefix4 = Prefix4,
        Prefix6 = Prefix6,
        Remember = Remember ?? TimeSpan.FromDays(30),
    };
}

/// <summary>The section <c>[nftBan]</c>.</summary>
/// <param name="Nft">The nft program and arguments that come before its own; default: <c>nft</c> in the PATH.</param>
public sealed record NftSettings(string[]? Nft = null);

/// <summary>The section <c>[ipsetBan]</c>.</summary>
/// <param name="Ipset">The ipset program and arguments that come before its own; default: <c>ipset</c> in the PATH.</param>
public sealed record IpsetSettings(string[]? Ipset = null);

/// <summary>How regular expressions are run: the section <c>[regex]</c>.</summary>
/// <param name="Timeout">After this long a match that is not linear-time is given up; default: 100 ms.</param>
/// <param name="MaxLength">How many characters of a text a regular expression sees at most; default: 65,536.</param>
public sealed record RegexSettings(TimeSpan? Timeout = null, int MaxLength = 65_536);

/// <summary>The section <c>[plugins]</c>.</summary>
/// <param name="Directories">Directories with plugins, beside those of the command line and the default.</param>
/// <param name="StepBudget">
/// How long a step may take for one entry before that is written to the journal; default: 5 s. After six times this long it is given up for good.
/// </param>
public sealed record PluginSettings(DirectoryInfo[]? Directories = null, TimeSpan? StepBudget = null)
{
    /// <summary>After this long a step that does not come back is given up.</summary>
    public TimeSpan GiveUpAfter => (StepBudget ?? Hosting.StepWatchdog.DefaultBudget) * Hosting.StepWatchdog.Patience;
}

/// <summary>How effects are carried out: the section <c>[effects]</c>.</summary>
/// <param name="Workers">How many effects are carried out at the same time; default: 2.</param>
public sealed record EffectSettings(int Workers = 2);

/// <summary>How the daemon is measured, in the text format of Prometheus: the section <c>[metrics]</c>. Default: not at all.</summary>
/// <param name="File">The file that measurements are written to, for node_exporter's textfile collector; its name ends with <c>.prom</c>.</param>
/// <param name="Listen">The address and port that answers <c>GET /metrics</c>, such as <c>127.0.0.1:9464</c>; a port alone is that of loopback.</param>
/// <param name="Interval">How often the file is written; default: 15 s.</param>
public sealed record MetricsSettings(FileInfo? File = null, string? Listen = null, TimeSpan? Interval = null)
{
    /// <summary>The address and port of <see cref="Listen"/>; null: nothing is answered.</summary>
    /// <exception cref="FormatException">It is none; the message is a sentence.</exception>
    public IPEndPoint? EndPoint => Listen is null ? null
        : ushort.TryParse(Listen, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out ushort port) ? new(IPAddress.Loopback, port)
        : IPEndPoint.TryParse(Listen, out IPEndPoint? endPoint) && !IPAddress.TryParse(Listen, out _) ? endPoint
        : throw new FormatException($"\"{Listen}\" is no address with a port; write one such as \"127.0.0.1:9464\" or \"[::1]:9464\".");
}

/// <summary>How the journal is written to: the section <c>[journal]</c>.</summary>
/// <param name="Socket">The journal's socket; default: <c>/run/systemd/journal/socket</c>.</param>
public sealed record JournalSettings(FileInfo? Socket = null);
