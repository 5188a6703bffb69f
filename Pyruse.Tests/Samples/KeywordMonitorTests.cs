using System.Text.Json;
using System.Text.RegularExpressions;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Journal.Support;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Samples;

/// <summary>samples/keyword-monitor.toml on a journal, and the page about it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class KeywordMonitorTests : IDisposable
{
    private static readonly string Sample = Path.Combine(PyruseProgram.Root, "samples", "keyword-monitor.toml");

    private readonly JournalFixture _journal = new();
    private readonly TempDirectory _files = new();
    private readonly List<ExportEntry> _entries = [];

    public void Dispose()
    {
        _journal.Dispose();
        _files.Dispose();
    }

    [TestCase("Failed to start backup", "backup.service on srv: Fail")]
    [TestCase("disk ERROR on sda", "backup.service on srv: ERROR")]
    [TestCase("an alarming load", "backup.service on srv: alarm")]
    [TestCase("we have a Problem", "backup.service on srv: Problem")]
    [TestCase("emergency shutdown", "backup.service on srv: emerg")]
    public void A_keyword_in_any_case_is_mailed_with_unit_and_host_in_the_subject(string message, string subject)
    {
        Write(6, "backup.service", message);
        Assert.That(Subjects(), Is.EqualTo(new[] { subject }));
    }

    [Test]
    public void Entries_below_INFO_without_a_priority_or_without_a_keyword_are_not_mailed()
    {
        Write(7, "backup.service", "error in a debug message");
        Write(null, "backup.service", "error without a priority");
        Write(3, "backup.service", "the house burns");
        Write(3, "backup.service", "error");
        Assert.That(Subjects(), Is.EqualTo(new[] { "backup.service on srv: error" }));
    }

    [TestCase("backup.service", "finished with 0 errors")]
    [TestCase("backup.service", "no problems found")]
    [TestCase("backup.service", "copied=12 failed=0")]
    [TestCase("backup.service", "Passed: 7, errors: 0")]
    [TestCase("chat-bridge.service", "error: anything")]
    [TestCase("smartmontools.service", "SMART Usage Attribute: 1 Raw_Read_Error_Rate changed from 79 to 80")]
    [TestCase("ssh.service", "Failed password for root from 192.0.2.1 port 22 ssh2")]
    public void False_positives_are_not_mailed(string unit, string message)
    {
        Write(4, unit, message);
        Assert.That(Subjects(), Is.Empty);
    }

    [TestCase("backup.service", "finished with 10 errors")]
    [TestCase("backup.service", "failed=1")]
    [TestCase("backup.service", "error: none of the disks answers")]
    [TestCase("backup.service", "error: 0 blocks are left")]
    [TestCase("backup.service", "Raw_Read_Error_Rate")]
    [TestCase("smartmontools.service", "1 Currently unreadable (pending) sectors, read error")]
    [TestCase("ssh.service", "error: Bind to port 22 on 0.0.0.0 failed")]
    public void A_false_positive_of_one_unit_or_text_hides_no_other(string unit, string message)
    {
        Write(4, unit, message);
        Assert.That(Subjects(), Has.Count.EqualTo(1));
    }

    [Test]
    public void What_systemd_says_about_a_unit_and_what_the_kernel_says_is_named_by_its_source()
    {
        _entries.Add(Entry(3, "Failed to start A.").With("_SYSTEMD_UNIT", "init.scope").With("SYSLOG_IDENTIFIER", "systemd").With("UNIT", "a.service"));
        _entries.Add(Entry(3, "Buffer I/O error on dev sda").With("_TRANSPORT", "kernel").With("SYSLOG_IDENTIFIER", "kernel"));
        _entries.Add(Entry(3, "ACPI BIOS Error (bug)").With("_TRANSPORT", "kernel").With("SYSLOG_IDENTIFIER", "kernel"));
        Assert.That(Subjects(), Is.EqualTo(new[] { "a.service on srv: Fail", "kernel on srv: error" }));
    }

    [Test]
    public void The_daemon_sends_each_of_them_once_across_restarts()
    {
        Write(3, "backup.service", "error <b>one</b>\nwith a second line");
        Write(3, "chat-bridge.service", "error");
        Write(3, "backup.service", "a problem");
        // In conf.d, as on a machine: where mails go, what is read, and where the state is.
        string config = _files.Write("pyruse.toml", File.ReadAllText(Sample));
        string mails = Directory.CreateDirectory(Path.Combine(_files.Path, "mails")).FullName;
        _files.Write("conf.d/test.toml", $"""
            storage = "state"
            [email]
            file = "mails"
            [[source]]
            type = "export"
            path = "entries.export"
            """);
        using (FileStream export = File.Create(Path.Combine(_files.Path, "entries.export")))
            _entries.ForEach(entry => entry.WriteTo(export));

        PyruseProgram.Result first = PyruseProgram.Run("run", "--config", config);
        PyruseProgram.Result second = PyruseProgram.Run("run", "--config", config);

        string[] sent = [.. Directory.GetFiles(mails).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        Assert.That((first.ExitCode, second.ExitCode, sent.Length), Is.EqualTo((0, 0, 2)), first.Error + second.Error);
        Assert.That(sent[0], Does.Contain("Subject: backup.service on srv: error").And.Contain("error <b>one</b>").And.Contain("priority 3"));
    }

    [Test]
    public void Every_configuration_on_its_page_is_right()
    {
        string page = File.ReadAllText(Path.Combine(PyruseProgram.Root, "docs", "from-keyword-monitor.md"));
        string[] blocks = [.. TomlBlock().Matches(page).Select(static match => match.Groups["text"].Value)];
        Assert.That(blocks, Has.Length.GreaterThan(4), "the test has seen too little");
        // A page shows pieces; a chain to go to completes them.
        Assert.That(blocks.SelectMany(static block => Workflows.Problems(block.Contains("[[chain]]", StringComparison.Ordinal) ? block : block + Workflows.Chain("{ action = 'noop' }"))), Is.Empty);
    }

    [GeneratedRegex("^```toml\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TomlBlock();

    private void Write(int? priority, string unit, string message) => _entries.Add(Entry(priority, message).With("_SYSTEMD_UNIT", unit).With("SYSLOG_IDENTIFIER", unit.Split('.')[0]));

    private ExportEntry Entry(int? priority, string message)
    {
        ExportEntry entry = new ExportEntry(JournalFixture.TimeOf(_entries.Count)).With("MESSAGE", message).With("_HOSTNAME", "srv");
        return priority is { } number ? entry.With("PRIORITY", $"{number}") : entry;
    }

    /// <summary>What the sample would mail of the entries, read from a journal.</summary>
    private List<string> Subjects()
    {
        _journal.Add("system.journal", _entries);
        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", Sample, "--directory", _journal.Path);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Error, Does.StartWith($"{_entries.Count} entries").And.Contain(" 0 failures"));
        JsonElement[] effects = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.That(effects.Select(static effect => effect.GetProperty("kind").GetString()), Is.All.EqualTo("email"));
        return [.. effects.Select(static effect => effect.GetProperty("subject").GetString()!)];
    }
}
