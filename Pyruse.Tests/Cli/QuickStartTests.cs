using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pyruse.Tests.Cli;

/// <summary>What the README promises to a newcomer.</summary>
public sealed class QuickStartTests
{
    private string _directory = "";

    private string Config => Path.Combine(_directory, "pyruse.toml");

    [SetUp]
    public void Copy_the_sample()
    {
        _directory = Directory.CreateTempSubdirectory("pyruse-quickstart-").FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(PyruseProgram.Root, "samples", "quickstart")))
            File.Copy(file, Path.Combine(_directory, Path.GetFileName(file)));
    }

    [TearDown]
    public void Remove_the_copy() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void The_first_command_ends_by_itself_and_says_what_it_did()
    {
        PyruseProgram.Result result = PyruseProgram.Run("run", "--config", Config);

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(result.Error, Does.Contain("398 entries: 102 report lines, 3 mails, 19 bans (of 3 addresses); 0 failures of steps."));
            Assert.That(result.Error, Does.Contain("203.0.113.7 in \"inet pyruse ssh4\", 2026-01-01 00:12:32 until 2026-01-02 00:12:32, by \"SSH brute force\""));
            Assert.That(Directory.GetFiles(Path.Combine(_directory, "out", "mail"), "*.eml"), Has.Length.EqualTo(3));
        });
    }

    [Test]
    public void A_second_run_goes_on_where_the_first_ended()
    {
        PyruseProgram.Run("run", "--config", Config);

        Assert.That(PyruseProgram.Run("run", "--config", Config).Error, Does.Contain("0 entries: no effects"));
    }

    [Test]
    public void The_report_shows_what_the_run_collected()
    {
        PyruseProgram.Run("run", "--config", Config);

        PyruseProgram.Result text = PyruseProgram.Run("report", "show", "--config", Config);
        using JsonDocument json = JsonDocument.Parse(PyruseProgram.Run("report", "show", "--config", Config, "--format", "json").Output);

        Assert.Multiple(() =>
        {
            Assert.That(text.Output, Does.Contain("* 203.0.113.7 was banned from SSH\n  9 times: first 2026-01-01 00:12:00"));
            Assert.That(text.Output, Does.Contain("* Failed SSH login as <script>alert(1)</script> from 203.0.113.99"));
            Assert.That(json.RootElement.GetProperty("warn").EnumerateArray().Select(row => row.GetProperty("count").GetInt32()).Sum(), Is.EqualTo(22));
        });
    }

    [Test]
    public void A_dry_run_prints_what_a_replay_prints_and_leaves_nothing_behind()
    {
        PyruseProgram.Result dry = PyruseProgram.Run("run", "--dry-run", "--config", Config);

        Assert.Multiple(() =>
        {
            Assert.That(dry.Output, Is.EqualTo(PyruseProgram.Run("replay", "--config", Config).Output));
            Assert.That(dry.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(124));
            Assert.That(Directory.Exists(Path.Combine(_directory, "out")), Is.False);
        });
    }

    [Test]
    public void What_others_write_to_the_same_file_is_not_overwritten()
    {
        string file = Path.Combine(_directory, "all");
        PyruseProgram.RunShell($"(echo before; pyruse replay --config '{Config}'; echo after) > '{file}'");
        string[] lines = File.ReadAllLines(file);
        Assert.That((lines[0], lines.Length, lines[^1]), Is.EqualTo(("before", 126, "after")));
    }

    [Test]
    public void A_mail_is_well_formed()
    {
        PyruseProgram.Run("run", "--config", Config);

        string mail = Directory.GetFiles(Path.Combine(_directory, "out", "mail")).Select(File.ReadAllText).Single(text => text.Contains("Subject: sudo: bob on quickstart", StringComparison.Ordinal));

        Assert.That(mail, Does.Match(new Regex(@"\A(?:[A-Za-z-]+: [^\r\n]*\r\n)+\r\n", RegexOptions.None, TimeSpan.FromSeconds(1)).ToString()));
        Assert.That(mail, Does.Contain("Auto-Submitted: auto-generated").And.Contain("To: hostmaster@quickstart.example"));
    }

    [Test]
    public void The_export_file_is_what_its_script_makes() =>
        Assert.That(File.ReadAllText(Path.Combine(_directory, "entries.export")).Split("MESSAGE=", StringSplitOptions.None), Has.Length.EqualTo(399));
}
