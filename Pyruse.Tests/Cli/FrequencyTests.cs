using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Pyruse.Core.Reports;
using Pyruse.State;

namespace Pyruse.Tests.Cli;

/// <summary>What is told of silence and pairs, by <c>run</c> and <c>replay</c>, and across crashes.</summary>
public sealed class FrequencyTests
{
    private const int Entries = 60_000;
    private const long Begin = 1_760_000_000_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private string _directory = "";

    [SetUp]
    public void Write_a_history()
    {
        _directory = Directory.CreateTempSubdirectory("pyruse-frequency-").FullName;
        var random = new Random(6);
        using StreamWriter export = File.CreateText(Path.Combine(_directory, "history.export"));
        for (int number = 0; number < Entries; number++)
        {
            string what = random.Next(4) switch { 0 => "begin", 1 => "end", _ => "beat" };
            export.Write(string.Create(CultureInfo.InvariantCulture, $"__REALTIME_TIMESTAMP={Begin + (number * 100_000L)}\nMESSAGE={what} {random.Next(40)}\n\n"));
        }
    }

    [TearDown]
    public void Remove_it() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Killed_again_and_again_it_tells_everything_once_as_a_run_and_a_replay_do()
    {
        string interrupted = WriteConfig("interrupted");
        int kills = RunWithKills(interrupted);
        string uninterrupted = WriteConfig("uninterrupted");
        PyruseProgram.Result run = PyruseProgram.Run("run", "--config", uninterrupted);
        PyruseProgram.Result replay = PyruseProgram.Run("replay", "--config", uninterrupted);

        Assert.Multiple(() =>
        {
            Assert.That((run.ExitCode, replay.ExitCode), Is.EqualTo((0, 0)), run.Error + replay.Error);
            Assert.That(kills, Is.Positive);
            Assert.That(Report(uninterrupted).Count(static line => line.Contains("silence", StringComparison.Ordinal)), Is.GreaterThan(100));
            Assert.That(Report(uninterrupted).Count(static line => line.Contains("absence", StringComparison.Ordinal)), Is.GreaterThan(100));
            Assert.That(Report(interrupted), Is.EqualTo(Report(uninterrupted)));
            Assert.That(replay.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(LineOf), Is.EqualTo(Report(uninterrupted)));
        });
    }

    private static int RunWithKills(string config)
    {
        var random = new Random(20261121);
        for (int kills = 0; ; kills++)
        {
            using Process daemon = PyruseProgram.Start("run", "--config", config);
            // The first ones hit it surely, the last ones let it come to the end.
            if (daemon.WaitForExit(random.Next(50, 400 + (kills * 20))))
                return kills;
            daemon.Kill();
            Assert.That(daemon.WaitForExit(Patience));
        }
    }

    private string WriteConfig(string name)
    {
        string config = Path.Combine(Directory.CreateDirectory(Path.Combine(_directory, name)).FullName, "pyruse.toml");
        File.WriteAllText(config, """
            storage = "state"
            report.enabled = false
            [[source]]
            type = "export"
            path = "../history.export"
            [[chain]]
            name = "told"
            steps = [{ action = "dailyReport", level = "WARN", message = "{PYRUSE_EVENT} {EXPECT|PAIR} {KEY} {COUNT} {ELAPSED_USEC}" }]
            [[chain]]
            name = "count"
            steps = [
              { filter = "pcre", field = "MESSAGE", re = '^beat (?P<host>.*)' },
              { action = "counterRaise", counter = "beat", for = "host", keepSeconds = 10 },
            ]
            [[chain]]
            name = "begin"
            steps = [{ filter = "pcre", field = "MESSAGE", re = '^begin (?P<job>.*)' }, { action = "counterRaise", counter = "begin", for = "job", keepSeconds = 10 }]
            [[chain]]
            name = "end"
            steps = [{ filter = "pcre", field = "MESSAGE", re = '^end (?P<job>.*)' }, { action = "counterRaise", counter = "end", for = "job", keepSeconds = 10 }]
            [[expect]]
            name = "beat"
            counter = "beat"
            for = ["1", "2", "3", "4", "5", "6", "7"]
            at_least = 2
            within = "30s"
            remind = "5s"
            chain = "told"
            recovered = "told"
            [[pair]]
            name = "job"
            first = "begin"
            then = "end"
            within = "40s"
            chain = "told"
            met = "told"
            """);
        return config;
    }

    private static List<string> Report(string config)
    {
        using SqliteStateReader store = SqliteStateReader.Open(Path.Combine(Path.GetDirectoryName(config)!, "state"))!;
        return [.. store.ReadReportLines(ReportCut.Everything).Select(static line => $"{line.Time} {line.Message}")];
    }

    private static string LineOf(string json)
    {
        JsonElement line = JsonDocument.Parse(json).RootElement;
        return $"{line.GetProperty("t").GetInt64()} {line.GetProperty("message").GetString()}";
    }
}
