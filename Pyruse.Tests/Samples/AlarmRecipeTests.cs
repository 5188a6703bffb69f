using Pyruse.Core.Effects;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Samples;

/// <summary>The recipes that tell: sudo, memory, disks, units.</summary>
public sealed class AlarmRecipeTests
{
    private const string Sudo = "_EXE=/usr/bin/sudo | _COMM=sudo | _UID=1000 | _SYSTEMD_UNIT=session-3.scope | SYSLOG_IDENTIFIER=sudo | PRIORITY=1";
    private const string Kernel = "_TRANSPORT=kernel | SYSLOG_IDENTIFIER=kernel | PRIORITY=3";
    private const string Smartd = "_SYSTEMD_UNIT=smartmontools.service | _UID=0 | _COMM=smartd | SYSLOG_IDENTIFIER=smartd | PRIORITY=2";
    private const string Systemd = "_PID=1 | _UID=0 | _COMM=systemd | _SYSTEMD_UNIT=init.scope | SYSLOG_IDENTIFIER=systemd | PRIORITY=4";

    [TestCase("60-sudo", Sudo, "     bob : user NOT in sudoers ; TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/bash", "sudo refused bob on srv")]
    [TestCase("60-sudo", Sudo, "bob : command not allowed ; PWD=/ ; USER=root ; COMMAND=/usr/bin/apt", "sudo refused bob on srv")]
    [TestCase("60-sudo", Sudo, "     bob : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh", "sudo refused bob on srv")]
    [TestCase("70-memory", Kernel, "Out of memory: Killed process 4711 (java) total-vm:8000kB, anon-rss:7000kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:1kB oom_score_adj:0", "Out of memory on srv: java")]
    [TestCase("70-memory", Kernel, "Memory cgroup out of memory: Killed process 4711 (node (v8)) total-vm:8000kB, anon-rss:1kB", "Out of memory on srv: node (v8")]
    [TestCase("70-memory", Kernel, "Out of memory: Kill process 4711 (mysqld) score 900 or sacrifice child", "Out of memory on srv: mysqld", Description = "Linux 4")]
    [TestCase("70-memory", "_SYSTEMD_UNIT=systemd-oomd.service | PRIORITY=6", "Killed /system.slice/a.service due to memory used (99%) and swap used (98%) being more than 90.00%", "Out of memory on srv: /system.slice/a.service")]
    [TestCase("71-disks", Kernel, "I/O error, dev sda, sector 836148808 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 0", "Disk trouble on srv: sda")]
    [TestCase("71-disks", Kernel, "blk_update_request: critical medium error, dev sdb, sector 7", "Disk trouble on srv: sdb")]
    [TestCase("71-disks", Kernel, "Buffer I/O error on dev dm-0, logical block 1, async page read", "Disk trouble on srv: dm-0")]
    [TestCase("71-disks", Kernel, "ata4.00: exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x0", "Disk trouble on srv: ata4")]
    [TestCase("71-disks", Kernel, "ata4.00: error: { UNC }", "Disk trouble on srv: ata4")]
    [TestCase("71-disks", Kernel, "nvme nvme0: I/O 12 QID 3 timeout, aborting", "Disk trouble on srv: nvme0")]
    [TestCase("71-disks", Kernel, "EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm dev sr0,: reading directory lblock 0", "Disk trouble on srv: sda1")]
    [TestCase("71-disks", Kernel, "EXT4-fs (sda1): Remounting filesystem read-only", "Disk trouble on srv: sda1")]
    [TestCase("71-disks", Kernel, "Aborting journal on device sda1-8.", "Disk trouble on srv: sda1")]
    [TestCase("71-disks", Kernel, "XFS (dm-1): metadata I/O error in \"xfs_read_agf\" at daddr 0x1 len 1 error 5", "Disk trouble on srv: dm-1")]
    [TestCase("71-disks", Kernel, "BTRFS error (device sda3: state EA): parent transid verify failed", "Disk trouble on srv: sda3")]
    [TestCase("71-disks", Kernel, "md/raid1:md0: Disk failure on sda1, disabling device.", "Disk trouble on srv: md0")]
    [TestCase("71-disks", Smartd, "Device: /dev/sda [SAT], 8 Currently unreadable (pending) sectors (changed +8)", "SMART on srv: /dev/sda")]
    [TestCase("71-disks", Smartd, "Device: /dev/nvme0, Critical Warning (0x04): Reliability", "SMART on srv: /dev/nvme0")]
    [TestCase("71-disks", Smartd, "Device: /dev/sda [SAT], FAILED SMART self-check. BACK UP DATA NOW!", "SMART on srv: /dev/sda")]
    [TestCase("71-disks", Smartd, "Device: /dev/sda [SAT], ATA error count increased from 0 to 1", "SMART on srv: /dev/sda")]
    [TestCase("71-disks", "_SYSTEMD_UNIT=mdmonitor.service | _UID=0 | PRIORITY=2", "Fail event detected on md device /dev/md0, component device /dev/sda1", "RAID on srv: /dev/md0")]
    [TestCase("80-units", Systemd, "backup.service: Failed with result 'exit-code'.", "backup.service on srv has failed")]
    [TestCase("80-units", Systemd, "web@a.service: Start request repeated too quickly.", "web@a.service on srv has failed")]
    public void Trouble_is_mailed_and_is_in_the_report(string recipe, string fields, string message, string subject)
    {
        WorkflowRun run = Recipes.Run(recipe, fields, message);
        Assert.That(run.Subjects(), Is.EqualTo(new[] { subject }));
        Assert.That(run.ReportLines(), Has.Exactly(1).StartsWith("WARN: "));
    }

    [TestCase("60-sudo", Sudo, "bob : user NOT in sudoers ; PWD=/ ; USER=root ; COMMAND=/bin/sh")]
    [TestCase("70-memory", Kernel, "Out of memory: Killed process 4711 (java) total-vm:8000kB")]
    [TestCase("71-disks", Kernel, "I/O error, dev sda, sector 1")]
    [TestCase("71-disks", Smartd, "Device: /dev/sda [SAT], 8 Currently unreadable (pending) sectors")]
    [TestCase("80-units", Systemd, "a.service: Failed with result 'core-dump'.")]
    public void What_goes_on_for_long_is_mailed_once_but_counted_in_the_report(string recipe, string fields, string message)
    {
        WorkflowRun run = Recipes.Run(recipe, fields, Enumerable.Repeat(message, 5));
        Assert.That((run.Subjects().Count(), run.ReportLines().Count()), Is.EqualTo((1, 5)));
    }

    [TestCase("60-sudo", "_EXE=/usr/bin/logger | _COMM=sudo | _UID=1000 | SYSLOG_IDENTIFIER=sudo", "bob : user NOT in sudoers ; PWD=/ ; USER=root ; COMMAND=/bin/sh")]
    [TestCase("60-sudo", Sudo, "bob : PWD=/x : user NOT in sudoers ; ; USER=root ; COMMAND=/bin/sh bob : user NOT in sudoers ;", Description = "a command's text")]
    [TestCase("60-sudo", Sudo, "pam_unix(sudo:session): session opened for user root(uid=0) by bob(uid=1000)")]
    [TestCase("70-memory", "_TRANSPORT=syslog | _UID=1000 | SYSLOG_IDENTIFIER=kernel", "Out of memory: Killed process 4711 (java) total-vm:8000kB")]
    [TestCase("71-disks", "_TRANSPORT=stdout | _UID=1000 | SYSLOG_IDENTIFIER=kernel", "I/O error, dev sda, sector 1")]
    [TestCase("71-disks", Kernel, "I/O error, dev sr0, sector 0 op 0x0:(READ) flags 0x0")]
    [TestCase("71-disks", Kernel, "Buffer I/O error on dev fd0, logical block 0, async page read")]
    [TestCase("71-disks", Smartd, "Device: /dev/sda [SAT], SMART Usage Attribute: 194 Temperature_Celsius changed from 64 to 63")]
    [TestCase("80-units", "_PID=4711 | _UID=1000 | _COMM=systemd | SYSLOG_IDENTIFIER=systemd", "a.service: Failed with result 'exit-code'.")]
    [TestCase("80-units", "_PID=1 | _COMM=systemd | PRIORITY=6", "Started a.service - Failed with result 'x'.")]
    public void What_others_write_and_what_is_no_trouble_is_not_mailed(string recipe, string fields, string message)
    {
        WorkflowRun run = Recipes.Run(recipe, fields, message);
        Assert.That((run.Subjects().Count(), run.Effects.OfType<ReportEffect>().Count(static line => line.Level == ReportLevel.Warn)), Is.EqualTo((0, 0)));
    }

    [Test]
    public void What_sudo_has_done_is_in_the_report() => Assert.That(
        Recipes.Run("60-sudo", Sudo, "     bob : TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/usr/bin/apt update").ReportLines(),
        Is.EqualTo(new[] { "INFO: BOB AS ROOT: /USR/BIN/APT UPDATE" }));
}
