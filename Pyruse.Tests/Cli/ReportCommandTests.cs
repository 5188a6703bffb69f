using System.Text.Json;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Cli;

/// <summary><c>pyruse report</c>, as its users meet it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReportCommandTests : IDisposable
{
    private const string Entries = "__CURSOR=s=1;i=1\n__REALTIME_TIMESTAMP=1761000000000000\nSYSLOG_IDENTIFIER=web\nMESSAGE=something 1\n\n";

    private readonly TempDirectory _directory = new();
    private readonly string _config;

    public ReportCommandTests()
    {
        _directory.Write("e.export", Entries);
        _config = _directory.Write("pyruse.toml", """
            storage = "state"
            [email]
            file = "mails"
            [[source]]
            type = "export"
            path = "e.export"
            [[chain]]
            name = "all"
            steps = [{ action = "dailyReport", level = "WARN", message = "{MESSAGE}" }]
            """);
    }

    private string[] Mails => Directory.Exists(Path.Combine(_directory.Path, "mails")) ? [.. Directory.GetFiles(Path.Combine(_directory.Path, "mails")).Order()] : [];

    public void Dispose() => _directory.Dispose();

    [Test]
    public void Before_the_first_run_the_report_is_empty_and_says_why()
    {
        PyruseProgram.Result shown = Report("show", "--format", "json");
        Assert.That(shown.Error, Does.StartWith("pyruse: there is no state in ").And.EndWith("\"pyruse run\" was not started with this configuration.\n"));
        Assert.That(Json(shown).GetProperty("warn").GetArrayLength(), Is.Zero);
    }

    [Test]
    public void What_is_sent_is_in_no_other_report_and_can_be_seen_again()
    {
        PyruseProgram.Run("run", "--config", _config);
        string date = Json(Report("show", "--format", "json")).GetProperty("date").GetString()!;

        Assert.That(Report("send").Error, Does.StartWith("pyruse: sent \"Pyruse Daily Report: ").And.Contain($"{date}: 1 line to check\""));

        Assert.That(File.ReadAllText(Mails.Single()), Does.Contain("something 1").And.Contain("text/html"));
        Assert.That(Json(Report("show", "--format", "json")).GetProperty("warn").GetArrayLength(), Is.Zero);
        Assert.That(Json(Report("show", "--format", "json", "--date", date)).GetProperty("warn")[0].GetProperty("message").GetString(), Is.EqualTo("something 1"));
        Assert.That(Report("show", "--html", "--date", date).Output, Does.StartWith("<!DOCTYPE html>").And.Contain("something 1"));
        Assert.That(Report("send", "--date", date).ExitCode, Is.Zero);
        Assert.That(Mails, Has.Length.EqualTo(2));
    }

    [Test]
    public void A_preview_changes_nothing()
    {
        PyruseProgram.Run("run", "--config", _config);
        Report("send", "--preview");
        Assert.That(Mails, Has.Length.EqualTo(1));
        Assert.That(Json(Report("show", "--format", "json")).GetProperty("totals").GetProperty("warn").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public void A_report_that_cannot_be_sent_is_not_lost()
    {
        PyruseProgram.Run("run", "--config", _config);
        File.WriteAllText(_config, File.ReadAllText(_config).Replace("file = \"mails\"", "smtp = \"smtp://127.0.0.1:1\"", StringComparison.Ordinal));
        PyruseProgram.Result sent = Report("send");
        Assert.That((sent.ExitCode, sent.Error), Is.EqualTo((1, "pyruse: error: The report was not sent, and nothing is changed: The mail server 127.0.0.1:1 can't be reached: Connection refused.\n")));
        Assert.That(Report("show").Output, Does.Contain("* something 1"));
    }

    [TestCase("show", "--date", "2026-13-01", 2, "\"2026-13-01\" is no day; write it as 2026-01-31.")]
    [TestCase("show", "--date", "2020-01-01", 1, "pyruse: error: No report of 2020-01-01 is kept: either it was not made yet (leave --date out to see the next one), or it is more than 30 days old.")]
    [TestCase("show", "--html", "--text", 2, "Give one of --format, --html and --text.")]
    [TestCase("show", "--format", "jsn", 2, "Argument 'jsn' not recognized.")]
    public void Mistakes_are_named(string command, string first, string second, int exitCode, string sentence)
    {
        PyruseProgram.Result result = Report(command, first, second);
        Assert.That((result.ExitCode, result.Error.Split('\n')[0][..sentence.Length]), Is.EqualTo((exitCode, sentence)));
    }

    [Test]
    public void Templates_are_printed_and_checked()
    {
        string template = PyruseProgram.Run("report", "template", "text").Output;
        _directory.Write("own/report.txt.hbs", template);
        File.AppendAllText(_config, "\n[report]\ntemplate = \"own\"\n");
        Assert.That(PyruseProgram.Run("check", "--config", _config).ExitCode, Is.Zero);
        _directory.Write("own/report.txt.hbs", "{{nonesuch}}");
        Assert.That(PyruseProgram.Run("check", "--config", _config).Error, Does.Contain("report.txt.hbs:1: the template uses \"nonesuch\", which there is not."));
    }

    [Test]
    public void A_full_disk_is_told_without_a_stack_trace()
    {
        PyruseProgram.Result result = PyruseProgram.RunShell($"pyruse report show --config {_config} > /dev/full");
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, $"pyruse: there is no state in {_directory.Path}/state yet: \"pyruse run\" was not started with this configuration.\npyruse: error: The output can't be written: No space left on device\n")));
    }

    private PyruseProgram.Result Report(string command, params string[] arguments) => PyruseProgram.Run(["report", command, "--config", _config, .. arguments]);

    private static JsonElement Json(PyruseProgram.Result result) => JsonDocument.Parse(result.Output).RootElement.Clone();
}
