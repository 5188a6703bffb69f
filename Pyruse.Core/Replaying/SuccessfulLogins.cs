using System.Net;
using Pyruse.Core.Entries;
using Pyruse.Core.Patterns;

namespace Pyruse.Core.Replaying;

/// <summary>A login from elsewhere that succeeded.</summary>
/// <param name="Address">Where from.</param>
/// <param name="User">Who.</param>
/// <param name="Program">The program that let them in.</param>
internal sealed record SuccessfulLogin(IPAddress Address, string User, string Program);

/// <summary>Recognises entries in which well-known programs say that somebody from elsewhere has logged in.</summary>
/// <remarks>Used on one thread.</remarks>
internal sealed class SuccessfulLogins
{
    /// <summary>Programs by the beginning of their SYSLOG_IDENTIFIER, and what they say; <c>ip</c> and <c>user</c> are groups.</summary>
    private static readonly (string Program, string Pattern)[] Known =
    [
        ("sshd", @"^Accepted \S+ for (?P<user>.*) from (?P<ip>\S+) port [0-9]+ ssh2"),
        ("dovecot", @"^(?:imap|pop3|managesieve|submission)-login: (?:Info: )?(?:Login|Logged in): user=<(?P<user>[^>]*)>.*?, rip=(?P<ip>[^,]+),"),
        ("postfix", @"^[0-9A-Za-z]+: client=[^[]*\[(?P<ip>[^]]+)\].*, sasl_username=(?P<user>[^ ,]+)"),
        ("exim", @" <= \S+ H=.*?\[(?P<ip>[^]]+)\].* A=[^ :]+:(?P<user>\S+)"),
        ("vsftpd", "^(?:pid [0-9]+\\] )?\\[(?P<user>[^]]+)\\] OK LOGIN: Client \"(?P<ip>[^\"]+)\""),
        ("proftpd", @"\[(?P<ip>[^]]+)\]\).* USER (?P<user>[^:]+): Login successful"),
        ("pure-ftpd", @"^\([^@]*@(?P<ip>[^)]+)\) \[INFO\] (?P<user>.+) is now logged in"),
        ("ovpn", @"^(?P<ip>[^ ]+):[0-9]+ \[(?P<user>[^]]+)\] Peer Connection Initiated with "),
        ("openvpn", @"^(?P<ip>[^ ]+):[0-9]+ \[(?P<user>[^]]+)\] Peer Connection Initiated with "),
    ];

    private readonly (byte[] Program, string Name, LogPattern Pattern)[] _known;
    private readonly Field _identifier;
    private readonly Field _message;

    public SuccessfulLogins(FieldTable fields)
    {
        _identifier = fields["SYSLOG_IDENTIFIER"];
        _message = fields["MESSAGE"];
        _known = [.. Known.Select(static known => (System.Text.Encoding.ASCII.GetBytes(known.Program), known.Program, LogPattern.Parse(known.Pattern)))];
    }

    /// <summary>Gives the login that an entry tells of; null: it tells of none.</summary>
    public SuccessfulLogin? Of(LogEntry entry)
    {
        ReadOnlySpan<byte> identifier = entry.First(_identifier).Utf8;
        foreach ((byte[] program, string name, LogPattern pattern) in _known)
        {
            if (!identifier.StartsWith(program))
                continue;
            FieldValue message = entry.First(_message);
            if (pattern.IsCandidate(message.Utf8) && message.TryGetText(out string? text) && pattern.Match(text) is { } match
                && match.Group("ip") is { } ip && IPAddress.TryParse(ip, out IPAddress? address))
            {
                return new(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, match.Group("user") ?? "", name);
            }
        }
        return null;
    }
}
