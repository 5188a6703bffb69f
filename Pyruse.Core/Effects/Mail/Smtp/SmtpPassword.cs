namespace Pyruse.Core.Effects.Mail.Smtp;

/// <summary>Where the password for a mail server comes from: a file, or a credential that systemd hands over (systemd.exec(5), LoadCredential=).</summary>
/// <param name="file">The file; null: <c>$CREDENTIALS_DIRECTORY/smtp-password</c>.</param>
public sealed class SmtpPassword(string? file)
{
    /// <summary>The name of the credential.</summary>
    public const string CredentialName = "smtp-password";

    private const int MaxLength = 1024;

    /// <summary>Finds what is wrong with a password file, as far as anybody can tell who may not read it.</summary>
    /// <returns>A sentence, or null.</returns>
    public static string? ProblemOf(string file)
    {
        if (!File.Exists(file))
            return $"There is no password file {file}; make it, with mode 600.";
        return (File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != UnixFileMode.None
            ? $"The password file {file} can be read or written by every user of this machine, and is not used; run: chmod 600 {file}"
            : null;
    }

    /// <summary>Reads the password anew, so that a repaired file needs no restart. One line end behind it is left out.</summary>
    /// <exception cref="IOException">There is none; the message is a sentence.</exception>
    public string Read()
    {
        string path = file ?? Credential() ?? throw new IOException(
            $"There is no password for the mail server: name a file by \"password_file\" in [email], or hand over the credential \"{CredentialName}\" (LoadCredential={CredentialName}:/path in the unit).");
        // A credential's directory is closed to others already.
        if (file is not null && ProblemOf(path) is { } problem)
            throw new IOException(problem);
        string text;
        try
        {
            text = new FileInfo(path).Length <= MaxLength ? File.ReadAllText(path) : "";
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"The password file {path} can't be read: {exception.Message}", exception);
        }
        string password = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        return password.Length > 0 && !password.Any(char.IsControl) ? password : throw new IOException($"The password file {path} must hold one line: the password.");
    }

    private static string? Credential() =>
        Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } directory && Path.Combine(directory, CredentialName) is var path && File.Exists(path) ? path : null;
}
