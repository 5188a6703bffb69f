using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Effects.Mail;
using Pyruse.Core.Effects.Mail.Smtp;
using Pyruse.Tests.Mail.Support;
using static Pyruse.Tests.Mail.Support.SomeMails;

namespace Pyruse.Tests.Mail;

/// <summary>What comes of a mail that is given to a real mail server, in clear text on loopback; see <see cref="MailCommandTests"/> for TLS.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SmtpTransportTests : MailFixture
{
    [Test]
    public async Task A_mail_arrives_as_it_was_composed()
    {
        Start();
        OutgoingMail mail = Composed("From here\n.\n..\n.x\n\n");
        MailDelivery delivery = await Send(mail);
        JsonElement received = Server!.NextMail();
        Assert.Multiple(() =>
        {
            Assert.That(delivery.Result, Is.EqualTo(EffectResult.Done));
            Assert.That(delivery.Response, Is.EqualTo("250 2.0.0 Taken"));
            Assert.That(delivery.Encryption, Is.Null);
            Assert.That(delivery.Delivered, Is.EqualTo(mail.Recipients));
            Assert.That(received.GetProperty("to").EnumerateArray().Select(static to => to.GetString()), Is.EqualTo(mail.Recipients));
            Assert.That(received.GetProperty("sender").GetString(), Is.EqualTo("pyruse@example.org"));
            Assert.That(File.ReadAllBytes(received.GetProperty("file").GetString()!), Is.EqualTo(mail.Content.ToArray()));
        });
    }

    [Test]
    public async Task A_line_that_begins_with_a_dot_arrives()
    {
        Start();
        byte[] content = Encoding.ASCII.GetBytes("From: a@example.org\r\n\r\n.\r\n..x\r\nend");
        await Send(new("id@x", "a@example.org", ["b@example.org"], content));
        Assert.That(File.ReadAllText(Server!.NextMail().GetProperty("file").GetString()!), Is.EqualTo("From: a@example.org\r\n\r\n.\r\n..x\r\nend\r\n"));
    }

    [TestCase("PLAIN")]
    [TestCase("LOGIN")]
    public async Task A_user_logs_in(string mechanism)
    {
        Start("--user", "me@example.org", "--password", "pässword", "--mechanism", mechanism);
        MailDelivery delivery = await Send(Composed(), "me%40example.org", "pässword");
        Assert.That(delivery.Result, Is.EqualTo(EffectResult.Done));
        Assert.That(Server!.NextMail().GetProperty("user").GetString(), Is.EqualTo("me@example.org"));
    }

    [TestCase("PLAIN")]
    [TestCase("LOGIN")]
    public async Task A_login_that_is_refused_is_for_the_administrator_to_repair(string mechanism)
    {
        Start("--user", "me", "--password", "right", "--mechanism", mechanism);
        AssertTriedAgain(await Send(Composed(), "me", "wrong"), "The mail server localhost:PORT refuses the login of \"me\": 535 5.7.8 Authentication credentials invalid Check the user in \"smtp\" and the password; mails wait until then.");
    }

    [Test]
    public async Task So_is_a_login_that_is_missing()
    {
        Start("--user", "me", "--password", "right");
        AssertTriedAgain(await Send(Composed()), "The mail server localhost:PORT refuses the sender pyruse@example.org without a login: 530 5.7.0 Authentication required Name a user in \"smtp\" in [email], and a password; mails wait until then.");
    }

    [Test]
    public async Task AServer_that_knows_no_login_gets_no_mail_of_a_user()
    {
        Start();
        AssertTriedAgain(await Send(Composed(), "me", "x"), "The mail server localhost:PORT offers no login that we know (PLAIN or LOGIN). Take the user out of \"smtp\" in [email], or use a program such as msmtp.");
    }

    [TestCase("""{ "mail": "451 4.3.0 Busy" }""", "The mail server localhost:PORT refuses the sender pyruse@example.org for now: 451 4.3.0 Busy")]
    [TestCase("""{ "mail": "421 Too many" }""", "The mail server localhost:PORT refuses the sender pyruse@example.org for now: 421 Too many")]
    [TestCase("""{ "rcpt": { "*": "451 4.7.1 Greylisted" } }""", "The mail server localhost:PORT refuses the recipient a@example.org for now: 451 4.7.1 Greylisted The mail server localhost:PORT refuses the recipient b@example.org for now: 451 4.7.1 Greylisted")]
    [TestCase("""{ "data": "452 Full" }""", "The mail server localhost:PORT refuses the mail for now: 452 Full")]
    [TestCase("""{ "break": true }""", "The mail server localhost:PORT closed the connection while waiting for the server to take the mail.")]
    public async Task What_may_go_well_later_is_tried_again(string behaviour, string problem)
    {
        Start();
        Server!.Behave(behaviour);
        MailDelivery delivery = await Send(Composed());
        // The kernel may say it otherwise, depending on which side is faster.
        if (delivery.Result.Problem.Contains(" broke while ", StringComparison.Ordinal))
            problem = $"The connection to the mail server localhost:PORT broke while {delivery.Result.Problem.Split(" broke while ")[1]}";
        AssertTriedAgain(delivery, problem);
    }

    [TestCase("""{ "mail": "553 5.1.8 Who?" }""", "The mail server localhost:PORT refuses the sender pyruse@example.org: 553 5.1.8 Who?")]
    [TestCase("""{ "rcpt": { "*": "550 5.1.1 Unknown" } }""", "The mail server localhost:PORT refuses the recipient a@example.org: 550 5.1.1 Unknown The mail server localhost:PORT refuses the recipient b@example.org: 550 5.1.1 Unknown")]
    [TestCase("""{ "data": "554 5.7.1 Spam" }""", "The mail server localhost:PORT refuses the mail: 554 5.7.1 Spam")]
    [TestCase("""{ "data": "552 5.3.4 Too big" }""", "The mail server localhost:PORT refuses the mail: 552 5.3.4 Too big")]
    public async Task What_is_refused_for_good_is_given_up(string behaviour, string problem)
    {
        Start();
        Server!.Behave(behaviour);
        Assert.That((await Send(Composed())).Result, Is.EqualTo(EffectResult.GivenUp(problem.Replace("PORT", $"{Server.Port}", StringComparison.Ordinal))));
    }

    [TestCase("451 4.7.1 Greylisted", EffectOutcome.TryAgain)]
    [TestCase("550 5.1.1 Unknown", EffectOutcome.GivenUp)]
    public async Task One_recipient_of_two_is_refused_alone(string reply, EffectOutcome outcome)
    {
        Start();
        Server!.Behave($$"""{ "rcpt": { "b@example.org": "{{reply}}" } }""");
        MailDelivery delivery = await Send(Composed());
        Assert.Multiple(() =>
        {
            Assert.That(delivery.Result.Outcome, Is.EqualTo(outcome));
            Assert.That(delivery.Result.Problem, Does.EndWith($": {reply} The other recipients have the mail."));
            Assert.That(delivery.Delivered, Is.EqualTo(new[] { "a@example.org" }));
            Assert.That(delivery.Refused, Is.EqualTo(new[] { new RefusedRecipient("b@example.org", reply, outcome == EffectOutcome.GivenUp) }));
            Assert.That(Server.NextMail().GetProperty("to").GetArrayLength(), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task AServer_that_is_down_is_named()
    {
        int port = FreePort();
        MailDelivery delivery = await new SmtpTransport(new("127.0.0.1", port, null, false), new(null)).SendAsync(Composed(), ["a@example.org"], default);
        Assert.That(delivery.Result, Is.EqualTo(EffectResult.TryAgain($"The mail server 127.0.0.1:{port} can't be reached: Connection refused.")));
    }

    [Test]
    public async Task AServer_that_is_silent_is_not_waited_for_for_ever()
    {
        Start();
        Server!.Behave("""{ "hang": true }""");
        var transport = new SmtpTransport(new("localhost", Server.Port, null, false), new(null)) { Limit = TimeSpan.FromSeconds(1) };
        MailDelivery delivery = await transport.SendAsync(Composed(), ["a@example.org"], default);
        AssertTriedAgain(delivery, "The mail server localhost:PORT did not answer within 1s, while waiting for the reply to MAIL.");
    }

    [Test]
    public async Task Whoever_ends_the_program_is_not_kept_waiting()
    {
        Start();
        Server!.Behave("""{ "hang": true }""");
        using var end = new CancellationTokenSource();
        Task<MailDelivery> sending = new SmtpTransport(new("localhost", Server.Port, null, false), new(null)).SendAsync(Composed(), ["a@example.org"], end.Token);
        Server.AwaitFailure();
        await end.CancelAsync();
        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("SSH-2.0-OpenSSH_9.2\r\n", "The server 127.0.0.1:PORT does not speak SMTP: its reply, while waiting for the greeting, can't be understood.")]
    [TestCase("554 5.7.1 Go away\r\n", "The mail server 127.0.0.1:PORT does not serve us: 554 5.7.1 Go away")]
    [TestCase("220 Hi\r\n250-x\r\n250 STARTTLS\r\n220 Go\r\n250 injected\r\n", "The mail server 127.0.0.1:PORT said more than it should before TLS; somebody may be tampering with the connection.")]
    [TestCase("220 Hi\r\n250 x\r\n", "The mail server 127.0.0.1:PORT does not offer STARTTLS, and nothing is sent to it in clear text. Use its port with TLS (smtps:// for 465), or, for a server without login in a trusted network, set tls = false in [email].")]
    [TestCase("220 Hi\r\n250 STARTTLS\r\n454 Not now\r\n", "The mail server 127.0.0.1:PORT refuses STARTTLS: 454 Not now")]
    [TestCase("", "The mail server 127.0.0.1:PORT closed the connection while waiting for the greeting.")]
    public async Task AServer_that_does_not_keep_to_the_rules_is_left(string words, string problem) => Assert.That(
        await AskScripted(words), Is.EqualTo(EffectResult.TryAgain(problem)));

    [Test]
    public async Task Endless_replies_end() => Assert.Multiple(async () =>
    {
        Assert.That((await AskScripted(new string('2', 10_000))).Problem, Does.EndWith("does not speak SMTP: a line of its reply is too long."));
        Assert.That((await AskScripted(string.Concat(Enumerable.Repeat("220-x\r\n", 1000)))).Problem, Does.Contain("does not speak SMTP"));
    });

    /// <summary>Asks a server that demands TLS and says the same whatever it is told; PORT stands for its port.</summary>
    private static async Task<EffectResult> AskScripted(string words)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task serving = Task.Run(async () =>
        {
            using Socket client = await listener.AcceptSocketAsync();
            await client.SendAsync(Encoding.ASCII.GetBytes(words));
            client.Shutdown(SocketShutdown.Send);
            // Reads to the end, so that closing does not throw the words away.
            byte[] read = new byte[1024];
            while (await client.ReceiveAsync(read) > 0)
            {
            }
        });
        var transport = new SmtpTransport(new("127.0.0.1", port, null, false) { Tls = true }, new(null));
        EffectResult result = (await transport.SendAsync(Composed(), ["a@example.org"], default)).Result;
        await serving.WaitAsync(TimeSpan.FromSeconds(20));
        return result with { Problem = result.Problem.Replace($"{port}", "PORT", StringComparison.Ordinal) };
    }

    private void Start(params string[] options) => Server = TestSmtpServer.Start(Files.Path, options);

    private Task<MailDelivery> Send(OutgoingMail mail, string? user = null, string password = "")
    {
        string file = Files.Write("password", password + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        SmtpServer server = SmtpServer.Parse($"smtp://{(user is null ? "" : user + "@")}localhost:{Server!.Port}") with { Tls = false };
        return new SmtpTransport(server, new SmtpPassword(file)).SendAsync(mail, mail.Recipients, default);
    }

    private void AssertTriedAgain(MailDelivery delivery, string problem) =>
        Assert.That(delivery.Result, Is.EqualTo(EffectResult.TryAgain(problem.Replace("PORT", $"{Server!.Port}", StringComparison.Ordinal))));
}
