using System.Text.Json;
using Pyruse.Cli.Status;
using Pyruse.Core.Effects;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Cli;

/// <summary><c>pyruse status</c>: what a daemon says of itself, and what is wrong with it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StatusTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private readonly TempDirectory _directory = new();

    [TearDown]
    public void RemoveFiles() => _directory.Dispose();

    [Test]
    public void A_daemon_that_is_well_says_so()
    {
        using RunningDaemon daemon = Start(out string configuration);
        PyruseProgram.Result text = Ask(configuration);
        Assert.That(text.ExitCode, Is.Zero, text.Output + text.Error);
        Assert.That(text.Output, Does.StartWith("pyruse ").And.Contain($" runs as process {daemon.Id} since ").And.EndWith("\nAll is well.\n"));
        JsonElement status = JsonDocument.Parse(PyruseProgram.Run("status", "--config", configuration, "--format", "json").Output).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(status.GetProperty("running").GetBoolean(), Is.True);
            Assert.That(status.GetProperty("problems").GetArrayLength(), Is.Zero);
            Assert.That(status.GetProperty("configuration").GetString(), Is.EqualTo(configuration));
            Assert.That(status.GetProperty("entries").GetInt64(), Is.EqualTo(2));
            Assert.That(status.GetProperty("bans").GetProperty("dryRun").GetBoolean(), Is.True);
            Assert.That(status.GetProperty("report").GetProperty("next").GetDateTimeOffset(), Is.GreaterThan(status.GetProperty("since").GetDateTimeOffset()));
            Assert.That(status.GetProperty("outbox").GetProperty("waiting").GetInt64(), Is.Zero);
        });
        Assert.That(File.GetUnixFileMode(Path.Combine(_directory.Path, "state", "status.socket")) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite), Is.EqualTo(UnixFileMode.None));
        daemon.End();
        Assert.That(File.Exists(Path.Combine(_directory.Path, "state", "status.socket")), Is.False);
    }

    [Test]
    public void Without_a_daemon_it_ends_with_1()
    {
        using (RunningDaemon daemon = Start(out _))
            daemon.End();
        PyruseProgram.Result result = Ask(Path.Combine(_directory.Path, "pyruse.toml"));
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, $"problem        No daemon runs with the storage {_directory.Path}/state.\n")));
    }

    [Test]
    public void A_daemon_that_was_killed_does_not_run_and_the_next_one_answers()
    {
        Start(out string configuration).Dispose();
        Assert.That(Ask(configuration).Output, Does.Contain("No daemon runs"));
        using RunningDaemon daemon = Start(out _, entries: null);
        Assert.That(Ask(configuration).ExitCode, Is.Zero);
        daemon.End();
    }

    [Test]
    public void A_daemon_that_is_stopped_does_not_answer()
    {
        using RunningDaemon daemon = Start(out string configuration);
        daemon.Signal(RunningDaemon.Stop);
        PyruseProgram.Result result = Ask(configuration);
        daemon.Signal(RunningDaemon.Continue);
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain("does not answer at").And.Contain("within 5 s: it is stopped, stuck, or the machine is too busy."));
        daemon.End();
    }

    [Test]
    public void A_configuration_that_can_not_be_read_does_not_keep_it_from_being_asked()
    {
        using RunningDaemon daemon = Start(out string configuration);
        File.AppendAllText(configuration, "\nnonsense\n");
        PyruseProgram.Result result = PyruseProgram.Run("status", "--config", configuration, "--storage", Path.Combine(_directory.Path, "state"));
        Assert.That(result.ExitCode, Is.Zero, result.Output);
        result = Ask(configuration);
        Assert.That(result.Error, Does.Contain("The storage /var/lib/pyruse is tried, the usual one; name another with --storage."));
        daemon.End();
    }

    [Test]
    public void Everything_that_is_wrong_is_a_sentence()
    {
        var status = new DaemonStatus
        {
            LagSeconds = 7200,
            Bans = new(false, [new(Firewall.Nft, "inet a b", 5, 3)]),
            Outbox = new(9, Now, [new("mail", Now.AddMinutes(-25), "It is down."), new("journal", Now.AddMinutes(-1), "A moment.")]),
            Forwarding = [new("tcp://a:1", true, 5 * 1024 * 1024, 0)],
            Reload = new(1, 1, Now, "t.toml:1:1: error: No.", []),
        };
        Assert.That(Health.ProblemsOf(status, true, TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(12), ["The set is missing."], Now), Is.EqualTo(new[]
        {
            "State can't be kept, for a reason that the journal has: positions stand still, and mails wait.",
            "The engine has shown no sign of life for 1m30s: a step, the storage or the output keeps it.",
            "It is 2h behind, and has been behind for 12m.",
            "2 of 5 bans are not in force.",
            "The set is missing.",
            "What goes to \"mail\" has failed for 25m: It is down.",
            "The syslog server tcp://a:1 can't be reached; 5,120 KiB wait for it.",
            $"The new configuration was refused at {StatusText.Time(Now)}, the old one stays: t.toml:1:1: error: No.",
        }));
        Assert.That(
            Health.ProblemsOf(new DaemonStatus { Bans = new(false, null) }, false, TimeSpan.Zero, null, [], Now), Is.EqualTo(new[] { "The firewall does not answer: whether bans are in force is not known." }));
        Assert.That(Health.ProblemsOf(new DaemonStatus { Bans = new(true, []) }, false, TimeSpan.Zero, TimeSpan.FromMinutes(1), [], Now), Is.Empty);
    }

    private static PyruseProgram.Result Ask(string configuration) => PyruseProgram.Run("status", "--config", configuration);

    private RunningDaemon Start(out string configuration, int? entries = 2)
    {
        _directory.Write("in.log", "one\ntwo\n");
        configuration = _directory.Write("pyruse.toml", """
            storage = "state"
            [email]
            file = "mail"
            [bans]
            dry_run = true
            [report]
            enabled = true
            [[source]]
            type = "file"
            path = "in.log"
            from = "start"
            [[chain]]
            name = "all"
            steps = [{ action = "noop" }]
            """);
        var daemon = new RunningDaemon(_directory, configuration);
        daemon.Await("READY=1");
        string path = configuration;
        Journal.Support.Until.True(
            () => File.Exists(Path.Combine(_directory.Path, "state", "status.socket"))
                && PyruseProgram.Run("status", "--config", path, "--format", "json").Output is var json && JsonDocument.Parse(json).RootElement.GetProperty("entries").GetInt64() is var count && count == (entries ?? count),
            "it has handled what there is");
        return daemon;
    }
}
