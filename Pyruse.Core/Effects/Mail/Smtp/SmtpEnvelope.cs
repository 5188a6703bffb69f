using Pyruse.Core.Effects.Dispatch;

namespace Pyruse.Core.Effects.Mail.Smtp;

/// <summary>Sends one mail over a session: MAIL, RCPT, DATA (RFC 5321, section 3.3), and judges what the server says to each.</summary>
internal sealed class SmtpEnvelope(SmtpSession session, SmtpServer server)
{
    public async Task<MailDelivery> SendAsync(OutgoingMail mail, IReadOnlyList<string> recipients, CancellationToken cancellationToken)
    {
        SmtpReply reply = await session.CommandAsync($"MAIL FROM:<{mail.Sender}>", cancellationToken).ConfigureAwait(false);
        if (!reply.IsGood)
            return Refusal(reply, $"the sender {mail.Sender}");
        var accepted = new List<string>();
        var refused = new List<RefusedRecipient>();
        foreach (string recipient in recipients)
        {
            reply = await session.CommandAsync($"RCPT TO:<{recipient}>", cancellationToken).ConfigureAwait(false);
            if (reply.IsGood)
                accepted.Add(recipient);
            else if (reply.IsAboutLogin)
                return Refusal(reply, $"the recipient {recipient}");
            else
                refused.Add(new(recipient, reply.ToString(), reply.IsPermanent));
        }
        if (accepted.Count == 0)
            return new(Judge(refused)) { Refused = refused };
        reply = await session.CommandAsync("DATA", cancellationToken).ConfigureAwait(false);
        if (reply.IsGood)
            reply = await session.SendMailAsync(mail.Content, cancellationToken).ConfigureAwait(false);
        return reply.IsGood
            ? new(Judge(refused, " The other recipients have the mail.")) { Delivered = accepted, Refused = refused, Response = reply.ToString() }
            : Refusal(reply, "the mail") with { Refused = refused };
    }

    /// <summary>While anybody may still take it, the mail is tried again, for those alone.</summary>
    private EffectResult Judge(List<RefusedRecipient> refused, string consolation = "")
    {
        string problem = string.Join(' ', refused.Select(one => $"The mail server {server} refuses the recipient {one.Address}{(one.IsPermanent ? "" : " for now")}: {one.Reply}")) + consolation;
        if (refused.Exists(static one => !one.IsPermanent))
            return EffectResult.TryAgain(problem);
        return refused.Count > 0 ? EffectResult.GivenUp(problem) : EffectResult.Done;
    }

    private MailDelivery Refusal(SmtpReply reply, string what)
    {
        if (reply.IsAboutLogin)
            return MailDelivery.TryAgain($"The mail server {server} refuses {what} without a login: {reply} Name a user in \"smtp\" in [email], and a password; mails wait until then.");
        return reply.IsPermanent
            ? MailDelivery.GivenUp($"The mail server {server} refuses {what}: {reply}")
            : MailDelivery.TryAgain($"The mail server {server} refuses {what} for now: {reply}");
    }
}
