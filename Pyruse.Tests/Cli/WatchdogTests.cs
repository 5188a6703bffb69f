using Pyruse.Tests.Support;

namespace Pyruse.Tests.Cli;

/// <summary>systemd's watchdog hears of an engine that gets on, or that waits, but of no other.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public sealed class WatchdogTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly TempDirectory _directory = new();

    [TearDown]
    public void RemoveFiles() => _directory.Dispose();

    [Test]
    public void An_engine_that_waits_is_alive()
    {
        using var daemon = new RunningDaemon(_directory, Configure(), Interval);
        daemon.Await("READY=1");
        for (int beat = 0; beat < 4; beat++)
            Assert.That(daemon.Next(Interval), Is.EqualTo("WATCHDOG=1"), "twice per interval at least");
        daemon.End();
    }

    [Test]
    public void An_engine_that_is_stuck_is_not_until_it_gets_on()
    {
        using var daemon = new RunningDaemon(_directory, Configure(), Interval);
        daemon.Await("READY=1");
        // Nobody reads what it prints: the pipe is full soon.
        File.WriteAllText(Path.Combine(_directory.Path, "in.log"), string.Concat(Enumerable.Repeat(new string('x', 1000) + "\n", 2000)));
        Assert.That(BeatsUntilSilence(daemon), Is.LessThan(20), "at some time it is silent for longer than the interval");
        _ = daemon.Output.ReadToEndAsync();
        Assert.That(daemon.Next(Interval * 5), Is.EqualTo("WATCHDOG=1"));
        daemon.End();
    }

    [Test]
    public void A_process_that_was_stopped_is_silent_meanwhile_and_notices_it()
    {
        using var daemon = new RunningDaemon(_directory, Configure(), Interval);
        daemon.Await("READY=1");
        daemon.Await("WATCHDOG=1");
        daemon.Signal(RunningDaemon.Stop);
        Assert.That(BeatsUntilSilence(daemon), Is.LessThan(3), "what was sent before it stopped");
        daemon.Signal(RunningDaemon.Continue);
        daemon.Await("WATCHDOG=1");
        daemon.AwaitWord("it was stopped (SIGSTOP), or the machine was too busy.");
        Assert.That(daemon.End(), Does.Match("pyruse: warning: This process stood still for [0-9.]+s?"));
    }

    [Test]
    public void A_watchdog_that_bites_before_an_endless_step_is_given_up_is_warned_of()
    {
        using var daemon = new RunningDaemon(_directory, Configure(), Interval);
        daemon.Await("READY=1");
        Assert.That(
            daemon.End(),
            Does.Contain("warning: systemd's watchdog (WatchdogSec, 2s) may end this before a step that never comes back is given up, which takes 30s (six times step_budget of [plugins]); set it to at least 1m."));
    }

    /// <summary>Counts notifications until none comes for longer than the interval.</summary>
    private static int BeatsUntilSilence(RunningDaemon daemon)
    {
        int beats = 0;
        while (daemon.Next(Interval * 1.25) is not null)
            beats++;
        return beats;
    }

    private string Configure() => _directory.Write("pyruse.toml", """
        storage = "state"
        [[source]]
        type = "file"
        path = "in.log"
        from = "start"
        [[chain]]
        name = "all"
        steps = [{ action = "print", message = "{MESSAGE}" }]
        """);
}
