using System.Net.Mail;
using System.Text;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects.Dispatch;

namespace Pyruse.Core.Effects.Mail;

/// <summary>Sends mail: through a sendmail program, or into a directory.</summary>
/// <param name="settings">The section <c>[email]</c>.</param>
public sealed class MailHandler(EmailSettings settings) : IEffectHandler
{
    private static readonly TimeSpan SendmailTimeout = TimeSpan.FromMinutes(2);
    private static readonly string[] SendmailPlaces = ["/usr/sbin/sendmail", "/usr/bin/sendmail", "/usr/lib/sendmail"];

    /// <summary>As long as mail servers themselves try.</summary>
    public TimeSpan Patience => TimeSpan.FromDays(5);

    /// <inheritdoc/>
    public string? TargetOf(Effect effect) => effect is EmailEffect ? "mail" : null;

    /// <inheritdoc/>
    public async Task<EffectResult> CarryOutAsync(Effect effect, CancellationToken cancellationToken)
    {
        var email = (EmailEffect)effect;
        byte[] mail;
        try
        {
            mail = MailComposer.Compose(settings, email.Subject, email.Body);
        }
        catch (FormatException exception)
        {
            return EffectResult.GivenUp($"the addresses in [email] are wrong: {exception.Message}");
        }
        return settings.File is { } directory
            ? await SaveAsync(directory.FullName, mail, cancellationToken).ConfigureAwait(false)
            : await PipeAsync(mail, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<EffectResult> SaveAsync(string directory, byte[] mail, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        await File.WriteAllBytesAsync(Path.Combine(directory, $"{Guid.CreateVersion7():N}.eml"), mail, cancellationToken).ConfigureAwait(false);
        return EffectResult.Done;
    }

    private async Task<EffectResult> PipeAsync(byte[] mail, CancellationToken cancellationToken)
    {
        string[] command = settings.Sendmail ?? [Array.Find(SendmailPlaces, File.Exists) ?? SendmailPlaces[0], "-t"];
        // Programs on Unix expect lines to end with LF alone.
        byte[] unix = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(mail).ReplaceLineEndings("\n"));
        ProcessResult result = await ProcessRunner.RunAsync(command, unix, SendmailTimeout, cancellationToken).ConfigureAwait(false);
        return result.ExitCode == 0 ? EffectResult.Done : EffectResult.TryAgain($"{command[0]} ended with exit code {result.ExitCode}: {result.Output}");
    }
}

/// <summary>Makes the bytes of mails.</summary>
internal static class MailComposer
{
    /// <summary>A subject is a line, not a letter.</summary>
    private const int MaxSubjectLength = 200;

    /// <summary>Composes a mail of plain text. The result is pure ASCII with CRLF line ends.</summary>
    /// <exception cref="FormatException">An address is malformed.</exception>
    public static byte[] Compose(EmailSettings settings, string subject, string body)
    {
        using var message = new MailMessage
        {
            From = new MailAddress(settings.From ?? $"pyruse@{Environment.MachineName}"),
            Subject = OneLine(subject),
            SubjectEncoding = Encoding.UTF8,
            Body = body,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = System.Net.Mime.TransferEncoding.QuotedPrintable,
        };
        foreach (string recipient in settings.To ?? ["root"])
            message.To.Add(new MailAddress(recipient.Contains('@') ? recipient : $"{recipient}@localhost"));
        message.Headers.Add("Message-ID", $"<{Guid.CreateVersion7():N}@{message.From.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return Serialize(message);
    }

    /// <summary>Text from a log in a header must not begin another header.</summary>
    private static string OneLine(string text)
    {
        string line = string.Concat(text.Select(static c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
        return line.Length <= MaxSubjectLength ? line : line[..MaxSubjectLength] + "…";
    }

    /// <summary>.NET gives a mail's bytes away only by delivering it; delivery into a directory is its way without a server.</summary>
    private static byte[] Serialize(MailMessage message)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("pyruse-mail-");
        try
        {
            using (var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = directory.FullName })
                client.Send(message);
            return WithoutEnvelope(File.ReadAllBytes(directory.GetFiles().Single().FullName));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Takes out the lines X-Sender and X-Receiver, which are meant for the server that picks the file up.</summary>
    private static byte[] WithoutEnvelope(byte[] mail)
    {
        ReadOnlySpan<byte> rest = mail;
        while (rest.StartsWith("X-Sender:"u8) || rest.StartsWith("X-Receiver:"u8))
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        return rest.ToArray();
    }
}
