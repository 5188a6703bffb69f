using Pyruse.Core.Configuration;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Effects.Mail;
using Pyruse.Core.State;
using Pyruse.Tests.Mail.Support;
using Pyruse.Tests.Support;
using static Pyruse.Tests.Mail.Support.SomeMails;

namespace Pyruse.Tests.Mail;

/// <summary>A real mail server fails in every way; mails arrive once it is back, nothing is lost, and the journal says what is wrong.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MailOutageTests : MailFixture
{
    private readonly MemoryStateStore _store = new();
    private readonly ManualTime _time = new();
    private readonly RecordingLogger _logger = new();

    [Test]
    public async Task Down_for_an_hour_then_a_login_that_is_refused_then_well()
    {
        MailTools.RequireServer();
        int port = FreePort();
        string password = Files.Write("password", "wrong\n");
        File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using EffectDispatcher dispatcher = Dispatcher(Settings with { Smtp = $"smtp://me@localhost:{port}", Tls = false, PasswordFile = new FileInfo(password) });
        Commit(dispatcher, "1", "2", "3");

        DateTimeOffset start = _time.GetUtcNow();
        int delay = 1;
        for (; _time.GetUtcNow() - start < TimeSpan.FromHours(1); delay = Math.Min(delay * 2, 300))
            await _time.AdvanceToTimer(TimeSpan.FromSeconds(delay));
        await _time.UntilPlannedAsync(TimeSpan.FromSeconds(delay));
        string down = $"chain/0: The mail server localhost:{port} can't be reached: Connection refused.";
        Assert.That(_logger.Failures, Is.EqualTo(new[] { down, down }), "once, and an hour later");

        Server = TestSmtpServer.Start(Files.Path, "--port", $"{port}", "--user", "me", "--password", "right");
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(300));
        await _time.UntilPlannedAsync(TimeSpan.FromSeconds(300));
        Assert.That(_logger.Failures, Is.EqualTo(new[]
        {
            down, down,
            $"chain/0: The mail server localhost:{port} refuses the login of \"me\": 535 5.7.8 Authentication credentials invalid Check the user in \"smtp\" and the password; mails wait until then.",
        }));

        await File.WriteAllTextAsync(password, "right\n");
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(300));
        AssertArrive("1", "2", "3");
        await dispatcher.DrainAsync(TimeSpan.FromMinutes(1));
        Assert.That(_store.ReadOutbox(0, 10), Is.Empty);
        Assert.That(_logger.Messages.Single(), Does.Match("Information: An effect .* is carried out at last, after 2[0-9] failures."));
    }

    [TestCase("""{ "rcpt": { "*": "451 4.7.1 Greylisted" }, "times": 6 }""", "refuses the recipient a@example.org for now: 451 4.7.1 Greylisted")]
    [TestCase("""{ "break": true, "times": 3 }""", "while ")]
    [TestCase("""{ "data": "451 4.3.0 Later", "times": 3 }""", "refuses the mail for now: 451 4.3.0 Later")]
    public async Task What_goes_wrong_for_a_while(string behaviour, string problem)
    {
        Server = TestSmtpServer.Start(Files.Path);
        Server.Behave(behaviour);
        await using EffectDispatcher dispatcher = Dispatcher(Settings with { Smtp = $"smtp://localhost:{Server.Port}" });
        Commit(dispatcher, "1", "2");
        foreach (int seconds in (int[])[1, 2, 4])
            await _time.AdvanceToTimer(TimeSpan.FromSeconds(seconds));
        AssertArrive("1", "2");
        Assert.That(_logger.Failures, Is.Not.Empty.And.All.Contains(problem));
    }

    [Test]
    public async Task What_is_refused_for_good_ends_after_one_clear_message()
    {
        Server = TestSmtpServer.Start(Files.Path);
        Server.Behave("""{ "data": "550 5.7.1 Not wanted", "times": 1 }""");
        await using EffectDispatcher dispatcher = Dispatcher(Settings with { Smtp = $"smtp://localhost:{Server.Port}" });
        Commit(dispatcher, "1", "2");
        AssertArrive("2");
        await dispatcher.DrainAsync(TimeSpan.FromMinutes(1));
        Assert.That(_logger.Failures, Is.EqualTo(new[] { $"chain/0: The mail server localhost:{Server.Port} refuses the mail: 550 5.7.1 Not wanted" }));
        Assert.That(_store.ReadOutbox(0, 10), Is.Empty);
    }

    [Test]
    public async Task Of_two_recipients_only_the_one_who_was_refused_gets_it_later()
    {
        Server = TestSmtpServer.Start(Files.Path);
        Server.Behave("""{ "rcpt": { "b@example.org": "451 4.7.1 Greylisted" }, "times": 2 }""");
        await using EffectDispatcher dispatcher = Dispatcher(Settings with { Smtp = $"smtp://localhost:{Server.Port}" });
        Commit(dispatcher, "1");
        Assert.That(Server.NextMail().GetProperty("to").ToString(), Is.EqualTo("""["a@example.org"]"""));
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(1));
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(2));
        Assert.That(Server.NextMail().GetProperty("to").ToString(), Is.EqualTo("""["b@example.org"]"""));
    }

    private void AssertArrive(params string[] texts) => MailTools.AssertWellFormed(
        [.. texts.Select(text => new MailTools.ExpectedMail(Server!.NextMail().GetProperty("file").GetString()!, $"Subject {text}", $"Body {text}\n"))]);

    private EffectDispatcher Dispatcher(EmailSettings settings)
    {
        var configuration = new PyruseConfiguration { File = "t.toml", Directory = Files.Path, Storage = Files.Path, Email = settings };
        return new([MailHandler.Create(configuration, _time, _logger)], _store, 2, _time, _logger);
    }

    private void Commit(EffectDispatcher dispatcher, params string[] texts)
    {
        var batch = new StateBatch();
        batch.Effects.AddRange(texts.Select(static text => Effect(text)));
        _store.Commit(batch);
        dispatcher.Enqueue(batch.Outbox);
    }
}
