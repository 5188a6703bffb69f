using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Pyruse.Core.Effects.Mail.Smtp;

/// <summary>A connection to a mail server: commands go out, replies come in (RFC 5321), first in clear text, then in TLS (RFC 3207).</summary>
/// <remarks>For one thread. Everything a server may send is bounded.</remarks>
internal sealed class SmtpSession : IAsyncDisposable
{
    private const int MaxReplyLine = 2048;
    private const int MaxReplyLines = 100;

    private readonly SmtpServer _server;
    private readonly TcpClient _client = new();
    private readonly byte[] _received = new byte[4096];
    private Stream _stream = Stream.Null;
    private int _start;
    private int _end;

    private SmtpSession(SmtpServer server) => _server = server;

    /// <summary>What is being done, for messages about silence and broken connections.</summary>
    public string Doing { get; private set; } = "connecting";

    /// <summary>How the connection is encrypted; null: not at all.</summary>
    public string? Encryption { get; private set; }

    /// <summary>Makes a session that is not connected yet.</summary>
    public static SmtpSession To(SmtpServer server) => new(server);

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(_server.Host, _server.Port, cancellationToken).ConfigureAwait(false);
        _client.NoDelay = true;
        _stream = _client.GetStream();
        if (_server.IsImplicitTls)
            await EncryptAsync(cancellationToken).ConfigureAwait(false);
        Doing = "waiting for the greeting";
    }

    /// <summary>Begins TLS; the certificate must be valid, trusted by this machine, and the server's.</summary>
    /// <exception cref="SmtpException">It is not, or the server does not know TLS.</exception>
    public async Task EncryptAsync(CancellationToken cancellationToken)
    {
        // What came before TLS could be anybody's; to take it for the server's word would let it in (RFC 3207, section 6).
        if (_start < _end)
            throw new SmtpException($"The mail server {_server} said more than it should before TLS; somebody may be tampering with the connection.");
        Doing = "beginning TLS";
        var certificate = new CertificateCheck();
        var encrypted = new SslStream(_stream);
        _stream = encrypted;
        try
        {
            await encrypted.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = _server.Host, RemoteCertificateValidationCallback = certificate.Validate }, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException exception)
        {
            throw new SmtpException(certificate.Problem is { } problem
                ? $"The certificate of the mail server {_server} is not accepted: {problem}"
                : $"TLS with the mail server {_server} failed: {exception.Message}");
        }
        Encryption = encrypted.SslProtocol switch
        {
            SslProtocols.Tls13 => "TLS 1.3",
            SslProtocols.Tls12 => "TLS 1.2",
            var other => other.ToString(),
        };
    }

    /// <summary>Sends a command and reads the reply.</summary>
    /// <param name="command">The command; it may hold no line end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="shown">What messages call it; null: its first word.</param>
    public async Task<SmtpReply> CommandAsync(string command, CancellationToken cancellationToken, string? shown = null)
    {
        if (command.AsSpan().ContainsAny('\r', '\n'))
            throw new ArgumentException("A command is one line.", nameof(command));
        Doing = $"waiting for the reply to {shown ?? command.Split(' ', ':')[0]}";
        await SendAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellationToken).ConfigureAwait(false);
        return await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a mail after DATA, and reads the reply. Lines that begin with a dot get another (RFC 5321, section 4.5.2).</summary>
    public async Task<SmtpReply> SendMailAsync(ReadOnlyMemory<byte> mail, CancellationToken cancellationToken)
    {
        Doing = "sending the mail";
        string text = Encoding.ASCII.GetString(mail.Span).Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await SendAsync(Encoding.ASCII.GetBytes(text.EndsWith("\r\n", StringComparison.Ordinal) ? text + ".\r\n" : text + "\r\n.\r\n"), cancellationToken).ConfigureAwait(false);
        Doing = "waiting for the server to take the mail";
        return await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="SmtpException">It is no reply.</exception>
    public async Task<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < MaxReplyLines)
        {
            string line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int code) || code is < 200 or > 599)
                break;
            lines.Add(string.Concat(line.Skip(4).Select(static c => char.IsControl(c) ? '·' : c)));
            if (line.Length == 3 || line[3] != '-')
                return new(code, lines);
        }
        throw new SmtpException($"The server {_server} does not speak SMTP: its reply, while {Doing}, can't be understood.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
    }

    private async Task SendAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (line.Length <= MaxReplyLine)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await _stream.ReadAsync(_received, cancellationToken).ConfigureAwait(false));
                if (_end == 0)
                    throw new SmtpException($"The mail server {_server} closed the connection while {Doing}.");
            }
            int newline = _received.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int length = newline < 0 ? _end - _start : newline;
            line.Append(Encoding.UTF8.GetString(_received, _start, length));
            _start += newline < 0 ? length : length + 1;
            if (newline >= 0)
                return line.ToString().TrimEnd('\r');
        }
        throw new SmtpException($"The server {_server} does not speak SMTP: a line of its reply is too long.");
    }
}
