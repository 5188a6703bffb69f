using Pyruse.Core.Configuration;
using Pyruse.Core.Effects.Mail.Smtp;

namespace Pyruse.Core.Effects.Mail;

/// <summary>Chooses the way that mails go.</summary>
public static class MailTransports
{
    /// <summary>Makes the transport that a configuration names.</summary>
    /// <param name="settings">The section <c>[email]</c>, checked.</param>
    public static IMailTransport Of(EmailSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.File is { } directory)
            return new DirectoryTransport(directory.FullName);
        if (settings.Smtp is null)
            return new SendmailTransport(settings.Sendmail);
        SmtpServer server = SmtpServer.Parse(settings.Smtp) with { Tls = settings.Tls };
        return new SmtpTransport(server, new SmtpPassword(settings.PasswordFile?.FullName));
    }
}
