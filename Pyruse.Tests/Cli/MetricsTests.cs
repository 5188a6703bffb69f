using System.Net;
using System.Net.Sockets;
using System.Text;
using Pyruse.Cli.Metrics;
using Pyruse.Cli.Status;
using Pyruse.Core.Effects;
using Pyruse.Tests.Mail.Support;
using Pyruse.Tests.Support;
using Pyruse.Tests.Syslog.Support;

namespace Pyruse.Tests.Cli;

/// <summary>Measurements in the text format of Prometheus, by file and by HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MetricsTests
{
    private const string Promtool = "/usr/bin/promtool";

    private readonly TempDirectory _directory = new();
    private readonly int _port = TestReceiver.FreePort();

    [TearDown]
    public void RemoveFiles() => _directory.Dispose();

    [Test]
    public void What_happened_is_counted_and_every_line_is_in_the_format()
    {
        using RunningDaemon daemon = Start();
        string page = Get("/metrics");
        Dictionary<string, double> samples = PrometheusReader.Read(page);
        if (File.Exists(Promtool))
            Assert.That(MailTools.Run([Promtool, "check", "metrics"], page), Is.EqualTo((0, "", "")));
        Assert.Multiple(() =>
        {
            Assert.That(samples["pyruse_entries_total"], Is.EqualTo(3));
            Assert.That(samples["pyruse_step_failures_total{chain=\"the \\\"first\\\" one\",step=\"1\",module=\"greaterOrEquals\"}"], Is.EqualTo(1));
            Assert.That(samples["pyruse_effects_total{kind=\"ban\"}"], Is.EqualTo(1));
            Assert.That(samples["pyruse_effects_total{kind=\"print\"}"], Is.EqualTo(3));
            Assert.That(samples["pyruse_bans_total{firewall=\"nft\",set=\"inet pyruse a4\"}"], Is.EqualTo(1));
            Assert.That(samples["pyruse_lag_seconds"], Is.LessThan(60));
            Assert.That(samples["pyruse_commit_duration_seconds_count"], Is.GreaterThan(0).And.EqualTo(samples["pyruse_commit_duration_seconds_bucket{le=\"+Inf\"}"]));
            Assert.That(samples["pyruse_outbox_effects"], Is.Zero);
            Assert.That(samples["pyruse_reloads_total{result=\"success\"}"], Is.Zero);
            Assert.That(samples["process_resident_memory_bytes"], Is.GreaterThan(1e6));
            Assert.That(samples["process_cpu_seconds_total"], Is.GreaterThan(0));
            Assert.That(samples.Keys, Has.One.StartsWith("pyruse_build_info{version=\""));
        });
        daemon.End();
    }

    [Test]
    public void The_file_is_whole_readable_by_all_and_goes_with_the_daemon()
    {
        using RunningDaemon daemon = Start();
        string file = Path.Combine(_directory.Path, "pyruse.prom");
        Journal.Support.Until.True(() => File.Exists(file), "the file is there");
        Assert.That(PrometheusReader.Read(File.ReadAllText(file)), Does.ContainKey("pyruse_entries_total"));
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead));
        daemon.End();
        Assert.That(Directory.GetFiles(_directory.Path, "pyruse.prom*"), Is.Empty);
    }

    [TestCase("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n")]
    [TestCase("HEAD /metrics?x=y HTTP/1.0\n\n", "HTTP/1.1 200 OK\r\n")]
    [TestCase("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found\r\n")]
    [TestCase("POST /metrics HTTP/1.1\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 405 Method Not Allowed\r\n")]
    [TestCase("GET /metrics HTTP/2.0\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n")]
    [TestCase("\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n")]
    public void Only_GET_metrics_is_answered(string request, string beginning)
    {
        using RunningDaemon daemon = Start();
        Assert.That(Ask(request), Does.StartWith(beginning).And.Contain("\r\nConnection: close\r\n"));
        if (request[0] == 'H')
            Assert.That(Ask(request), Does.EndWith("\r\n\r\n"), "no body");
        daemon.End();
    }

    [Test]
    public void A_request_without_end_is_answered_in_the_end()
    {
        using RunningDaemon daemon = Start();
        Assert.That(Ask("GET /metrics HTTP/1.1\r\nX: " + new string('x', 8 * 1024)), Does.StartWith("HTTP/1.1 400 "));
        daemon.End();
    }

    [Test]
    public void A_port_that_is_taken_is_named_and_keeps_nothing_else_from_working()
    {
        using var other = new TcpListener(IPAddress.Loopback, _port);
        other.Start();
        using RunningDaemon daemon = Start();
        daemon.AwaitWord($"error: Measurements can't be asked for at 127.0.0.1:{_port} (listen of [metrics]), until the configuration is read anew: ");
        other.Stop();
        daemon.Reload();
        Assert.That(Get("/metrics"), Does.Contain("pyruse_reloads_total{result=\"success\"} "));
        daemon.End();
    }

    [TestCase("listen = \"localhost\"", "\"localhost\" is no address with a port; write one such as \"127.0.0.1:9464\" or \"[::1]:9464\".")]
    [TestCase("listen = \"127.0.0.1\"", "is no address with a port")]
    [TestCase("file = \"/tmp/metrics.txt\"", "node_exporter reads only files that end with .prom; name it so.")]
    [TestCase("interval = \"0s\"", "must be from \"1s\" to \"1h\".")]
    [TestCase("port = 9464", "port")]
    public void A_wrong_setting_is_named(string line, string problem)
    {
        string configuration = _directory.Write("pyruse.toml", $"[metrics]\n{line}\n[[chain]]\nname = \"a\"\nsteps = [{{ action = \"noop\" }}]\n");
        PyruseProgram.Result result = PyruseProgram.Run("check", "--config", configuration);
        Assert.That(result.ExitCode, Is.EqualTo(78));
        Assert.That(result.Output + result.Error, Does.Contain($"{configuration}:2:").And.Contain(problem));
    }

    [Test]
    public void Names_that_hold_quotes_backslashes_and_newlines_are_escaped() =>
        Assert.That(
            new PrometheusText().Family("a", "gauge", "One \\ two\nthree.").Sample("a", 0.1, ("b", "\"\\\n")).ToString(),
            Is.EqualTo("# HELP a One \\\\ two\\nthree.\n# TYPE a gauge\na{b=\"\\\"\\\\\\n\"} 0.1\n"));

    [Test]
    public void A_page_of_a_daemon_that_has_everything_is_in_the_format()
    {
        var status = new DaemonStatus
        {
            Version = "1.2.3", LastEntry = DateTimeOffset.UnixEpoch, Forwarding = [new("tcp://a:1", true, 7, 8)], Bans = new(false, [new(Firewall.Ipset, "b", 3, 2)]),
        };
        var counts = new EngineCounts();
        counts.Committed([], TimeSpan.FromSeconds(0.0005));
        counts.Committed([], TimeSpan.FromSeconds(9));
        Dictionary<string, double> samples = PrometheusReader.Read(MetricsPage.Write(status, counts.Take(), new EffectTally()));
        Assert.Multiple(() =>
        {
            Assert.That(samples["pyruse_forward_queue_bytes{server=\"tcp://a:1\"}"], Is.EqualTo(7));
            Assert.That(samples["pyruse_forward_dropped_total{server=\"tcp://a:1\"}"], Is.EqualTo(8));
            Assert.That(samples["pyruse_forward_reachable{server=\"tcp://a:1\"}"], Is.Zero);
            Assert.That(samples["pyruse_bans_wanted{firewall=\"ipset\",set=\"b\"}"], Is.EqualTo(3));
            Assert.That(samples["pyruse_bans_enforced{firewall=\"ipset\",set=\"b\"}"], Is.EqualTo(2));
            Assert.That(samples["pyruse_commit_duration_seconds_bucket{le=\"0.0005\"}"], Is.EqualTo(1), "the bound itself is in");
            Assert.That(samples["pyruse_commit_duration_seconds_bucket{le=\"5\"}"], Is.EqualTo(1));
            Assert.That(samples["pyruse_commit_duration_seconds_bucket{le=\"+Inf\"}"], Is.EqualTo(2));
        });
    }

    /// <summary>Starts a daemon that has handled three entries, bans by nftables that is replaced by a program which accepts all.</summary>
    private RunningDaemon Start()
    {
        _directory.Write("in.log", "7\n192.0.2.1\n8\n");
        string configuration = _directory.Write("pyruse.toml", $$"""
            storage = "state"
            [email]
            file = "mail"
            [metrics]
            listen = "{{_port}}"
            file = "pyruse.prom"
            interval = "1s"
            [bans]
            dry_run = true
            [[source]]
            type = "file"
            path = "in.log"
            from = "start"
            [[chain]]
            name = 'the "first" one'
            steps = [
              { filter = "greaterOrEquals", field = "MESSAGE", value = 0, else = "second" },
              { action = "print", message = "{MESSAGE}" },
            ]
            [[chain]]
            name = "second"
            steps = [
              { action = "nftBan", IP = "MESSAGE", nftSetIPv4 = "inet pyruse a4", nftSetIPv6 = "inet pyruse a6" },
              { action = "print", message = "{MESSAGE}" },
            ]
            """);
        var daemon = new RunningDaemon(_directory, configuration);
        daemon.Await("READY=1");
        for (int i = 0; i < 3; i++)
            Assert.That(daemon.Output.ReadLine(), Is.Not.Null);
        return daemon;
    }

    private string Get(string path) => Ask($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n") is var answer ? answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..] : "";

    private string Ask(string request)
    {
        using TcpClient client = Connect();
        NetworkStream stream = client.GetStream();
        stream.Write(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>What answers is opened after the engine is ready.</summary>
    private TcpClient Connect()
    {
        TcpClient? client = null;
        Journal.Support.Until.True(() => TryConnect(out client), "it listens");
        return client!;
    }

    private bool TryConnect(out TcpClient? client)
    {
        client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            client.Dispose();
            client = null;
            return false;
        }
    }
}
