using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pyruse.Core.Reports;
using Pyruse.State;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Journal.Support;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Sources.Files;

/// <summary>Under logrotate in each mode, while the daemon is killed and started again, every line is handled once.</summary>
public sealed class LogrotateTests
{
    private const string Logrotate = "/usr/sbin/logrotate";
    private const int LinesPerSecond = 20_000;
    private const int Rounds = 12;
    private const int LinesPerRound = 5000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private TempDirectory _directory = null!;

    private string Log => Path.Combine(_directory.Path, "log", "app.log");

    [SetUp]
    public void Make_a_directory()
    {
        if (!File.Exists(Logrotate))
            Assert.Ignore($"{Logrotate} is not installed (Debian: logrotate).");
        _directory = new TempDirectory();
        Directory.CreateDirectory(Path.Combine(_directory.Path, "log", "old"));
        Directory.CreateDirectory(Path.Combine(_directory.Path, "mail"));
    }

    [TearDown]
    public void Remove_the_directory() => _directory?.Dispose();

    [TestCase("create", "app.log")]
    [TestCase("nocreate", "app.log")]
    [TestCase("create\ncompress", "app.log")]
    [TestCase("create\ncompress\ndelaycompress", "app.log")]
    [TestCase("create\nolddir old", "app.log")]
    [TestCase("create\ndateext\ndateformat -%Y%m%d-%s", "app.log")]
    [TestCase("copytruncate", "app.log")]
    [TestCase("copytruncate\ncompress", "app.log")]
    [TestCase("create", "app.log*")]
    [TestCase("copytruncate", "app.log*")]
    public void Every_line_is_handled_once(string mode, string pattern)
    {
        string config = Configure(pattern);
        string rotation = _directory.Write("logrotate.conf", $"su root root\n{Log} {{\nrotate 1000\nsize 1\nmissingok\n{mode}\n}}\n");
        File.WriteAllText(Log, "MAIL\n");
        var random = new Random(20261121);
        Process daemon = PyruseProgram.Start("run", "--config", config);
        string mail = Path.Combine(_directory.Path, "mail");
        try
        {
            // A rotation before the first look at the log would be another test.
            Until.True(() => Directory.GetFiles(mail).Length == 1, "the first line is handled");
            for (int round = 0; round < Rounds; round++)
            {
                Write(round);
                // With the second in the names, there can't be two rotations in one.
                Until.True(() => !File.Exists($"{Log}-{TimeProvider.System.GetLocalNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}"), "the next second has come");
                Programs.Run(Logrotate, ["-f", "-s", Path.Combine(_directory.Path, "state.lr"), rotation]);
                if (random.Next(3) > 0)
                    continue;
                daemon.Kill();
                daemon.WaitForExit();
                daemon.Dispose();
                daemon = PyruseProgram.Start("run", "--config", config);
            }
            File.AppendAllText(Log, "MAIL\n");
            bool hasEnded = SpinWait.SpinUntil(() => Directory.GetFiles(mail).Length > 1, Patience);
            daemon.Kill();
            Assert.That(hasEnded, Is.True, "the end is reached");
        }
        finally
        {
            daemon.Kill();
            daemon.WaitForExit();
            daemon.Dispose();
        }
        Assert.That(Handled(), Is.EqualTo(Enumerable.Range(0, Rounds * LinesPerRound)));
    }

    /// <summary>Writes lines at the speed that is asked for. The writer opens its file anew for each part, as one does that is told of the rotation.</summary>
    private void Write(int round)
    {
        const int Part = 500;
        for (int from = round * LinesPerRound; from < (round + 1) * LinesPerRound; from += Part)
        {
            long begin = Stopwatch.GetTimestamp();
            var text = new StringBuilder();
            for (int number = from; number < from + Part; number++)
                text.Append(CultureInfo.InvariantCulture, $"line {number} of the log\n");
            using (var file = new FileStream(Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                file.Write(Encoding.UTF8.GetBytes(text.ToString()));
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(begin).TotalSeconds * LinesPerSecond >= Part);
        }
    }

    private string Configure(string pattern) => _directory.Write("pyruse.toml", $$"""
        storage = "state"
        [email]
        from = "a@example.org"
        to = ["b@example.org"]
        file = "mail"
        [[source]]
        type = "file"
        path = "log/{{pattern}}"
        from = "start"
        [[chain]]
        name = "mail"
        steps = [{ filter = "equals", field = "MESSAGE", value = "MAIL" }, { action = "email", message = "mail" }]
        [[chain]]
        name = "lines"
        steps = [
          { filter = "pcre", field = "MESSAGE", re = '^line (?P<n>[0-9]+) of the log$' },
          { action = "dailyReport", level = "OTHER", message = "{n}" },
        ]
        """);

    private IEnumerable<int> Handled()
    {
        using SqliteStateReader store = SqliteStateReader.Open(Path.Combine(_directory.Path, "state"))!;
        return [.. store.ReadReportLines(ReportCut.Everything).Select(static line => int.Parse(line.Message, CultureInfo.InvariantCulture)).Order()];
    }
}
