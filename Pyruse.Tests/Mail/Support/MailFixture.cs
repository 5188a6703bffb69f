using Pyruse.Tests.Support;

namespace Pyruse.Tests.Mail.Support;

/// <summary>What a test of sending mail has for itself: a directory and, when it starts one, a mail server.</summary>
public abstract class MailFixture : IDisposable
{
    private protected TempDirectory Files { get; } = new();

    private protected TestSmtpServer? Server { get; set; }

    public void Dispose()
    {
        Server?.Dispose();
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a mail server with TLS for localhost; its certificate is <c>cert.pem</c> in the directory.</summary>
    private protected void StartWithTls(string tls, params string[] options)
    {
        (string certificate, string key) = MailTools.MakeCertificate(Files.Path);
        Server = TestSmtpServer.Start(Files.Path, ["--tls", tls, "--cert", certificate, "--key", key, .. options]);
    }
}
