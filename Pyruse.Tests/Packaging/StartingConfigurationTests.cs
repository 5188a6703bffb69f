using Pyruse.Tests.Cli;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Packaging;

/// <summary>The configuration that the package begins with: what it makes of the entries of a Debian server, and of those that somebody makes up.</summary>
public sealed class StartingConfigurationTests
{
    private const string Ssh = "_SYSTEMD_UNIT=ssh.service | _COMM=sshd | PRIORITY=6 | SYSLOG_IDENTIFIER=sshd | MESSAGE=";
    private const string Sudo = "_COMM=sudo | _HOSTNAME=srv | PRIORITY=1 | SYSLOG_IDENTIFIER=sudo | MESSAGE=";
    private const string Kernel = "_TRANSPORT=kernel | _HOSTNAME=srv | PRIORITY=3 | SYSLOG_IDENTIFIER=kernel | MESSAGE=";
    private const string UnitFailed = "_PID=1 | _COMM=systemd | _HOSTNAME=srv | PRIORITY=4 | SYSLOG_IDENTIFIER=systemd | MESSAGE_ID=d9b373ed55a64feb8242e02dbe79a49c | UNIT=backup.service | MESSAGE=";

    private static readonly string File = Path.Combine(PyruseProgram.Root, "packaging", "etc", "pyruse.toml");
    private static readonly string Rest = Path.Combine(PyruseProgram.Root, "packaging", "etc", "conf.d", "zz-the-rest.toml");
    private static readonly string Text = $"{System.IO.File.ReadAllText(File)}\n{System.IO.File.ReadAllText(Rest)}";

    [Test]
    public void Check_finds_nothing_to_say()
    {
        PyruseProgram.Result result = PyruseProgram.Run("check", "--config", File);
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")));
    }

    [Test]
    public void A_chain_of_ones_own_in_conf_d_comes_before_all_the_rest()
    {
        using var directory = new TempDirectory();
        directory.Write("pyruse.toml", System.IO.File.ReadAllText(File));
        directory.Write("conf.d/zz-the-rest.toml", System.IO.File.ReadAllText(Rest));
        directory.Write("conf.d/mine.toml", Workflows.Chain("{ filter = 'equals', field = 'SYSLOG_IDENTIFIER', value = 'app' }, { action = 'log', message = 'mine' }", "mine"));
        string export = directory.Write("app.export", $"__CURSOR=1\n__REALTIME_TIMESTAMP={TestEntries.Start}\nSYSLOG_IDENTIFIER=app\nMESSAGE=x\n\n");
        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", Path.Combine(directory.Path, "pyruse.toml"), "--export", export);
        Assert.That(result.Output, Does.Contain("\"chain\":\"mine\"").And.Not.Contain("report"), result.Error);
    }

    [Test]
    public void Nobody_is_banned_as_it_is_delivered() => Assert.That(Text, Does.Match(@"\[bans\]\ndry_run = true "));

    [TestCase("Failed password for root from 203.0.113.7 port 4711 ssh2")]
    [TestCase("Failed password for invalid user x from 192.0.2.1 port 22 ssh2 from 203.0.113.7 port 4711 ssh2")]
    [TestCase("Failed keyboard-interactive/pam for root from 203.0.113.7 port 4711 ssh2")]
    [TestCase("Invalid user x from 192.0.2.1 port 22 from 203.0.113.7 port 4711")]
    public void Six_failures_within_ten_minutes_are_a_ban_of_the_true_address(string message)
    {
        IReadOnlyList<string> bans = Kinds("ban", Every(60, 6, Ssh + message));
        Assert.That(bans, Is.EqualTo(new[] { """{"kind":"ban","set":"inet pyruse ssh4","ip":"203.0.113.7","seconds":3600}""" }));
        Assert.That(Kinds("ban", Every(130, 12, Ssh + message)), Is.Empty, "more slowly");
    }

    [Test]
    public void An_IPv6_address_goes_to_its_own_set() =>
        Assert.That(Kinds("ban", Every(1, 6, Ssh + "Failed password for root from 2001:db8::7 port 4711 ssh2")).Single(), Does.Contain("inet pyruse ssh6").And.Contain("2001:db8::7"));

    [TestCase("_SYSTEMD_UNIT=user@1000.service | SYSLOG_IDENTIFIER=sshd | _COMM=sshd | MESSAGE=Failed password for root from 203.0.113.7 port 4711 ssh2")]
    [TestCase("SYSLOG_IDENTIFIER=sshd | MESSAGE=Failed password for root from 203.0.113.7 port 4711 ssh2")]
    [TestCase(Ssh + "Failed password for root from 127.0.0.1 port 4711 ssh2")]
    [TestCase(Ssh + "Failed password for root from gate.example.org port 4711 ssh2")]
    public void Nobody_is_banned_by(string entry) => Assert.That(Kinds("ban", Every(1, 9, entry)), Is.Empty);

    [Test]
    public void Who_logs_in_has_the_failures_forgotten() => Assert.That(
        Kinds("ban", [.. Every(1, 5, Ssh + "Failed password for ann from 203.0.113.7 port 1 ssh2"), TestEntries.AtSecond(6, Ssh + "Accepted password for ann from 203.0.113.7 port 1 ssh2"), TestEntries.AtSecond(400, Ssh + "Failed password for ann from 203.0.113.7 port 1 ssh2")]),
        Is.Empty);

    [TestCase("     bob : user NOT in sudoers ; TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh", "sudo on srv: bob: user NOT in sudoers")]
    [TestCase("     bob : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh", "sudo on srv: bob: 3 incorrect password attempts")]
    [TestCase("     bob : command not allowed ; TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh", "sudo on srv: bob: command not allowed")]
    public void Sudo_that_is_refused_is_mailed(string message, string subject) => Assert.That(Subjects([TestEntries.Of(Sudo + message)]), Is.EqualTo(new[] { subject }));

    [Test]
    public void Sudo_that_is_used_is_of_interest() => Assert.That(
        Kinds("report", [TestEntries.Of(Sudo + "     ann : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/usr/bin/apt update")]),
        Is.EqualTo(new[] { """{"kind":"report","level":"INFO","message":"sudo: ann: /usr/bin/apt update","details":"FIRSTLAST"}""" }));

    [Test]
    public void A_unit_that_fails_again_and_again_is_mailed_once() => Assert.Multiple(() =>
    {
        TestEntry[] entries = Every(60, 100, UnitFailed + "backup.service: Failed with result 'exit-code'.");
        Assert.That(Subjects(entries), Is.EqualTo(new[] { "backup.service on srv has failed" }));
        Assert.That(Kinds("report", entries), Has.Count.EqualTo(100).And.All.Contain("WARN"));
        Assert.That(Subjects(Every(1, 1, UnitFailed.Replace("_PID=1 ", "_PID=4711 ", StringComparison.Ordinal) + "forged")), Is.Empty);
    });

    [TestCase("Out of memory: Killed process 4711 (mysqld) total-vm:30933848kB, anon-rss:24207476kB, file-rss:116kB, shmem-rss:3968kB, UID:0 pgtables:47812kB oom_score_adj:0")]
    [TestCase("Memory cgroup out of memory: Killed process 4711 (mysqld) total-vm:30933848kB, anon-rss:1kB, file-rss:1kB, shmem-rss:0kB, UID:0 pgtables:1kB oom_score_adj:0")]
    public void A_process_that_was_killed_for_memory_is_mailed(string message) => Assert.That(Subjects([TestEntries.Of(Kernel + message)]), Is.EqualTo(new[] { "srv is out of memory: mysqld was killed" }));

    [TestCase("blk_update_request: I/O error, dev sda, sector 2048 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0")]
    [TestCase("critical medium error, dev nvme0n1, sector 4711 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 2")]
    [TestCase("EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm ls: reading directory lblock 0")]
    [TestCase("EXT4-fs (sda1): Remounting filesystem read-only")]
    [TestCase("XFS (sdb1): Metadata corruption detected at xfs_agi_verify+0x12/0x90, xfs_agi block 0x2")]
    [TestCase("BTRFS error (device sdb): bdev /dev/sdb errs: wr 0, rd 1, flush 0, corrupt 0, gen 0")]
    [TestCase("md/raid1:md0: Disk failure on sdb1, disabling device.")]
    public void Disk_errors_are_mailed_once_and_reported(string message) => Assert.Multiple(() =>
    {
        TestEntry[] entries = Every(1, 5, Kernel + message);
        Assert.That(Subjects(entries), Is.EqualTo(new[] { "srv has a disk error" }));
        Assert.That(Kinds("report", entries), Has.Count.EqualTo(5).And.All.Contain("WARN"));
        Assert.That(Subjects(Every(1, 1, Kernel.Replace("_TRANSPORT=kernel", "_TRANSPORT=syslog", StringComparison.Ordinal) + message)), Is.Empty, "what only looks like the kernel's");
    });

    [TestCase("_PID=1 | _COMM=systemd | PRIORITY=6 | SYSLOG_IDENTIFIER=systemd | MESSAGE=Started cron.service.")]
    [TestCase("_TRANSPORT=kernel | PRIORITY=6 | SYSLOG_IDENTIFIER=kernel | MESSAGE=usb 1-1: new device")]
    [TestCase("_COMM=cron | PRIORITY=6 | SYSLOG_IDENTIFIER=CRON | MESSAGE=(root) CMD (true)")]
    public void Nothing_comes_of_everyday_work(string entry) => Assert.That(Effects([TestEntries.Of(entry)]), Is.Empty);

    [TestCase("_COMM=app | PRIORITY=3 | SYSLOG_IDENTIFIER=app | MESSAGE=strange", "[3/app] strange")]
    [TestCase("_COMM=app | MESSAGE=without anything", "[-/app] without anything")]
    [TestCase("_COMM=systemd | _PID=1 | PRIORITY=3 | SYSLOG_IDENTIFIER=systemd | MESSAGE=Failed to start x.service.", "[3/systemd] Failed to start x.service.")]
    public void All_the_rest_is_in_the_last_part_of_the_report(string entry, string line) =>
        Assert.That(Effects([TestEntries.Of(entry)]), Is.EqualTo(new[] { $$"""{"kind":"report","level":"OTHER","message":"{{line}}","details":"ALL"}""" }));

    private static TestEntry[] Every(double seconds, int count, string entry) => [.. Enumerable.Range(0, count).Select(number => TestEntries.AtSecond(number * seconds, entry))];

    private static IReadOnlyList<string> Kinds(string kind, TestEntry[] entries) => [.. Effects(entries).Where(line => line.StartsWith($"{{\"kind\":\"{kind}\"", StringComparison.Ordinal))];

    private static IReadOnlyList<string> Subjects(TestEntry[] entries) => [.. Objects(entries).Where(static effect => (string?)effect["kind"] == "email").Select(static effect => (string)effect["subject"]!)];

    private static IReadOnlyList<string> Effects(TestEntry[] entries) => [.. Objects(entries).Select(static effect => effect.ToJsonString())];

    /// <summary>What comes of entries, of which no step may fail but that of a ban whose address is none.</summary>
    private static IReadOnlyList<System.Text.Json.Nodes.JsonObject> Objects(TestEntry[] entries) => EffectLines.Objects(Workflows.Run(Text, entries).Effects, "t", "cursor", "chain", "step");
}
