using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pyruse.Tests.Journal.Support;
using Pyruse.Tests.Support;
using Pyruse.Tests.Syslog.Support;

namespace Pyruse.Tests.Cli;

/// <summary>SIGHUP: a new configuration takes over between two entries, and a wrong one does not.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class ReloadTests
{
    private const int Reloads = 200;

    /// <summary>Every so many, the configuration has a mistake.</summary>
    private const int BadOnes = 20;

    /// <summary>As much as this makes in 10 ms: 2,000 a second, of two sources together.</summary>
    private const int EntriesPerTick = 10;

    private const int JournalReloads = 50;

    private const long Megabyte = 1024 * 1024;

    private readonly TempDirectory _directory = new();
    private readonly int _port = TestReceiver.FreePort();

    private string Configuration => Path.Combine(_directory.Path, "pyruse.toml");

    private string Output => Path.Combine(_directory.Path, "out.log");

    [TearDown]
    public void RemoveFiles() => _directory.Dispose();

    [Test]
    public async Task Every_entry_is_handled_once_while_the_configuration_is_read_anew_two_hundred_times()
    {
        Configure("A");
        using var daemon = new RunningDaemon(_directory, Configuration);
        daemon.Await("READY=1");
        using var end = new CancellationTokenSource();
        Task<int> written = Task.Run(() => WriteAsync(end.Token));
        long memory = 0;
        for (int reload = 1; reload <= Reloads; reload++)
        {
            bool isBad = reload % BadOnes == 0;
            Configure(reload % 2 == 0 ? "A" : "B", isBad ? "[[chain]]\nname = 7" : "");
            Assert.That(daemon.Reload(), Does.Contain(isBad ? "was refused at" : "Reloaded at"), daemon.Said);
            if (reload == BadOnes)
                memory = Status().GetProperty("memoryBytes").GetInt64();
        }
        await end.CancelAsync();
        int count = await written;
        JsonElement status = Status();
        string[] lines = AwaitLines(count * 2);
        string said = daemon.End();
        Assert.Multiple(() =>
        {
            Assert.That(count, Is.GreaterThan(Reloads * EntriesPerTick / 10), "entries came meanwhile");
            foreach (string source in (string[])["file", "tcp"])
            {
                // The number of the entry, and what the counter said: both without a gap, and nothing twice.
                Assert.That(
                    lines.Where(line => line.Contains($" {source} ", StringComparison.Ordinal)).Select(static line => line[2..]),
                    Is.EqualTo(Enumerable.Range(1, count).Select(number => $"{source} {number} {number}")));
            }
            Assert.That(
                Directory.GetFiles(Path.Combine(_directory.Path, "mail")).Select(static mail => MailOf().Match(File.ReadAllText(mail)).Value),
                Is.EquivalentTo(Enumerable.Range(1, count / 100).SelectMany(static hundred => new[] { $"mail about file {hundred}00.", $"mail about tcp {hundred}00." })),
                "each effect is carried out once");
            Assert.That(Changes(lines), Is.GreaterThan(Reloads / 4), "both configurations have handled entries, in turns");
            Assert.That(said, Does.Contain("error: ").And.Not.Contain("Caught up").And.Not.Contain("   at "));
            Assert.That(status.GetProperty("reload").GetProperty("succeeded").GetInt64(), Is.EqualTo(Reloads - (Reloads / BadOnes)));
            Assert.That(status.GetProperty("reload").GetProperty("refused").GetInt64(), Is.EqualTo(Reloads / BadOnes));
            Assert.That(status.GetProperty("entries").GetInt64(), Is.EqualTo(count * 2L).Within(count), "counted across all of them");
            Assert.That(status.GetProperty("memoryBytes").GetInt64() - memory, Is.LessThan(24 * Megabyte), "nothing of old configurations stays");
        });
    }

    [Test]
    public async Task A_journal_is_read_on_without_a_gap()
    {
        using var journald = new PrivateJournald();
        ConfigureJournal("A", journald.Namespace);
        using var daemon = new RunningDaemon(_directory, Configuration);
        daemon.Await("READY=1");
        using var end = new CancellationTokenSource();
        Task<int> written = Task.Run(() => WriteToJournalAsync(journald, end.Token));
        for (int reload = 1; reload <= JournalReloads; reload++)
        {
            ConfigureJournal(reload % 2 == 0 ? "A" : "B", journald.Namespace);
            Assert.That(daemon.Reload(), Does.Contain("Reloaded at"), daemon.Said);
            if (reload % 20 == 0)
                journald.Rotate();
        }
        await end.CancelAsync();
        int count = await written;
        string[] lines = AwaitLines(count);
        daemon.End();
        Assert.That(lines.Select(static line => line[2..]), Is.EqualTo(Enumerable.Range(1, count).Select(static number => $"{number} {number}")));
    }

    [Test]
    public void A_wrong_configuration_is_refused_with_all_its_mistakes_and_the_old_one_stays()
    {
        Configure("A");
        using var daemon = new RunningDaemon(_directory, Configuration);
        daemon.Await("READY=1");
        Configure("B", "colour = \"red\"\n[[chain]]\nname = \"x\"\nsteps = [{ filter = \"equal\", field = \"A\", value = \"b\" }, { action = \"noop\", then = \"nowhere\" }]");
        Assert.That(daemon.Reload(), Does.StartWith("READY=1\nSTATUS=Following 2 source(s) through 1 chains. A new configuration was refused at 2"));
        File.AppendAllText(Path.Combine(_directory.Path, "in.log"), "file 1\n");
        Assert.That(AwaitLines(1), Is.EqualTo(new[] { "A file 1 1" }));
        (int code, string text) = (PyruseProgram.Run("status", "--config", Configuration) is var result ? result.ExitCode : 0, result.Output);
        string said = daemon.End();
        Assert.Multiple(() =>
        {
            Assert.That(said, Does.Contain($"pyruse: error: {Configuration}:28:21: error: There is no filter \"equal\"; did you mean \"equals\"?"));
            Assert.That(said, Does.Contain($"pyruse: error: {Configuration}:28:84: error: There is no chain \"nowhere\" to go to."));
            Assert.That(said, Does.Contain("pyruse: error: The new configuration is refused, and the one in use stays: it has 3 mistakes."));
            Assert.That(code, Is.EqualTo(1));
            Assert.That(text, Does.Contain("problem        The new configuration was refused at "));
        });
    }

    [Test]
    public void A_configuration_that_is_right_but_can_not_start_gives_way_to_the_one_before()
    {
        Configure("A");
        using var daemon = new RunningDaemon(_directory, Configuration);
        daemon.Await("READY=1");
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, _port);
        Send(client.GetStream(), 1);
        AwaitLines(1);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        Configure("B", $"[[source]]\ntype = \"syslog\"\nname = \"other\"\nlisten = [\"tcp://{other.LocalEndpoint}\"]");
        Assert.That(daemon.Reload(), Does.Contain("was refused at"));
        Send(client.GetStream(), 2);
        Assert.That(AwaitLines(2), Is.EqualTo(new[] { "A tcp 1 1", "A tcp 2 2" }), "the connection is the same");
        Assert.That(daemon.End(), Does.Contain($"the one in use stays: Nothing can be received at tcp://{other.LocalEndpoint}: "));
    }

    [Test]
    public void What_can_not_change_while_it_runs_is_named_and_the_rest_takes_effect()
    {
        Configure("A");
        using var daemon = new RunningDaemon(_directory, Configuration);
        daemon.Await("READY=1");
        File.WriteAllText(Configuration, File.ReadAllText(Configuration).Replace("\"state\"", "\"elsewhere\"", StringComparison.Ordinal).Replace("\"A {", "\"B {", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(_directory.Path, "plugins"));
        File.WriteAllText(Path.Combine(_directory.Path, "plugins", "more.txt"), "");
        File.AppendAllText(Configuration, "\n[plugins]\ndirectories = [\"plugins\"]\n[effects]\nworkers = 3\n");
        Assert.That(daemon.Reload(), Does.Contain("Reloaded at"));
        File.AppendAllText(Path.Combine(_directory.Path, "in.log"), "file 1\n");
        Assert.That(AwaitLines(1), Is.EqualTo(new[] { "B file 1 1" }));
        JsonElement status = Status("--storage", Path.Combine(_directory.Path, "state"));
        Assert.That(status.GetProperty("reload").GetProperty("needsRestart").GetArrayLength(), Is.EqualTo(3));
        Assert.That(daemon.End(), Does.Contain($"These have changed, but need a restart, and are as they were until then: plugins, storage (it stays {_directory.Path}/state), workers of [effects]."));
    }

    [Test]
    public void Systemd_is_told_when_it_begins_and_when_it_is_done()
    {
        Configure("A");
        using var daemon = new RunningDaemon(_directory, Configuration);
        daemon.Await("READY=1\nSTATUS=Following 2 source(s) through 1 chains.");
        daemon.Signal(RunningDaemon.HangUp);
        Assert.That(daemon.Next(TimeSpan.FromMinutes(1)), Does.Match("^RELOADING=1\nMONOTONIC_USEC=[0-9]+\nSTATUS="));
        Assert.That(daemon.Next(TimeSpan.FromMinutes(1)), Does.StartWith("READY=1\n"));
        daemon.End();
    }

    [Test]
    public void A_second_wish_while_one_is_carried_out_is_not_lost()
    {
        Configure("A");
        using var daemon = new RunningDaemon(_directory, Configuration);
        daemon.Await("READY=1");
        daemon.Signal(RunningDaemon.HangUp);
        // It may have read the file already, or not: after the second wish it must have the last one.
        Assert.That(daemon.Next(TimeSpan.FromMinutes(1)), Does.StartWith("RELOADING=1"));
        Configure("B");
        daemon.Signal(RunningDaemon.HangUp);
        daemon.Await("READY=1");
        daemon.Await("READY=1");
        File.AppendAllText(Path.Combine(_directory.Path, "in.log"), "file 1\n");
        Assert.That(AwaitLines(1), Is.EqualTo(new[] { "B file 1 1" }));
        daemon.End();
    }

    [Test]
    public void A_dry_run_is_reloaded_with_its_counters_and_positions()
    {
        Configure("A");
        using var daemon = new RunningDaemon(_directory, Configuration, null, "--dry-run");
        daemon.Await("READY=1");
        File.AppendAllText(Path.Combine(_directory.Path, "in.log"), "file 1\nfile 2\n");
        Assert.That(Messages(2), Is.EqualTo(new[] { "A file 1 1", "A file 2 2" }));
        Configure("B");
        daemon.Reload();
        File.AppendAllText(Path.Combine(_directory.Path, "in.log"), "file 3\n");
        Assert.That(Messages(1), Is.EqualTo(new[] { "B file 3 3" }));
        Assert.That(daemon.End(), Does.Contain("pyruse: 3 entries: 3 lines written to files;"));

        string[] Messages(int count) => [.. Enumerable.Range(0, count).Select(_ => JsonDocument.Parse(daemon.Output.ReadLine()!).RootElement.GetProperty("message").GetString()!)];
    }

    /// <summary>Writes a configuration whose lines begin with a letter, in one go: a daemon that reads it meanwhile sees the old one or the new one.</summary>
    private void Configure(string letter, string more = "")
    {
        _directory.Write("pyruse.new", $$"""
            storage = "state"
            [email]
            from = "a@example.org"
            to = ["b@example.org"]
            file = "mail"
            max_per_hour = 10000
            [bans]
            dry_run = true
            [[source]]
            type = "file"
            path = "in.log"
            from = "start"
            [[source]]
            type = "syslog"
            listen = ["tcp://127.0.0.1:{{_port}}"]
            [[chain]]
            name = "count"
            steps = [
              { filter = "pcre", field = "MESSAGE", re = '(?P<source>file|tcp) (?P<n>[0-9]+)$' },
              { action = "counterRaise", counter = "c", for = "source", keepSeconds = 3600, save = "count" },
              { action = "write", path = "{{Output}}", message = "{{letter}} {source} {n} {count}" },
              { filter = "pcre", field = "n", re = '00$' },
              { action = "email", message = "mail about {source} {n}." },
            ]
            {{more}}
            """);
        File.Move(Path.Combine(_directory.Path, "pyruse.new"), Configuration, overwrite: true);
    }

    private void ConfigureJournal(string letter, string journal)
    {
        _directory.Write("pyruse.new", $$"""
            storage = "state"
            [[source]]
            type = "journal"
            namespace = "{{journal}}"
            [[chain]]
            name = "count"
            steps = [
              { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "{{PrivateJournald.Identifier}}" },
              { action = "counterRaise", counter = "c", for = "SYSLOG_IDENTIFIER", save = "count" },
              { action = "write", path = "{{Output}}", message = "{{letter}} {TEST_NUMBER} {count}" },
            ]
            """);
        File.Move(Path.Combine(_directory.Path, "pyruse.new"), Configuration, overwrite: true);
    }

    /// <summary>Writes 500 entries a second, since journald drops what is more than 10,000 in half a minute.</summary>
    private static async Task<int> WriteToJournalAsync(PrivateJournald journald, CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        int number = 0;
        while (!cancellationToken.IsCancellationRequested && number < 9000)
        {
            journald.WriteNumbers(number + 1, 5);
            number += 5;
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
        return number;
    }

    /// <summary>Writes numbered entries into the file and the connection until it is cancelled; gives how many of each.</summary>
    private async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port, CancellationToken.None);
        await using var file = new StreamWriter(Path.Combine(_directory.Path, "in.log"), append: true);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        int number = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            for (int i = 0; i < EntriesPerTick; i++)
            {
                number++;
                await file.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"file {number}\n"));
                Send(client.GetStream(), number);
            }
            await file.FlushAsync(CancellationToken.None);
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
        return number;
    }

    private static void Send(NetworkStream stream, int number) => stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<13>1 - - - - - - tcp {number}\n")));

    private string[] AwaitLines(int count)
    {
        Until.True(() => File.Exists(Output) && File.ReadLines(Output).Count() >= count, $"{count} lines");
        return File.ReadAllLines(Output);
    }

    private JsonElement Status(params string[] arguments) =>
        JsonDocument.Parse(PyruseProgram.Run(["status", "--config", Configuration, "--format", "json", .. arguments]).Output).RootElement;

    [GeneratedRegex("mail about [a-z]+ [0-9]+\\.")]
    private static partial Regex MailOf();

    private static int Changes(string[] lines) => lines.Zip(lines.Skip(1)).Count(static pair => pair.First[0] != pair.Second[0]);
}
