namespace Pyruse.Core.Effects.Mail;

/// <summary>Makes a file of each mail, in a directory: for samples, tests, and programs that pick mails up.</summary>
/// <param name="directory">The directory; made if it is not there.</param>
public sealed class DirectoryTransport(string directory) : IMailTransport
{
    /// <inheritdoc/>
    public string Name => $"the directory {directory}";

    /// <inheritdoc/>
    public async Task<MailDelivery> SendAsync(OutgoingMail mail, IReadOnlyList<string> recipients, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        string name = mail.Id[..mail.Id.IndexOf('@', StringComparison.Ordinal)];
        string path = Path.Combine(directory, $"{name}.eml");
        // Whoever picks up *.eml never sees half a mail.
        string unfinished = Path.Combine(directory, $".{name}.tmp");
        try
        {
            Directory.CreateDirectory(directory);
            await WriteAsync(unfinished, mail.Content, cancellationToken).ConfigureAwait(false);
            File.Move(unfinished, path, overwrite: true);
            return MailDelivery.Done(recipients, $"written to {path}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return MailDelivery.TryAgain($"The mail can't be written to {path}: {exception.Message}");
        }
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous,
            // Logs are not for everybody.
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
        };
        await using var file = new FileStream(path, options);
        await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
    }
}
