using System.Net;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>What is listened on.</summary>
internal enum Transport
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>TLS over TCP.</summary>
    Tls,

    /// <summary>UDP.</summary>
    Udp,

    /// <summary>A Unix socket for datagrams, as /dev/log is one.</summary>
    Unix,

    /// <summary>A Unix socket for connections.</summary>
    UnixStream,

    /// <summary>A socket that the service manager has opened; what it is shows itself.</summary>
    Inherited,

    /// <summary>Likewise, with TLS over it.</summary>
    InheritedTls,
}

/// <summary>A place to listen at, as the configuration names it.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Transport">How messages come.</param>
/// <param name="EndPoint">The address and port; null for Unix and inherited sockets.</param>
/// <param name="Name">The path of a Unix socket, or the name of an inherited one.</param>
internal sealed record ListenAddress(string Text, Transport Transport, IPEndPoint? EndPoint, string Name)
{
    private static readonly Dictionary<string, (Transport Transport, int Port)> Schemes = new(StringComparer.Ordinal)
    {
        ["tcp"] = (Transport.Tcp, 514),
        ["tls"] = (Transport.Tls, 6514),
        ["udp"] = (Transport.Udp, 514),
        ["unix"] = (Transport.Unix, 0),
        ["unix-stream"] = (Transport.UnixStream, 0),
        ["systemd"] = (Transport.Inherited, 0),
        ["systemd+tls"] = (Transport.InheritedTls, 0),
    };

    /// <summary>Whether TLS is spoken there.</summary>
    public bool IsTls => Transport is Transport.Tls or Transport.InheritedTls;

    /// <summary>Reads an address such as <c>tcp://127.0.0.1:1514</c>, <c>tls://[::]:6514</c>, <c>unix:/run/pyruse/log</c> or <c>systemd:NAME</c>.</summary>
    /// <exception cref="FormatException">It is none; the message is a sentence.</exception>
    public static ListenAddress Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !Schemes.TryGetValue(text[..colon], out (Transport Transport, int Port) scheme))
        {
            throw new FormatException(
                $"\"{text}\" is no address to listen at; write one such as \"tcp://127.0.0.1:1514\", \"tls://[::]:6514\", \"udp://0.0.0.0:514\", \"unix:/run/pyruse/log\" or \"systemd:NAME\".");
        }
        string rest = text[(colon + 1)..];
        return scheme.Transport switch
        {
            Transport.Unix or Transport.UnixStream => rest.StartsWith('/') && rest.Length <= LongestPath
                ? new(text, scheme.Transport, null, rest)
                : throw new FormatException($"\"{text}\" names no socket; write an absolute path of at most {LongestPath} characters, such as \"unix:/run/pyruse/log\"."),
            Transport.Inherited or Transport.InheritedTls => rest.Length > 0
                ? new(text, scheme.Transport, null, rest)
                : throw new FormatException($"\"{text}\" names no socket; write the FileDescriptorName= of the socket unit, such as \"systemd:syslog\"."),
            _ => new(text, scheme.Transport, ParseEndPoint(text, rest, scheme.Port), ""),
        };
    }

    /// <summary>What sockaddr_un has room for: see unix(7).</summary>
    private const int LongestPath = 107;

    private static IPEndPoint ParseEndPoint(string text, string rest, int defaultPort)
    {
        string host = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : "";
        if (host.StartsWith("localhost", StringComparison.Ordinal))
            host = "127.0.0.1" + host["localhost".Length..];
        else if (host.StartsWith('*'))
            host = "[::]" + host[1..];
        if (!IPEndPoint.TryParse(host, out IPEndPoint? endPoint))
            throw new FormatException($"\"{text}\" names no address of this machine; write an IP address and a port, such as \"tcp://127.0.0.1:1514\", or \"*\" for all addresses: \"tcp://*:1514\".");
        bool hasPort = host.Contains(']', StringComparison.Ordinal) ? host.Contains("]:", StringComparison.Ordinal) : host.Count(static c => c == ':') == 1;
        return hasPort ? endPoint : new IPEndPoint(endPoint.Address, defaultPort);
    }
}
