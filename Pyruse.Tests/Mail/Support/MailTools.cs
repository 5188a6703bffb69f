using System.Text.Json;
using Pyruse.Core.Effects.Mail;
using Pyruse.Tests.Bans;

namespace Pyruse.Tests.Mail.Support;

/// <summary>The programs of the distribution that tests of mail work with; a test is skipped where one is missing.</summary>
internal static class MailTools
{
    /// <summary>The distribution's Python: its packages are not there for any other.</summary>
    public const string Python = "/usr/bin/python3";

    public const string Msmtp = "/usr/bin/msmtp";

    private static readonly Lazy<bool> HasAiosmtpd = new(static () => Run([Python, "-c", "import aiosmtpd"]).ExitCode == 0);

    /// <summary>Where a file beside the tests is.</summary>
    public static string PathOf(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Mail", "Support", name);

    public static void RequireServer()
    {
        Require(Python, "python3");
        if (!HasAiosmtpd.Value)
            Assert.Ignore("This test needs the Python package aiosmtpd; install the package python3-aiosmtpd.");
    }

    public static void Require(string path, string package)
    {
        if (!File.Exists(path))
            Assert.Ignore($"This test needs {path}; install the package {package}.");
    }

    public static (int ExitCode, string Output, string Error) Run(string[] command, string input = "") => NetworkNamespace.Start(command, input);

    /// <summary>Makes a certificate for localhost that is its own issuer; gives its file, and its key's.</summary>
    public static (string Certificate, string Key) MakeCertificate(string directory)
    {
        Require("/usr/bin/openssl", "openssl");
        (string certificate, string key) = (Path.Combine(directory, "cert.pem"), Path.Combine(directory, "key.pem"));
        (int code, _, string error) = Run([
            "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=Pyruse test authority", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]);
        Assert.That(code, Is.Zero, error);
        return (certificate, key);
    }

    /// <summary>Has Python's email package judge mails; each must read back as what it was made of.</summary>
    public static void AssertWellFormed(params IReadOnlyCollection<ExpectedMail> mails)
    {
        Require(Python, "python3");
        string input = string.Concat(mails.Select(static mail => JsonSerializer.Serialize(
            new { file = mail.File, subject = ReadBack(HeaderText.OneLine(mail.Subject)), text = ReadBack(mail.Text), html = mail.Html is { } html ? ReadBack(html) : null }) + "\n"));
        (int code, string output, string error) = Run([Python, PathOf("judge_mails.py")], input);
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Is.EqualTo($"judged {mails.Count}\n"));
    }

    /// <summary>Half a surrogate pair is no character, and becomes U+FFFD.</summary>
    private static string ReadBack(string text) => string.Concat(text.EnumerateRunes());

    /// <summary>A file with a mail, and what it was made of.</summary>
    public sealed record ExpectedMail(string File, string Subject, string Text, string? Html = null);
}
