using System.Text.Json;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Effects.Mail;
using Pyruse.Tests.Mail.Support;
using static Pyruse.Tests.Mail.Support.SomeMails;

namespace Pyruse.Tests.Mail;

/// <summary>Mails go into the standard input of a program, whose exit code says what comes of them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SendmailTransportTests : MailFixture
{
    [Test]
    public async Task The_program_finds_the_mail_with_the_line_ends_of_Unix()
    {
        string file = Path.Combine(Files.Path, "mail");
        OutgoingMail mail = Composed();
        MailDelivery delivery = await new SendmailTransport(["/usr/bin/tee", file]).SendAsync(mail, mail.Recipients, default);
        Assert.That(delivery.Result, Is.EqualTo(EffectResult.Done));
        Assert.That(File.ReadAllText(file), Does.StartWith("Date: ").And.Contain("\nTo: a@example.org,\n b@example.org\n").And.Not.Contain("\r"));
    }

    // sysexits(3): EX_DATAERR, EX_NOUSER are about the mail; EX_USAGE, EX_NOHOST, EX_UNAVAILABLE, EX_TEMPFAIL, EX_NOPERM, EX_CONFIG can be repaired.
    [TestCase(65, EffectOutcome.GivenUp)]
    [TestCase(67, EffectOutcome.GivenUp)]
    [TestCase(1, EffectOutcome.TryAgain)]
    [TestCase(64, EffectOutcome.TryAgain)]
    [TestCase(68, EffectOutcome.TryAgain)]
    [TestCase(69, EffectOutcome.TryAgain)]
    [TestCase(75, EffectOutcome.TryAgain)]
    [TestCase(77, EffectOutcome.TryAgain)]
    [TestCase(78, EffectOutcome.TryAgain)]
    [TestCase(137, EffectOutcome.TryAgain)]
    public async Task The_exit_code_decides(int code, EffectOutcome outcome)
    {
        MailDelivery delivery = await new SendmailTransport(["/bin/sh", "-c", $"cat >/dev/null; echo words\necho more >&2; exit {code}"]).SendAsync(Composed(), [], default);
        Assert.That(delivery.Result.Outcome, Is.EqualTo(outcome));
        Assert.That(delivery.Result.Problem, Does.StartWith($"/bin/sh ended with exit code {code}: words more."));
    }

    [Test]
    public async Task A_program_that_is_not_there_is_named() => Assert.That(
        (await new SendmailTransport(["/nowhere/sendmail", "-t"]).SendAsync(Composed(), [], default)).Result,
        Is.EqualTo(EffectResult.TryAgain("/nowhere/sendmail can't be started: there is no such file. Is it installed?")));

    [Test]
    public async Task By_msmtp_with_TLS_and_login_a_mail_arrives()
    {
        StartWithTls("starttls", "--user", "me", "--password", "secret");
        OutgoingMail mail = Composed("Zeile é\n.\n");
        MailDelivery delivery = await Msmtp("secret").SendAsync(mail, mail.Recipients, default);
        Assert.That(delivery.Result, Is.EqualTo(EffectResult.Done));
        JsonElement received = Server!.NextMail();
        Assert.That(received.GetProperty("user").GetString(), Is.EqualTo("me"));
        Assert.That(received.GetProperty("tls").GetString(), Does.StartWith("TLSv1."));
        MailTools.AssertWellFormed(new MailTools.ExpectedMail(received.GetProperty("file").GetString()!, "Alarm", "Zeile é\n.\n", "<p>x</p>"));
    }

    [TestCase("""{ "rcpt": { "*": "451 4.7.1 Greylisted" } }""", EffectOutcome.TryAgain, "451 4.7.1 Greylisted")]
    [TestCase("""{ "data": "452 Full" }""", EffectOutcome.TryAgain, "452 Full")]
    [TestCase("""{ "break": true }""", EffectOutcome.TryAgain, "")]
    [TestCase("""{ "rcpt": { "*": "550 5.1.1 Unknown" } }""", EffectOutcome.GivenUp, "550 5.1.1 Unknown")]
    [TestCase("""{ "data": "554 5.7.1 Spam" }""", EffectOutcome.GivenUp, "554 5.7.1 Spam")]
    public async Task What_msmtp_is_told_decides(string behaviour, EffectOutcome outcome, string words)
    {
        StartWithTls("starttls", "--user", "me", "--password", "secret");
        Server!.Behave(behaviour);
        EffectResult result = (await Msmtp("secret").SendAsync(Composed(), [], default)).Result;
        Assert.That(result.Outcome, Is.EqualTo(outcome));
        Assert.That(result.Problem, Does.StartWith("/usr/bin/msmtp ended with exit code ").And.Contain(words));
    }

    [Test]
    public async Task A_login_that_msmtp_is_refused_is_for_the_administrator_to_repair()
    {
        StartWithTls("starttls", "--user", "me", "--password", "secret");
        EffectResult result = (await Msmtp("wrong").SendAsync(Composed(), [], default)).Result;
        Assert.That(result.Outcome, Is.EqualTo(EffectOutcome.TryAgain));
        Assert.That(result.Problem, Does.Contain("server message: 535").And.EndsWith("The login may be refused: check the user and the password in the mailer's configuration."));
    }

    private SendmailTransport Msmtp(string password)
    {
        MailTools.Require(MailTools.Msmtp, "msmtp");
        string configuration = Files.Write("msmtprc", $"""
            account default
            host localhost
            port {Server!.Port}
            from pyruse@example.org
            tls on
            tls_trust_file {Files.Path}/cert.pem
            auth plain
            user me
            password {password}

            """);
        File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new([MailTools.Msmtp, "-C", configuration, "-t"]);
    }
}
