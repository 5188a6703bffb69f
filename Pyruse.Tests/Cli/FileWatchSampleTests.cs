using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Pyruse.Tests.Cli;

/// <summary>The sample for those who come from a log-file watcher.</summary>
public sealed class FileWatchSampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string _directory = "";

    private string Log => Path.Combine(_directory, "auth.log");

    private string Config => Path.Combine(_directory, "file-watch.toml");

    [SetUp]
    public void Copy_the_sample()
    {
        _directory = Directory.CreateTempSubdirectory("pyruse-filewatch-").FullName;
        string block = Path.Combine(_directory, "block-address");
        File.WriteAllText(block, $"#!/bin/sh\necho \"$@\" >> '{_directory}/new' && mv '{_directory}/new' '{_directory}/blocked'\n");
        File.SetUnixFileMode(block, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string sample = File.ReadAllText(Path.Combine(PyruseProgram.Root, "samples", "file-watch.toml"));
        File.WriteAllText(Config, sample
            .Replace("/var/lib/pyruse", $"{_directory}/state", StringComparison.Ordinal)
            .Replace("/var/log/auth.log", Log, StringComparison.Ordinal)
            .Replace("/usr/local/sbin/block-address", block, StringComparison.Ordinal)
            .Replace("\"100M\"", "10000", StringComparison.Ordinal)
            .Replace("to = [\"root\"]", $"from = \"a@example.org\"\nto = [\"b@example.org\"]\nfile = \"{_directory}/mail\"", StringComparison.Ordinal));
        File.WriteAllText(Log, "");
    }

    [TearDown]
    public void Remove_the_copy() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void It_is_right() => Assert.That(PyruseProgram.Run("check", "--config", Path.Combine(PyruseProgram.Root, "samples", "file-watch.toml")).ExitCode, Is.Zero);

    [Test]
    public void More_than_five_failures_in_thirty_seconds_run_the_command_with_the_address() => Tells(
        [.. Failures("203.0.113.7", 0, 5, 10, 15, 20), .. Failures("203.0.113.9", 100, 105, 110, 115, 120, 129), .. Failures("203.0.113.9", 130, 131, 132, 133, 134, 135, 136)],
        "129 exec block-address 203.0.113.9");

    [Test]
    public void What_is_no_address_does_not_reach_the_command() => Tells([.. Failures("$(reboot)", 0, 1, 2, 3, 4, 5, 6)]);

    [Test]
    public void Silence_of_an_hour_is_mailed_and_so_is_its_end() => Tells(
        [.. Lines(0, 60, 5000)], "3660 email The log: silence", "5000 email The log: recovered");

    [Test]
    public void A_file_that_grows_too_large_is_mailed() => Tells([Line(0, "sshd[1]: " + new string('x', 11_000)), .. Lines(1)], "0 email {log} is large");

    [Test]
    public void Followed_it_runs_the_command()
    {
        File.WriteAllText(Config, File.ReadAllText(Config).Replace("parse =", "from = \"start\"\nparse =", StringComparison.Ordinal));
        File.WriteAllLines(Log, Failures("2001:db8::1", 0, 1, 2, 3, 4, 5, 6));
        using var watcher = new FileSystemWatcher(_directory, "blocked") { EnableRaisingEvents = true };
        using var arrived = new ManualResetEventSlim();
        watcher.Renamed += (_, _) => arrived.Set();
        using Process daemon = PyruseProgram.Start("run", "--config", Config);
        try
        {
            Assert.That(arrived.Wait(Patience), "the command was not run");
            Assert.That(File.ReadAllText(Path.Combine(_directory, "blocked")), Is.EqualTo("2001:db8::1\n"));
        }
        finally
        {
            daemon.Kill();
            daemon.WaitForExit(Patience);
        }
    }

    private static IEnumerable<string> Failures(string address, params int[] seconds) => seconds.Select(second => Line(second, $"sshd[1]: Failed password for root from {address} port 4711 ssh2"));

    private static IEnumerable<string> Lines(params int[] seconds) => seconds.Select(static second => Line(second, "cron[1]: done"));

    private static string Line(int second, string text) => string.Create(CultureInfo.InvariantCulture, $"{new DateTime(2026, 1, 1).AddSeconds(second):yyyy-MM-ddTHH:mm:ss}Z host {text}");

    private void Tells(string[] lines, params string[] told)
    {
        File.WriteAllLines(Log, lines);
        PyruseProgram.Result replay = PyruseProgram.Run("replay", "--config", Config);
        Assert.That(replay.ExitCode, Is.Zero, replay.Error);
        Assert.That(replay.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Show), Is.EqualTo(told.Select(line => line.Replace("{log}", Log, StringComparison.Ordinal))));
    }

    private static string Show(string json)
    {
        JsonElement effect = JsonDocument.Parse(json).RootElement;
        long second = (effect.GetProperty("t").GetInt64() / 1_000_000) - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        string what = effect.TryGetProperty("command", out JsonElement command)
            ? $"{Path.GetFileName(command[0].GetString())} {string.Join(' ', command.EnumerateArray().Skip(1))}"
            : effect.GetProperty("subject").GetString()!;
        return $"{second} {effect.GetProperty("kind").GetString()} {what}";
    }
}
