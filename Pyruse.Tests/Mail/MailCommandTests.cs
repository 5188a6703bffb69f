using System.Text.Json;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Mail.Support;
using static Pyruse.Tests.Mail.Support.SomeMails;

namespace Pyruse.Tests.Mail;

/// <summary><c>pyruse mail test</c>, as a process, against a real mail server with TLS and login.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MailCommandTests : MailFixture
{
    [TestCase("starttls", "smtp")]
    [TestCase("implicit", "smtps")]
    public void With_TLS_and_a_password_in_a_file_a_mail_arrives(string tls, string scheme)
    {
        StartWithTls(tls, "--user", "me", "--password", "secret");
        Configure($"smtp = '{scheme}://me@localhost:{Server!.Port}'\npassword_file = '{Secret("secret")}'");
        (int code, string output, string error) = Pyruse("mail", "test");
        Assert.That(error, Is.Empty);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Match($@"^The mail <[0-9a-f]+@example\.org> went to the SMTP server localhost:{Server.Port} \(TLS 1\.[23]\) for admin@example\.org: 250 2\.0\.0 Taken\n$"));
        JsonElement mail = Server.NextMail();
        Assert.That(mail.GetProperty("user").GetString(), Is.EqualTo("me"));
        Assert.That(mail.GetProperty("tls").GetString(), Does.StartWith("TLSv1."));
    }

    [Test]
    public void With_a_credential_of_systemd_too_and_as_JSON()
    {
        StartWithTls("starttls", "--user", "me", "--password", "secret");
        Configure($"smtp = 'smtp://me@localhost:{Server!.Port}'");
        Files.Write("credentials/smtp-password", "secret");
        (int code, string output, _) = Pyruse([$"CREDENTIALS_DIRECTORY={Files.Path}/credentials"], "mail", "test", "--to", "c@example.org", "--format", "json");
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.That(code, Is.Zero);
        Assert.That(json.RootElement.EnumerateObject().Select(static property => property.Name), Is.EqualTo(new[]
        {
            "outcome", "transport", "encryption", "messageId", "sender", "delivered", "refused", "response", "problem",
        }));
        Assert.That(json.RootElement.GetProperty("outcome").GetString(), Is.EqualTo("sent"));
        Assert.That(Server.NextMail().GetProperty("to")[0].GetString(), Is.EqualTo("c@example.org"));
    }

    [Test]
    public void AServer_whose_certificate_is_not_trusted_gets_neither_password_nor_mail()
    {
        StartWithTls("starttls", "--user", "me", "--password", "secret");
        Configure($"smtp = 'smtp://me@localhost:{Server!.Port}'\npassword_file = '{Secret("secret")}'");
        (int code, string output, string error) = Pyruse(["SSL_CERT_FILE=/dev/null"], "mail", "test");
        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(error, Does.StartWith(
            $"pyruse: error: The certificate of the mail server localhost:{Server.Port} is not accepted: its issuer (Pyruse test authority) is not trusted by this machine; "));
    }

    [Test]
    public void Nor_does_one_whose_certificate_is_for_another()
    {
        StartWithTls("starttls", "--user", "me", "--password", "secret");
        Configure($"smtp = 'smtp://me@127.0.0.1:{Server!.Port}'\npassword_file = '{Secret("secret")}'");
        Assert.That(Pyruse("mail", "test").Error, Does.StartWith(
            $"pyruse: error: The certificate of the mail server 127.0.0.1:{Server.Port} is not accepted: it is for localhost; name the server as its certificate does.\nNothing was sent to admin@example.org by the SMTP server 127.0.0.1:{Server.Port}. The daemon would keep such a mail and try again."));
    }

    [Test]
    public void A_password_that_everybody_can_read_is_not_used()
    {
        string file = Secret("secret");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Configure($"smtp = 'smtp://me@localhost:{FreePort()}'\npassword_file = '{file}'");
        (int code, _, string error) = Pyruse("mail", "test");
        Assert.That(code, Is.EqualTo(1));
        string sentence = $"The password file {file} can be read or written by every user of this machine, and is not used; run: chmod 600 {file}";
        Assert.That(error, Does.StartWith($"{Files.Path}/pyruse.toml:5:17: warning: {sentence}\npyruse: error: {sentence}\n"));
    }

    [Test]
    public void Without_any_password_the_remedies_are_named()
    {
        Configure($"smtp = 'smtp://me@localhost:{FreePort()}'");
        Assert.That(Pyruse("mail", "test").Error, Does.StartWith(
            "pyruse: error: There is no password for the mail server: name a file by \"password_file\" in [email], or hand over the credential \"smtp-password\" (LoadCredential=smtp-password:/path in the unit).\n"));
    }

    [Test]
    public void A_refused_recipient_is_in_the_JSON()
    {
        StartWithTls("starttls");
        Configure($"smtp = 'smtp://localhost:{Server!.Port}'\ntls = true");
        Server.Behave("""{ "rcpt": { "*": "550 5.1.1 Unknown" } }""");
        (int code, string output, string error) = Pyruse("mail", "test", "--format", "json");
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.That((code, error), Is.EqualTo((1, "")));
        Assert.That(json.RootElement.GetProperty("outcome").GetString(), Is.EqualTo("givenUp"));
        Assert.That(json.RootElement.GetProperty("refused")[0].GetRawText(), Does.Contain("\"550 5.1.1 Unknown\"").And.Contain("\"permanent\": true"));
    }

    [Test]
    public void Into_aFiles_nothing_can_go_wrong()
    {
        Configure("file = 'mails'");
        (int code, string output, _) = Pyruse("mail", "test");
        string file = Directory.GetFiles(Path.Combine(Files.Path, "mails")).Single();
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.EndWith($" for admin@example.org: written to {file}\n"));
    }

    [Test]
    public void A_wrong_configuration_and_a_wrong_address_end_as_everywhere()
    {
        Configure("smtp = 'gopher://x'");
        (int code, _, string error) = Pyruse("run");
        Assert.That((code, error), Is.EqualTo((78, Pyruse("check").Error)));
        Assert.That(Pyruse("mail", "test"), Is.EqualTo((78, "", error)));
        Assert.That(Pyruse("mail", "test", "--to", "a b@").ExitCode, Is.EqualTo(2));
        Assert.That(Pyruse("mail", "tset").ExitCode, Is.EqualTo(2));
    }

    private string Secret(string text)
    {
        string path = Files.Write("password", text + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private void Configure(string email) => Files.Write("pyruse.toml", $$"""
        [email]
        from = "pyruse@example.org"
        to = ["admin@example.org"]
        {{email}}
        [[chain]]
        name = "all"
        steps = [{ action = "noop" }]

        """);

    private (int ExitCode, string Output, string Error) Pyruse(params string[] arguments) => Pyruse([$"SSL_CERT_FILE={Files.Path}/cert.pem"], arguments);

    private (int ExitCode, string Output, string Error) Pyruse(string[] environment, params string[] arguments) => MailTools.Run(
        ["/usr/bin/env", "-u", "CREDENTIALS_DIRECTORY", $"SSL_CERT_FILE={Files.Path}/cert.pem", .. environment, PyruseProgram.Executable, .. arguments, "--config", Path.Combine(Files.Path, "pyruse.toml")]);
}
