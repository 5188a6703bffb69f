using System.Globalization;
using System.Net;

namespace Pyruse.Core.Effects;

/// <summary>Counts effects by kind, for summaries.</summary>
/// <remarks>One thread adds; any may ask for <see cref="Counts"/>.</remarks>
public sealed class EffectTally
{
    /// <summary>Addresses beyond this many are not told apart any more, so that the memory is bounded.</summary>
    private const int MaxAddresses = 1_000_000;

    private readonly HashSet<IPAddress> _addresses = [];
    private long _reports;
    private long _mails;
    private long _bans;
    private long _logs;
    private long _commands;
    private long _writes;
    private long _prints;
    private long _forwards;

    /// <summary>How many effects there were of each kind; see <see cref="Effect.Kind"/>.</summary>
    public IReadOnlyList<(string Kind, long Count)> Counts =>
    [
        ("ban", Volatile.Read(ref _bans)), ("email", Volatile.Read(ref _mails)), ("exec", Volatile.Read(ref _commands)), ("forward", Volatile.Read(ref _forwards)),
        ("log", Volatile.Read(ref _logs)), ("print", Volatile.Read(ref _prints)), ("report", Volatile.Read(ref _reports)), ("write", Volatile.Read(ref _writes)),
    ];

    /// <summary>Counts an effect.</summary>
    public void Add(Effect effect)
    {
        switch (effect)
        {
            case ReportEffect:
                _reports++;
                break;
            case EmailEffect:
                _mails++;
                break;
            case BanEffect ban:
                _bans++;
                if (_addresses.Count < MaxAddresses)
                    _addresses.Add(ban.Address);
                break;
            case LogEffect:
                _logs++;
                break;
            case ExecEffect:
                _commands++;
                break;
            case WriteEffect:
                _writes++;
                break;
            case PrintEffect:
                _prints++;
                break;
            case ForwardEffect:
                _forwards++;
                break;
        }
    }

    /// <summary>Gives a line such as <c>57 report lines, 2 mails, 3 bans (of 3 addresses)</c>.</summary>
    public override string ToString()
    {
        (long Count, string One, string Many)[] kinds =
        [
            (_reports, "report line", "report lines"), (_mails, "mail", "mails"), (_bans, "ban", "bans"),
            (_logs, "journal line", "journal lines"), (_commands, "command", "commands"), (_writes, "line written to files", "lines written to files"), (_prints, "line printed", "lines printed"),
            (_forwards, "message forwarded", "messages forwarded"),
        ];
        IEnumerable<string> words = kinds.Where(static kind => kind.Count > 0).Select(kind => string.Create(
            CultureInfo.InvariantCulture, $"{kind.Count:N0} {(kind.Count == 1 ? kind.One : kind.Many)}{(kind.One == "ban" ? $" (of {_addresses.Count:N0} addresses)" : "")}"));
        string line = string.Join(", ", words);
        return line.Length > 0 ? line : "no effects";
    }
}
