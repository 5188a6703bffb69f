using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Forwarding;
using Pyruse.Core.Entries;
using Pyruse.Plugins.Builtin.Sources;
using Pyruse.Tests.Support;
using Pyruse.Tests.Syslog.Support;

namespace Pyruse.Tests.Effects.Forwarding;

/// <summary>Messages go on to another syslog server, and wait while it is away.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ForwardServiceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TempDirectory _directory = new();
    private readonly TaskCompletionSource<string> _back = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordingLogger _log;
    private readonly ManualTime _time = new();
    private readonly List<ForwardService> _services = [];

    public ForwardServiceTests() => _log = new RecordingLogger
    {
        OnMessage = message =>
        {
            if (message.EndsWith(" is sent.", StringComparison.Ordinal) || message.EndsWith(" were dropped.", StringComparison.Ordinal))
                _back.TrySetResult(message);
        },
    };

    [TearDown]
    public async Task RemoveFiles()
    {
        foreach (ForwardService service in _services)
            await service.DisposeAsync();
        _directory.Dispose();
    }

    [TestCase("tcp")]
    [TestCase("udp")]
    public async Task Messages_arrive_in_their_order(string transport)
    {
        await using var receiver = new TestReceiver([$"{transport}://127.0.0.1:0"]);
        ForwardTarget target = ForwardTarget.Parse($"{transport}://127.0.0.1:{receiver.Port}");
        Send(Start(target), target, "one", "two\nthree", "Grüße");
        Assert.That(await receiver.NextAsync(3), Is.EqualTo(new[] { "one", "two\nthree", "Grüße" }));
    }

    [Test]
    public async Task When_it_is_started_anew_unchanged_servers_keep_their_connection_and_others_keep_what_waits()
    {
        await using var receiver = new TestReceiver(["tcp://127.0.0.1:0"]);
        ForwardTarget target = ForwardTarget.Parse($"tcp://127.0.0.1:{receiver.Port}");
        ForwardTarget away = ForwardTarget.Parse($"tcp://127.0.0.1:{TestReceiver.FreePort()}");
        ForwardService service = Start(target, away);
        Send(service, target, "one");
        Send(service, away, "waits");
        service.Start([ForwardTarget.Parse(target.ToString())]);
        Send(service, target, "two");
        Assert.That(await receiver.NextAsync(2), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(service.Servers.Select(static server => (server.Server, server.IsAway)), Is.EqualTo(new[] { (target.ToString(), false) }));
        service.Start([target, away]);
        Assert.That(service.Servers.Single(server => server.Server == away.ToString()).Waiting, Is.GreaterThan(0));
    }

    [Test]
    public async Task Messages_go_over_TLS_with_a_certificate_of_our_own()
    {
        using var certificates = new TestCertificates(_directory.Path);
        (FileInfo certificate, FileInfo key) = certificates.Issue("server", "server");
        (FileInfo own, FileInfo ownKey) = certificates.Issue("own", "web1.example.org");
        await using var receiver = new TestReceiver(
            ["tls://127.0.0.1:0"], (listen, test) => new SyslogSource(listen, TimeProvider.System, test.Log, certificate, key, new FileInfo(certificates.AuthorityFile)));
        ForwardTarget target = ForwardTarget.Parse($"tls://localhost:{receiver.Port}") with
        {
            AuthorityFile = certificates.AuthorityFile, CertificateFile = own.FullName, KeyFile = ownKey.FullName,
        };
        Send(Start(target), target, "one");
        LogEntry entry = await receiver.NextAsync();
        Assert.That((entry["MESSAGE"], entry["PYRUSE_PEER_CN"]), Is.EqualTo(("one", "web1.example.org")));
    }

    [Test]
    public async Task A_server_with_a_certificate_from_elsewhere_gets_nothing()
    {
        using var certificates = new TestCertificates(_directory.Path);
        (FileInfo certificate, FileInfo key) = certificates.Issue("server", "server");
        await using var receiver = new TestReceiver(["tls://127.0.0.1:0"], (listen, test) => new SyslogSource(listen, TimeProvider.System, test.Log, certificate, key));
        ForwardTarget target = ForwardTarget.Parse($"tls://localhost:{receiver.Port}");
        Send(Start(target), target, "one");
        await _time.UntilPlannedAsync(TimeSpan.FromSeconds(1));
        Assert.That(_log.Messages, Has.One.StartsWith($"Warning: The syslog server {target} can't be reached: The server's certificate is not accepted: its issuer (Test authority) is not trusted"));
    }

    [Test]
    public async Task While_the_server_is_away_messages_wait_and_are_sent_when_it_is_back()
    {
        ForwardTarget target = ForwardTarget.Parse($"tcp://127.0.0.1:{TestReceiver.FreePort()}");
        ForwardService service = Start(target);
        Send(service, target, "one");
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(1));
        Send(service, target, "two");
        await _time.UntilPlannedAsync(TimeSpan.FromSeconds(2));
        await using var receiver = new TestReceiver([$"tcp://127.0.0.1:{target.Port}"]);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await receiver.NextAsync(2), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(_log.Messages[0], Is.EqualTo($"Warning: The syslog server {target} can't be reached: Connection refused. Messages for it wait on disk, up to 262144 KiB."));
        Assert.That(await _back.Task.WaitAsync(Patience), Is.EqualTo($"The syslog server {target} is reached again; what has waited is sent."));
    }

    [Test]
    public async Task A_server_that_was_restarted_gets_what_comes_then()
    {
        int port = TestReceiver.FreePort();
        ForwardTarget target = ForwardTarget.Parse($"tcp://127.0.0.1:{port}");
        ForwardService service = Start(target);
        await using (var first = new TestReceiver([$"tcp://127.0.0.1:{port}"]))
        {
            Send(service, target, "one");
            Assert.That(await first.NextAsync(1), Is.EqualTo(new[] { "one" }));
            await service.DrainAsync(Patience);
        }
        await using var second = new TestReceiver([$"tcp://127.0.0.1:{port}"]);
        Send(service, target, "two");
        Assert.That(await second.NextAsync(1), Is.EqualTo(new[] { "two" }));
    }

    [Test]
    public async Task What_waits_when_the_program_ends_is_sent_by_the_next_one()
    {
        ForwardTarget target = ForwardTarget.Parse($"tcp://127.0.0.1:{TestReceiver.FreePort()}");
        ForwardService first = Start(target);
        Send(first, target, "one");
        await first.DisposeAsync();
        Assert.That(_log.Messages, Has.One.EqualTo($"Information: 1 KiB of messages for {target} stay on disk until the next start."));
        await using var receiver = new TestReceiver([$"tcp://127.0.0.1:{target.Port}"]);
        Start(target);
        Assert.That(await receiver.NextAsync(1), Is.EqualTo(new[] { "one" }));
    }

    [Test]
    public async Task What_waits_for_a_server_that_no_step_names_any_more_is_said()
    {
        ForwardTarget target = ForwardTarget.Parse($"tcp://127.0.0.1:{TestReceiver.FreePort()}");
        ForwardService first = Start(target);
        Send(first, target, "one");
        await first.DisposeAsync();
        Start(target with { Host = "127.0.0.2" });
        Assert.That(_log.Messages, Has.One.StartsWith($"Warning: Messages wait in {_directory.Path}/tcp-127.0.0.1-{target.Port} for a server that no step names any more"));
    }

    [Test]
    public async Task What_does_not_fit_into_the_queue_is_dropped_counted_and_said()
    {
        ForwardTarget target = ForwardTarget.Parse($"tcp://127.0.0.1:{TestReceiver.FreePort()}") with { Queue = new ByteSize(1 << 20) };
        ForwardService service = Start(target);
        string large = new('x', 600_000);
        Send(service, target, large);
        Send(service, target, large);
        Send(service, target, large, large);
        await _time.UntilPlannedAsync(TimeSpan.FromSeconds(1));
        Assert.That(_log.Messages, Has.One.EqualTo($"Error: Messages for {target} can't be queued and are dropped (1 so far): 1024 KiB is all that may wait (queue)."));
        await using var receiver = new TestReceiver([$"tcp://127.0.0.1:{target.Port}"], static (listen, test) => new SyslogSource(listen, TimeProvider.System, test.Log, maxMessage: new ByteSize(1_000_000)));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await receiver.NextAsync(1))[0], Has.Length.EqualTo(600_000));
        Assert.That(await _back.Task.WaitAsync(Patience), Is.EqualTo($"3 messages for {target} were dropped."));
    }

    [Test]
    public async Task Ten_thousand_messages_arrive_each_once()
    {
        await using var receiver = TestReceiver.Tcp();
        ForwardTarget target = ForwardTarget.Parse($"tcp://127.0.0.1:{receiver.Port}");
        ForwardService service = Start(target);
        string[] messages = [.. Enumerable.Range(0, 10_000).Select(static i => $"message {i}")];
        foreach (string[] batch in messages.Chunk(100))
            Send(service, target, batch);
        Assert.That(await receiver.NextAsync(messages.Length), Is.EqualTo(messages));
    }

    [TestCase("tls://log.example.org", "tls://log.example.org:6514")]
    [TestCase("tcp://192.0.2.7", "tcp://192.0.2.7:514")]
    [TestCase("udp://[2001:db8::7]:5514", "udp://[2001:db8::7]:5514")]
    [TestCase("TLS://Bücher.example:10514/", "tls://xn--bcher-kva.example:10514")]
    public void Servers(string text, string meant) => Assert.That(ForwardTarget.Parse(text).ToString(), Is.EqualTo(meant));

    [TestCase("log.example.org")]
    [TestCase("http://log.example.org")]
    [TestCase("tcp://user@log.example.org")]
    [TestCase("tcp://log.example.org/path")]
    [TestCase("tcp://log.example.org:99999")]
    [TestCase("tcp://log.example.org:0")]
    [TestCase("tcp://")]
    [TestCase("")]
    public void What_is_no_server_is_refused_with_an_example(string text) =>
        Assert.That(() => ForwardTarget.Parse(text), Throws.InstanceOf<FormatException>().With.Message.StartsWith($"\"{text}\" is ").And.Message.Contains("tls://log.example.org:6514"));

    private ForwardService Start(params ForwardTarget[] targets)
    {
        var service = new ForwardService(_directory.Path, _time, _log);
        _services.Add(service);
        service.Start(targets);
        return service;
    }

    private static void Send(ForwardService service, ForwardTarget target, params string[] messages)
    {
        foreach (string message in messages)
            service.Add(new ForwardEffect(new EffectOrigin("test", 0, 0, ""), target.ToString(), $"<13>1 - - a - - - {message}") { Target = target });
        service.Flush();
    }
}
