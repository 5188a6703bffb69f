using System.Globalization;
using Pyruse.Core.Embedding;
using Pyruse.Core.Plugins;
using Pyruse.Plugins.Builtin.Filters;
using Pyruse.Plugins.Sdk.Testing;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Plugins;

namespace Pyruse.Tests.Sdk;

/// <summary>The sample plugins, loaded as files and tried out with the test kit that their authors would use.</summary>
public sealed class SamplePluginTests : PluginFixture
{
    [TestCase("2026-11-20T21:59:59Z", false)]
    [TestCase("2026-11-20T22:00:00Z", true)]
    [TestCase("2026-11-21T05:59:59Z", true)]
    [TestCase("2026-11-21T06:00:00Z", false)]
    public void Hours_go_on_past_midnight(string time, bool passes) =>
        Assert.That(Bench("Hours").Filter("hours", ("from", "22:00"), ("to", "06:00")).Passes(At(time)), Is.EqualTo(passes));

    [TestCase("2026-11-20T23:00:00Z", true, Description = "Friday night")]
    [TestCase("2026-11-21T05:00:00Z", true, Description = "Saturday morning is still Friday night.")]
    [TestCase("2026-11-21T23:00:00Z", false, Description = "Saturday night")]
    [TestCase("2026-11-20T05:00:00Z", false, Description = "Friday morning is Thursday night.")]
    public void Hours_belong_to_the_day_they_begin_on(string time, bool passes) =>
        Assert.That(Bench("Hours").Filter("hours", ("from", "22:00"), ("to", "06:00"), ("days", new[] { "friday" })).Passes(At(time)), Is.EqualTo(passes));

    [Test]
    public void Hours_are_those_of_the_zone_also_where_clocks_are_changed() => Assert.Multiple(() =>
    {
        ModuleUnderTest filter = Bench("Hours").Filter("hours", ("from", "02:00"), ("to", "03:00"), ("zone", "Europe/Berlin"));
        Assert.That(filter.Passes(At("2026-10-25T00:30:00Z")), Is.True, "2:30 for the first time");
        Assert.That(filter.Passes(At("2026-10-25T01:30:00Z")), Is.True, "2:30 once more");
        Assert.That(filter.Passes(At("2026-03-29T01:30:00Z")), Is.False, "there is no 2:30");
    });

    [TestCase("from", "25:00", "Expected a time of day such as \"06:30\"")]
    [TestCase("zone", "Mars/Olympus", "There is no time zone \"Mars/Olympus\"")]
    [TestCase("form", "22:00", "did you mean \"from\"")]
    public void Mistakes_are_told_in_sentences(string argument, string value, string sentence)
    {
        (string, object?)[] arguments = argument == "from" ? [(argument, value)] : [("from", "22:00"), (argument, value)];
        Assert.That(Bench("Hours").Filter("hours", arguments).Problem, Does.Contain(sentence).IgnoreCase);
    }

    [Test]
    public void A_heartbeat_beats_and_its_numbers_go_on()
    {
        BenchRun run = Bench("Heartbeat").Reading("SYSLOG_IDENTIFIER", "MESSAGE", "BEAT").Read("heartbeat", 2, TimeSpan.FromSeconds(30), ("every", "1s"), ("message", "tick"));
        Assert.That(run.Fields.Select(static fields => $"{fields["SYSLOG_IDENTIFIER"]} {fields["MESSAGE"]} {fields["BEAT"]}"), Is.EqualTo(new[] { "heartbeat tick 1", "heartbeat tick 2" }));
    }

    [Test]
    public void A_plugin_has_its_own_version_of_a_library_that_Pyruse_uses_too()
    {
        string folder = BuiltPlugins.InstallFolder(PluginDirectory.Path, "CommandWords");
        BuiltPlugins.Install(PluginDirectory.Path, "Hours");
        string config = Path.Combine(PluginDirectory.Path, "pyruse.toml");
        File.WriteAllText(config, """
            [[source]]
            type = "export"
            path = "entries"
            [[chain]]
            name = "sudo"
            steps = [
              { filter = "commandWords", field = "COMMAND", any = ["--force", "/etc/sha dow"] },
              { filter = "hours", from = "00:00", zone = "UTC" },
              { action = "log", message = "{COMMAND}" },
            ]
            """);
        File.WriteAllText(Path.Combine(PluginDirectory.Path, "entries"), string.Concat(((string[])["rm --force x", "cat \"/etc/sha dow\"", "cat /etc/passwd"])
            .Select(static (command, i) => $"__CURSOR={i}\n__REALTIME_TIMESTAMP=1761000000000000\nCOMMAND={command}\n\n")));

        PyruseProgram.Result replay = PyruseProgram.Run("replay", "--config", config, "--plugins", PluginDirectory.Path);

        Assert.That(replay.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2), replay.Error);
        Assert.That(replay.Output, Does.Contain("rm --force x").And.Contain("/etc/sha dow"));
        PyruseProgram.Result check = PyruseProgram.Run("plugins", "check", folder);
        Assert.That(check.Output, Does.Contain("System.CommandLine 2.0.0.0").And.Contain("filter \"commandWords\""));
        Assert.That(System.Reflection.AssemblyName.GetAssemblyName(Path.Combine(Path.GetDirectoryName(PyruseProgram.Executable)!, "System.CommandLine.dll")).Version!.Major, Is.EqualTo(3), "Pyruse's own");
    }

    [Test]
    public void A_bench_replays_a_configuration_with_built_in_modules_too()
    {
        BenchRun run = Bench("Hours").Add(typeof(EqualsFilter).Assembly).Replay(
            """
            [[chain]]
            name = "at night"
            steps = [
              { filter = "hours", from = "22:00", to = "06:00" },
              { action = "counterRaise", counter = "nightly", for = "USER", save = "count" },
              { action = "log", message = "{USER} for the {count}. time" },
            ]
            """,
            new InputEntry(("USER", "bob")) { Time = Time("2026-11-20T23:00:00Z") }, new InputEntry(("USER", "eve")) { Time = Time("2026-11-20T12:00:00Z") },
            new InputEntry(("USER", "bob")) { Time = Time("2026-11-21T00:00:00Z") });
        Assert.That(run.Effects.Select(static effect => ((Core.Effects.LogEffect)effect).Message), Is.EqualTo(new[] { "bob for the 1. time", "bob for the 2. time" }));
        Assert.That(run.Lines[1], Does.Contain("\"chain\":\"at night\",\"step\":2,\"kind\":\"log\""));
    }

    [Test]
    public void A_bench_shows_fields_failures_and_who_passed()
    {
        BenchRun run = new ModuleBench().Add(typeof(EqualsFilter).Assembly).Reading("n").Action("counterRaise", ("counter", "c"), ("for", "KEY"), ("save", "n"))
            .Run(new InputEntry(("KEY", "a")), new InputEntry(("OTHER", "a")), new InputEntry(("KEY", "a")));
        Assert.Multiple(() =>
        {
            Assert.That(run.Passed, Is.EqualTo(new[] { true, false, true }));
            Assert.That(run.Fields.Select(static fields => fields["n"]), Is.EqualTo(new[] { "1", "2" }));
            Assert.That(run.Failures, Is.EqualTo(1));
            Assert.That(run.Messages.Single(), Does.Contain("chain \"bench\"").And.Contain("counterRaise"));
        });
    }

    /// <summary>A bench with the modules of a sample, loaded as Pyruse loads them.</summary>
    private ModuleBench Bench(string sample)
    {
        BuiltPlugins.Install(PluginDirectory.Path, sample);
        return new ModuleBench().Add(PluginLoader.Load([PluginDirectory.Path]).Plugins.Single().Modules[0].Type.Assembly);
    }

    private static InputEntry At(string time) => new(("MESSAGE", "x")) { Time = Time(time) };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
