using System.Text;

namespace Pyruse.Core.Effects.Mail.Smtp;

/// <summary>Logs in with a user and a password: AUTH PLAIN (RFC 4616), or LOGIN where a server knows nothing better.</summary>
internal sealed class SmtpLogin(SmtpSession session, SmtpServer server, IReadOnlyList<string> extensions)
{
    private const int Continue = 334;
    private const int Accepted = 235;

    /// <exception cref="SmtpException">The server does not let the user in.</exception>
    public async Task LogInAsync(string user, string password, CancellationToken cancellationToken)
    {
        string[] mechanisms = [.. extensions.Select(static line => line.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries))
            .Where(static words => words.Length > 0 && words[0].Equals("AUTH", StringComparison.OrdinalIgnoreCase)).SelectMany(static words => words.Skip(1))];
        SmtpReply reply;
        if (mechanisms.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
            reply = await CommandAsync($"AUTH PLAIN {Encode($"\0{user}\0{password}")}", cancellationToken).ConfigureAwait(false);
        else if (mechanisms.Contains("LOGIN", StringComparer.OrdinalIgnoreCase))
            reply = await LogInByTurnsAsync(user, password, cancellationToken).ConfigureAwait(false);
        else
            throw new SmtpException($"The mail server {server} offers no login that we know (PLAIN or LOGIN){(mechanisms.Length > 0 ? $", only {string.Join(", ", mechanisms)}" : "")}. Take the user out of \"smtp\" in [email], or use a program such as msmtp.");
        if (reply.Code != Accepted)
            throw new SmtpException($"The mail server {server} refuses the login of \"{user}\": {reply} Check the user in \"smtp\" and the password; mails wait until then.");
    }

    private async Task<SmtpReply> LogInByTurnsAsync(string user, string password, CancellationToken cancellationToken)
    {
        SmtpReply reply = await CommandAsync("AUTH LOGIN", cancellationToken).ConfigureAwait(false);
        if (reply.Code == Continue)
            reply = await CommandAsync(Encode(user), cancellationToken).ConfigureAwait(false);
        return reply.Code == Continue ? await CommandAsync(Encode(password), cancellationToken).ConfigureAwait(false) : reply;
    }

    /// <summary>What is sent here is secret, and never part of a message.</summary>
    private Task<SmtpReply> CommandAsync(string command, CancellationToken cancellationToken) => session.CommandAsync(command, cancellationToken, "AUTH");

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
