using System.Net.Sockets;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Effects.Mail.Smtp;

/// <summary>Sends mails to a mail server: SMTP (RFC 5321) with STARTTLS (RFC 3207) or implicit TLS (RFC 8314), and AUTH PLAIN or LOGIN (RFC 4954).</summary>
/// <remarks>
/// Why not <see cref="System.Net.Mail.SmtpClient"/>? It goes on without a login when the server refuses it, so that nobody learns of the 535; it does not
/// know AUTH PLAIN; and it can't send a mail that is composed already.
/// </remarks>
public sealed class SmtpTransport : IMailTransport
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan QuitLimit = TimeSpan.FromSeconds(5);

    private readonly SmtpServer _server;
    private readonly SmtpPassword _password;

    /// <summary>Makes a transport.</summary>
    /// <param name="server">The server.</param>
    /// <param name="password">Where the user's password is; not asked when there is no user.</param>
    public SmtpTransport(SmtpServer server, SmtpPassword password) => (_server, _password) = (server, password);

    /// <summary>How long an attempt may take; default: 2 minutes.</summary>
    public TimeSpan Limit { get; init; } = DefaultLimit;

    /// <inheritdoc/>
    public string Name => $"the SMTP server {_server}";

    /// <inheritdoc/>
    public async Task<MailDelivery> SendAsync(OutgoingMail mail, IReadOnlyList<string> recipients, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        SmtpSession session = SmtpSession.To(_server);
        try
        {
            MailDelivery delivery = await SendAsync(session, mail, recipients, limit.Token).ConfigureAwait(false);
            return delivery with { Encryption = session.Encryption };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return MailDelivery.TryAgain($"The mail server {_server} did not answer within {Durations.Format(Limit)}, while {session.Doing}.");
        }
        catch (SmtpException exception)
        {
            return MailDelivery.TryAgain(exception.Message) with { Encryption = session.Encryption };
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            string words = exception.GetBaseException().Message;
            return MailDelivery.TryAgain(session.Doing == "connecting" ? $"The mail server {_server} can't be reached: {words}." : $"The connection to the mail server {_server} broke while {session.Doing}: {words}");
        }
        finally
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<MailDelivery> SendAsync(SmtpSession session, OutgoingMail mail, IReadOnlyList<string> recipients, CancellationToken cancellationToken)
    {
        // Before anything else: without a password there is no need to bother the server.
        string? password = _server.User is null ? null : ReadPassword();
        await session.ConnectAsync(cancellationToken).ConfigureAwait(false);
        Demand(await session.ReadReplyAsync(cancellationToken).ConfigureAwait(false), "does not serve us");
        IReadOnlyList<string> extensions = await GreetAsync(session, cancellationToken).ConfigureAwait(false);
        if (password is not null)
            await new SmtpLogin(session, _server, extensions).LogInAsync(_server.User!, password, cancellationToken).ConfigureAwait(false);
        var envelope = new SmtpEnvelope(session, _server);
        MailDelivery delivery = await envelope.SendAsync(mail, recipients, cancellationToken).ConfigureAwait(false);
        await QuitAsync(session, cancellationToken).ConfigureAwait(false);
        return delivery;
    }

    private string ReadPassword()
    {
        try
        {
            return _password.Read();
        }
        catch (IOException exception)
        {
            throw new SmtpException(exception.Message);
        }
    }

    /// <summary>Says hello, begins TLS where that is due, and says hello again; gives what the server can do.</summary>
    private async Task<IReadOnlyList<string>> GreetAsync(SmtpSession session, CancellationToken cancellationToken)
    {
        string hello = $"EHLO {MailAddresses.AsciiHost(Environment.MachineName) ?? "localhost"}";
        SmtpReply reply = Demand(await session.CommandAsync(hello, cancellationToken).ConfigureAwait(false), "refuses EHLO");
        if (!_server.DemandsTls || session.Encryption is not null)
            return reply.Lines;
        if (!reply.Lines.Contains("STARTTLS", StringComparer.OrdinalIgnoreCase))
        {
            throw new SmtpException(
                $"The mail server {_server} does not offer STARTTLS, and nothing is sent to it in clear text. Use its port with TLS (smtps:// for 465), or, for a server without login in a trusted network, set tls = false in [email].");
        }
        Demand(await session.CommandAsync("STARTTLS", cancellationToken).ConfigureAwait(false), "refuses STARTTLS");
        await session.EncryptAsync(cancellationToken).ConfigureAwait(false);
        return Demand(await session.CommandAsync(hello, cancellationToken).ConfigureAwait(false), "refuses EHLO").Lines;
    }

    private SmtpReply Demand(SmtpReply reply, string words) => reply.IsGood ? reply : throw new SmtpException($"The mail server {_server} {words}: {reply}");

    /// <summary>Takes leave. The mail is sent already, whatever comes of this.</summary>
    private static async Task QuitAsync(SmtpSession session, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(QuitLimit);
        try
        {
            await session.CommandAsync("QUIT", limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // To say so would alarm for nothing, and to fail would send the mail twice.
        }
    }
}
