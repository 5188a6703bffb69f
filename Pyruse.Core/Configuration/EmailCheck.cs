using Pyruse.Core.Effects.Mail;
using Pyruse.Core.Effects.Mail.Smtp;

namespace Pyruse.Core.Configuration;

/// <summary>Checks what the section <c>[email]</c> says, beyond the types of its values.</summary>
internal static class EmailCheck
{
    /// <summary>Adds what is wrong to the diagnostics.</summary>
    /// <param name="settings">The section.</param>
    /// <param name="positionOf">Finds a key's value, or an item of it if that is not negative.</param>
    /// <param name="diagnostics">Takes the findings.</param>
    public static void Check(EmailSettings settings, Func<string, int, SourcePosition> positionOf, DiagnosticBag diagnostics)
    {
        void Error(string key, string message, int item = -1) => diagnostics.Error(positionOf(key, item), message);

        CheckAddresses(settings, Error);
        if (settings.Sendmail is { } sendmail && (sendmail.Length == 0 || sendmail[0].Length == 0))
            Error("sendmail", "The key \"sendmail\" of [email] names no program; write one such as [\"/usr/sbin/sendmail\", \"-t\"].");
        List<string> ways = [];
        if (settings.Sendmail is not null)
            ways.Add("sendmail");
        if (settings.Smtp is not null)
            ways.Add("smtp");
        if (settings.File is not null)
            ways.Add("file");
        if (ways.Count > 1)
            Error(ways[1], $"The keys {string.Join(" and ", ways.Select(static way => $"\"{way}\""))} of [email] name different ways for mails; keep one.");
        if (settings.Smtp is null)
            CheckNothingOfSmtp(settings, Error);
        else
            CheckSmtp(settings, Error, message => diagnostics.Warning(positionOf("password_file", -1), message));
    }

    private static void CheckAddresses(EmailSettings settings, Action<string, string, int> error)
    {
        if (settings.From is { } from && !MailAddresses.TryParse(from, out _, out string problem))
            error("from", $"The key \"from\" of [email] is wrong: {problem}", -1);
        if (settings.To is { Length: 0 })
            error("to", "The key \"to\" of [email] names nobody; write at least one address, or leave it out for root.", -1);
        for (int i = 0; i < settings.To?.Length; i++)
        {
            if (!MailAddresses.TryParse(settings.To[i], out _, out problem))
                error("to", $"The key \"to\" of [email] is wrong: {problem}", i);
        }
    }

    private static void CheckNothingOfSmtp(EmailSettings settings, Action<string, string, int> error)
    {
        if (settings.PasswordFile is not null)
            error("password_file", "The key \"password_file\" of [email] is for \"smtp\" alone, which is not there; add smtp = \"smtp://user@host\", or take it out.", -1);
        if (settings.Tls is not null)
            error("tls", "The key \"tls\" of [email] is for \"smtp\" alone, which is not there; add smtp = \"smtp://host\", or take it out.", -1);
    }

    private static void CheckSmtp(EmailSettings settings, Action<string, string, int> error, Action<string> warnOfPassword)
    {
        SmtpServer server;
        try
        {
            server = SmtpServer.Parse(settings.Smtp!) with { Tls = settings.Tls };
        }
        catch (FormatException exception)
        {
            error("smtp", $"The key \"smtp\" of [email] is wrong: {exception.Message}", -1);
            return;
        }
        if (server.User is null && settings.PasswordFile is not null)
            error("password_file", "There is a \"password_file\" in [email], but no user that it is for; write smtp = \"smtp://user@host\".", -1);
        if (settings.Tls == false && server.IsImplicitTls)
            error("tls", "In [email], tls = false contradicts \"smtps://\", which is TLS from the beginning; keep one of them.", -1);
        else if (settings.Tls == false && server.User is not null && !server.IsLoopback)
            error("tls", $"In [email], tls = false would show the password to everybody on the way to {server.Host}; take it out, or take the user out of \"smtp\".", -1);
        if (!server.IsLoopback)
            CheckHosts(settings, server, error);
        if (settings.PasswordFile is { } file && SmtpPassword.ProblemOf(file.FullName) is { } problem)
            warnOfPassword(problem);
    }

    /// <summary>To another machine's server, a name without a host would be a user of that machine.</summary>
    private static void CheckHosts(EmailSettings settings, SmtpServer server, Action<string, string, int> error)
    {
        if (settings.To is null)
            error("smtp", $"The mail server {server.Host} does not know this machine's root; name the recipients in full: to = [\"admin@example.org\"].", -1);
        for (int i = 0; i < settings.To?.Length; i++)
        {
            if (!settings.To[i].Contains('@', StringComparison.Ordinal))
                error("to", $"The mail server {server.Host} does not know this machine's user \"{settings.To[i]}\"; write the address in full, such as \"{settings.To[i]}@example.org\".", i);
        }
    }
}
