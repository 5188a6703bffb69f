using System.Globalization;
using System.Net;

namespace Pyruse.Core.Effects;

/// <summary>Counts effects by kind, for summaries.</summary>
/// <remarks>Not safe for use by several threads.</remarks>
public sealed class EffectTally
{
    /// <summary>Addresses beyond this many are not told apart any more, so that the memory is bounded.</summary>
    private const int MaxAddresses = 1_000_000;

    private readonly HashSet<IPAddress> _addresses = [];
    private int _reports;
    private int _mails;
    private int _bans;
    private int _logs;
    private int _commands;
    private int _writes;
    private int _prints;
    private int _forwards;

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
        (int Count, string One, string Many)[] kinds =
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
