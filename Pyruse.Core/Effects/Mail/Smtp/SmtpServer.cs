using System.Globalization;
using System.Net;

namespace Pyruse.Core.Effects.Mail.Smtp;

/// <summary>A mail server, as <c>smtp://[user@]host[:port]</c> or <c>smtps://…</c> names it.</summary>
/// <param name="Host">Its name or address, without brackets.</param>
/// <param name="Port">Its port.</param>
/// <param name="User">Who logs in; null: nobody.</param>
/// <param name="IsImplicitTls">TLS begins with the connection (RFC 8314), not after STARTTLS.</param>
public sealed record SmtpServer(string Host, int Port, string? User, bool IsImplicitTls)
{
    private const int RelayPort = 25;
    private const int SubmissionPort = 587;
    private const int SubmissionsPort = 465;

    /// <summary>What the configuration says of TLS; null: it is demanded, except from this machine's own server without a login.</summary>
    public bool? Tls { get; init; }

    /// <summary>Whether the server is on this machine.</summary>
    public bool IsLoopback => Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Whether nothing is sent without TLS.</summary>
    public bool DemandsTls => IsImplicitTls || (Tls ?? !(IsLoopback && User is null));

    /// <summary>Parses one.</summary>
    /// <exception cref="FormatException">It is malformed; the message is a sentence.</exception>
    public static SmtpServer Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        const string Expected = "write \"smtp://user@mail.example.org:587\", or without user and port.";
        bool isImplicit = text.StartsWith("smtps://", StringComparison.OrdinalIgnoreCase);
        if (!isImplicit && !text.StartsWith("smtp://", StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"A mail server begins with \"smtp://\" or \"smtps://\"; {Expected}");
        string rest = text[(isImplicit ? 8 : 7)..].TrimEnd('/');
        // Users are often addresses themselves: the last "@" is the one before the host.
        int at = rest.LastIndexOf('@');
        string? user = at < 0 ? null : Uri.UnescapeDataString(rest[..at]);
        if (at >= 0 && rest[..at].Contains(':', StringComparison.Ordinal))
            throw new FormatException("A password has no place in this file; put it into a file of its own that is named by \"password_file\". (A \":\" in the user's name is \"%3A\".)");
        if (user is not null && (user.Length == 0 || user.Any(char.IsControl)))
            throw new FormatException($"The user before the \"@\" is empty or has control characters; {Expected}");
        (string host, int? port) = SplitPort(rest[(at + 1)..]);
        string? ascii = IPAddress.TryParse(host, out _) ? host : MailAddresses.AsciiHost(host);
        if (ascii is null)
            throw new FormatException($"\"{host}\" is no name of a server; {Expected}");
        return new(ascii, port ?? (isImplicit ? SubmissionsPort : user is null ? RelayPort : SubmissionPort), user, isImplicit);
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static (string Host, int? Port) SplitPort(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isBracketed = text.StartsWith('[');
        if (colon < 0 || text.EndsWith(']'))
            return (isBracketed ? text.Trim('[', ']') : text, null);
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is 0 or > 65_535)
            throw new FormatException($"\"{text[(colon + 1)..]}\" is no port; write a number from 1 to 65535. An IPv6 address stands in brackets: \"smtp://[2001:db8::1]:25\".");
        return (isBracketed ? text[..colon].Trim('[', ']') : text[..colon], port);
    }
}
