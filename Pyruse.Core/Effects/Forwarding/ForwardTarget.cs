using System.Globalization;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Effects.Forwarding;

/// <summary>How messages go to another syslog server.</summary>
public enum ForwardTransport
{
    /// <summary>TCP, octet-counted: RFC 6587, section 3.4.1.</summary>
    Tcp,

    /// <summary>TLS over TCP: RFC 5425.</summary>
    Tls,

    /// <summary>UDP, a message a datagram: RFC 5426. Nobody knows what arrives.</summary>
    Udp,
}

/// <summary>Another syslog server that messages are sent on to.</summary>
/// <param name="Transport">How they go there.</param>
/// <param name="Host">Its name or address, without brackets.</param>
/// <param name="Port">Its port.</param>
public sealed record ForwardTarget(ForwardTransport Transport, string Host, int Port)
{
    private const long DefaultQueueSize = 256L * 1024 * 1024;

    private const string Expected = "write one such as \"tls://log.example.org:6514\", \"tcp://192.0.2.7:514\" or \"udp://[2001:db8::7]:514\".";

    private static readonly Dictionary<string, (ForwardTransport Transport, int Port)> Schemes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tcp"] = (ForwardTransport.Tcp, 514),
        ["tls"] = (ForwardTransport.Tls, 6514),
        ["udp"] = (ForwardTransport.Udp, 514),
    };

    /// <summary>The file, in PEM, with the authorities that the server's certificate may come from; null: those that this machine trusts.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The certificate, in PEM, that is shown to the server; null: none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Its private key, in PEM.</summary>
    public string? KeyFile { get; init; }

    /// <summary>How much may wait on disk; default: 256 MiB.</summary>
    public ByteSize Queue { get; init; } = new(DefaultQueueSize);

    /// <summary>Its name as the name of a directory.</summary>
    internal string DirectoryName => string.Create(CultureInfo.InvariantCulture, $"{Scheme}-{Host.Replace(':', '_').Replace('%', '_')}-{Port}");

    private string Scheme => Transport.ToString().ToLowerInvariant();

    /// <summary>Reads an address such as <c>tls://log.example.org:6514</c>.</summary>
    /// <exception cref="FormatException">It is none; the message is a sentence.</exception>
    public static ForwardTarget Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || !Schemes.TryGetValue(uri.Scheme, out (ForwardTransport Transport, int Port) scheme))
            throw new FormatException($"\"{text}\" is no syslog server; {Expected}");
        if (uri.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6) || uri.UserInfo.Length > 0 || uri.PathAndQuery.Trim('/').Length > 0 || uri.Port == 0)
            throw new FormatException($"\"{text}\" is more or less than the name and port of a syslog server; {Expected}");
        return new(scheme.Transport, uri.IdnHost.Trim('[', ']'), uri.Port < 0 ? scheme.Port : uri.Port);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Scheme}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
