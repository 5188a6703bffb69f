using System.Globalization;
using System.Net.Mail;
using System.Text;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Effects.Mail;

/// <summary>Makes the bytes of mails: MIME (RFC 2045 to 2049) with UTF-8 texts, quoted-printable, in pure ASCII.</summary>
/// <remarks>
/// <see cref="System.Net.Mail"/> gives away the bytes of a mail only by way of a directory, writes line ends of texts as <c>=0A</c>, and decodes a subject
/// that looks like an encoded word; so it is used for addresses alone. Safe for use by several threads.
/// </remarks>
public sealed class MailComposer
{
    private readonly TimeProvider _time;
    private readonly MailAddress _from;
    private readonly MailAddress[] _to;

    /// <summary>Makes a composer.</summary>
    /// <param name="settings">The section <c>[email]</c>: sender and recipients.</param>
    /// <param name="time">The clock for the header field Date.</param>
    /// <exception cref="FormatException">An address is malformed; the message is a sentence.</exception>
    public MailComposer(EmailSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _time = time;
        _from = Parse(settings.From ?? $"pyruse@{MailAddresses.AsciiHost(Environment.MachineName) ?? "localhost"}");
        _to = [.. (settings.To ?? ["root"]).Select(Parse)];
    }

    /// <summary>Says what is wrong with an address that somebody wrote; null: nothing.</summary>
    public static string? ProblemOfAddress(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return MailAddresses.TryParse(text, out _, out string problem) ? null : problem;
    }

    /// <summary>Composes a mail.</summary>
    /// <param name="subject">The subject: anything; it becomes one line of at most 200 characters.</param>
    /// <param name="text">The body as text: anything.</param>
    /// <param name="html">The same as HTML; null: the text alone.</param>
    public OutgoingMail Compose(string subject, string text, string? html = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(text);
        DateTimeOffset now = TimeZoneInfo.ConvertTime(_time.GetUtcNow(), _time.LocalTimeZone);
        string id = $"{Guid.CreateVersion7(now):N}@{(_from.Host.StartsWith('[') ? "localhost" : _from.Host)}";
        var mail = new StringBuilder(1024 + text.Length + (html?.Length ?? 0));
        mail.Append("Date: ").Append(Date(now)).Append("\r\n");
        HeaderText.AppendAddresses(mail, "From", [_from]);
        HeaderText.AppendAddresses(mail, "To", _to);
        HeaderText.AppendText(mail, "Subject", HeaderText.OneLine(subject));
        mail.Append("Message-ID: <").Append(id).Append(">\r\n");
        // Keeps vacation programs from answering (RFC 3834, section 5).
        mail.Append("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n");
        if (html is null)
            AppendPart(mail, "plain", text);
        else
            AppendAlternatives(mail, text, html);
        return new(id, _from.Address, [.. _to.Select(static address => address.Address)], Encoding.ASCII.GetBytes(mail.ToString()));
    }

    private static MailAddress Parse(string text) => MailAddresses.TryParse(text, out MailAddress? address, out string problem) ? address : throw new FormatException(problem);

    /// <summary>Formats a time as RFC 5322, section 3.3, has it.</summary>
    private static string Date(DateTimeOffset time)
    {
        string zone = time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        return time.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + zone;
    }

    /// <summary>Appends both forms, the plainest first, so that readers take the last they understand (RFC 2046, section 5.1.4).</summary>
    private static void AppendAlternatives(StringBuilder mail, string text, string html)
    {
        // "=_" can't be in quoted-printable text (RFC 2045, section 6.7).
        string boundary = $"=_{Guid.NewGuid():N}";
        mail.Append("Content-Type: multipart/alternative;\r\n boundary=\"").Append(boundary).Append("\"\r\n\r\n");
        mail.Append("--").Append(boundary).Append("\r\n");
        AppendPart(mail, "plain", text);
        mail.Append("\r\n--").Append(boundary).Append("\r\n");
        AppendPart(mail, "html", html);
        mail.Append("\r\n--").Append(boundary).Append("--\r\n");
    }

    private static void AppendPart(StringBuilder mail, string subtype, string content)
    {
        mail.Append("Content-Type: text/").Append(subtype).Append("; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
        QuotedPrintable.Append(mail, content);
    }
}
