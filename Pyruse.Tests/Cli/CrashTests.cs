using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Tests.Cli;

/// <summary>A daemon that is killed at any moment loses no entry and counts none twice.</summary>
public sealed partial class CrashTests
{
    private const string JournalRemote = "/lib/systemd/systemd-journal-remote";
    private const int Entries = 20_000;
    private const int Kills = 30;
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private string _directory = "";

    [SetUp]
    public void Make_a_directory()
    {
        if (!File.Exists(JournalRemote))
            Assert.Ignore($"{JournalRemote} is not installed (Debian: systemd-journal-remote).");
        _directory = Directory.CreateTempSubdirectory("pyruse-crash-").FullName;
    }

    [TearDown]
    public void Remove_the_directory()
    {
        if (_directory.Length > 0)
            Directory.Delete(_directory, recursive: true);
    }

    [TestCase(true, TestName = "Killed_thirty_times_it_reports_what_an_uninterrupted_run_reports")]
    [TestCase(false, TestName = "Ended_thirty_times_it_reports_what_an_uninterrupted_run_reports")]
    public void Interrupted_thirty_times_it_reports_what_an_uninterrupted_run_reports(bool isKilled)
    {
        string journal = Directory.CreateDirectory(Path.Combine(_directory, "journal")).FullName;
        var random = new Random(20261121);
        string interrupted = WriteConfig("interrupted", journal);
        using (Process remote = StartJournal(Path.Combine(journal, "system.journal")))
        {
            for (int part = 0; part < Kills; part++)
            {
                WriteEntries(remote, part * Entries / Kills, (part + 1) * Entries / Kills);
                using Process daemon = PyruseProgram.Start("run", "--config", interrupted);
                daemon.WaitForExit(random.Next(50, 900));
                if (isKilled)
                    daemon.Kill();
                else
                    Terminate(daemon);
                daemon.WaitForExit();
            }
            WriteEnd(remote);
            remote.StandardInput.Close();
            remote.WaitForExit();
        }
        RunToTheEnd(interrupted);
        string uninterrupted = WriteConfig("uninterrupted", journal);
        RunToTheEnd(uninterrupted);

        Assert.Multiple(() =>
        {
            Assert.That(Report(uninterrupted), Does.Contain($"entry {Entries - 1} "));
            Assert.That(Report(interrupted), Is.EqualTo(Report(uninterrupted)));
            Assert.That(Bans(interrupted), Is.EqualTo(Bans(uninterrupted)).And.Not.Empty);
        });
    }

    /// <summary>Each entry becomes a line with its number and what the counter of its address says, so that a lost or doubled one shows.</summary>
    private string WriteConfig(string name, string journal)
    {
        string home = Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;
        string config = Path.Combine(home, "pyruse.toml");
        File.WriteAllText(config, $$"""
            storage = "state"
            [email]
            from = "a@example.org"
            to = ["b@example.org"]
            file = "mail"
            [bans]
            dry_run = true
            [[source]]
            type = "journal"
            directory = "{{journal}}"
            since = "head"
            [[chain]]
            name = "end"
            steps = [{ filter = "equals", field = "MESSAGE", value = "END" }, { action = "email", message = "end" }]
            [[chain]]
            name = "count"
            steps = [
              { filter = "pcre", field = "MESSAGE", re = '^entry (?P<n>[0-9]+) from (?P<ip>[^ ]+)$' },
              { action = "counterRaise", counter = "c", for = "ip", keepSeconds = 60, save = "count" },
              { action = "dailyReport", level = "OTHER", message = "entry {n} from {ip}: {count}" },
              { filter = "greaterOrEquals", field = "count", value = 5 },
              { action = "nftBan", IP = "ip", banSeconds = 3600, nftSetIPv4 = "inet pyruse a4", nftSetIPv6 = "inet pyruse a6" },
              { action = "counterReset", counter = "c", for = "ip", graceSeconds = 3 },
            ]
            """);
        return config;
    }

    private static Process StartJournal(string file) =>
        Process.Start(new ProcessStartInfo(JournalRemote, ["-o", file, "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;

    private static void WriteEntries(Process remote, int from, int to)
    {
        for (int number = from; number < to; number++)
            WriteEntry(remote, number, string.Create(CultureInfo.InvariantCulture, $"entry {number} from 203.0.113.{(number * 7919) % 97}"));
        remote.StandardInput.Flush();
    }

    private static void WriteEnd(Process remote) => WriteEntry(remote, Entries, "END");

    private static void WriteEntry(Process remote, int number, string message)
    {
        const string Boot = "0123456789abcdef0123456789abcdef";
        remote.StandardInput.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"__REALTIME_TIMESTAMP={1_760_000_000_000_000 + (number * 100_000L)}\n__MONOTONIC_TIMESTAMP={1_000_000 + (number * 100_000L)}\n_BOOT_ID={Boot}\n_MACHINE_ID={Boot}\nMESSAGE={message}\n\n"));
    }

    private static void RunToTheEnd(string config)
    {
        string mail = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(config)!, "mail")).FullName;
        using var arrived = new ManualResetEventSlim(Directory.GetFiles(mail).Length > 0);
        using var watcher = new FileSystemWatcher(mail) { EnableRaisingEvents = true };
        watcher.Created += (_, _) => arrived.Set();
        using Process daemon = PyruseProgram.Start("run", "--config", config);
        bool hasEnded = arrived.Wait(Patience);
        Terminate(daemon);
        string error = daemon.StandardError.ReadToEnd();
        daemon.WaitForExit();
        Assert.That(hasEnded, error);
        Assert.That(daemon.ExitCode, Is.Zero, error);
    }

    private static string Report(string config)
    {
        var lines = new StringBuilder();
        using SqliteStateReader store = SqliteStateReader.Open(Path.Combine(Path.GetDirectoryName(config)!, "state"))!;
        foreach (ReportLine line in store.ReadReportLines(ReportCut.Everything))
            lines.Append(CultureInfo.InvariantCulture, $"{line.Time} {line.Message}\n");
        return lines.ToString();
    }

    private static string[] Bans(string config)
    {
        using SqliteStateReader store = SqliteStateReader.Open(Path.Combine(Path.GetDirectoryName(config)!, "state"))!;
        return [.. store.ReadBans(0).Select(static ban => $"{ban.Address} {ban.Since} {ban.Until} {ban.Count}").Order(StringComparer.Ordinal)];
    }

    private static void Terminate(Process process) => _ = Kill(process.Id, SigTerm);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
