using System.Globalization;
using System.Text;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Effects.Mail;

/// <summary>Folds mails of one chain, that had to wait, into one.</summary>
internal static class MailDigest
{
    /// <summary>Of one mail, no more than this many characters are shown.</summary>
    private const int MaxTextLength = 4000;

    /// <summary>All mails together are about this long at most, in characters: mail servers take 10 MB and more, readers less.</summary>
    private const int MaxLength = 200_000;

    public static (string Subject, string Text) Fold(IReadOnlyList<EmailEffect> mails, int maxPerHour, TimeZoneInfo zone)
    {
        string chain = HeaderText.OneLine(mails[0].Origin.Chain);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{mails.Count} mails of the chain \"{chain}\" had to wait, because no more than {maxPerHour}\n");
        text.Append("are sent in an hour (max_per_hour in [email]). Here they are, oldest first.\n");
        int shown = 0;
        while (shown < mails.Count && text.Length < MaxLength)
            Append(text, mails[shown++], shown, zone);
        if (shown < mails.Count)
            text.Append(CultureInfo.InvariantCulture, $"\n{mails.Count - shown} more are left out, because this mail would be too long.\n");
        return ($"{mails.Count} mails of \"{chain}\"", text.ToString());
    }

    private static void Append(StringBuilder text, EmailEffect mail, int number, TimeZoneInfo zone)
    {
        DateTimeOffset time = TimeZoneInfo.ConvertTime(EntryTime.ToUtc(mail.Origin.Time), zone);
        text.Append(CultureInfo.InvariantCulture, $"\n{number}) {time:yyyy-MM-dd HH:mm:ss}  {HeaderText.OneLine(mail.Subject)}\n\n");
        ReadOnlySpan<char> body = mail.Body;
        ReadOnlySpan<char> kept = body.Length <= MaxTextLength ? body : body[..(char.IsHighSurrogate(body[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)];
        // Indented, so that no text can look like the beginning of the next mail.
        foreach (ReadOnlySpan<char> line in kept.TrimEnd("\r\n").EnumerateLines())
            text.Append("   ").Append(line).Append('\n');
        if (kept.Length < body.Length)
            text.Append(CultureInfo.InvariantCulture, $"   … {body.Length - kept.Length} more characters are left out.\n");
    }
}
