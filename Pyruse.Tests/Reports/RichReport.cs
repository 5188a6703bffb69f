using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using static Pyruse.Tests.Reports.SomeReports;

namespace Pyruse.Tests.Reports;

/// <summary>A report such as a small server's administrator gets: made up, the same each time.</summary>
internal static class RichReport
{
    private static readonly int[] EntriesByHour =
        [1_120, 980, 1_010, 2_260, 1_050, 1_240, 1_870, 2_640, 3_450, 4_020, 4_310, 4_180, 3_700, 4_050, 5_480, 4_220, 3_980, 3_600, 2_950, 2_410, 2_180, 1_760, 1_420, 1_190];

    public static DailyReport Report { get; } = Quiet with
    {
        Warn =
        [
            Message("Backup of /srv failed: rsync error: some files/attrs were not transferred (see previous errors) (code 23) at main.c(1338)", ReportDetails.First, At(3, 12, 40), At(3, 42, 41)),
            Message("Disk /dev/sdb: 8 Currently unreadable (pending) sectors", ReportDetails.FirstLast, [.. Enumerable.Range(0, 48).Select(static n => At(0, 7 + n * 29, 11))]),
            new ReportMessage("mail.example.org: certificate expires in 6 days", [Paragraph(ReportDetails.All, At(6), At(18)), Paragraph(ReportDetails.None, At(6), At(12), At(18))]),
        ],
        Info =
        [
            Message("alice logged in from 198.51.100.24", ReportDetails.All, At(8, 2, 13), At(9, 47, 5), At(13, 1, 58), At(17, 22, 40)),
            Message("apt: 4 packages upgraded (libssl3, nginx, openssh-server, tzdata)", ReportDetails.All, At(6, 25, 31)),
            Message("bob ran as root: /usr/bin/systemctl restart nginx.service", ReportDetails.All, At(14, 11, 3), At(14, 19, 47)),
            Message("Certificate of www.example.org renewed", ReportDetails.Last, At(2, 30, 9)),
        ],
        Groups =
        [
            new LineGroup("nginx: upstream timed out (<n>: Connection timed out) while reading response header from upstream, client: <ip>, server: www.example.org, request: \"GET /api/v2/orders/<n> HTTP/<n>\"", 214, At(14, 8, 51), At(14, 21, 16),
                "nginx: upstream timed out (110: Connection timed out) while reading response header from upstream, client: 203.0.113.77, server: www.example.org, request: \"GET /api/v2/orders/88121 HTTP/1.1\"", true, Filter("nginx", "^upstream timed out \\(")),
            new LineGroup("kernel: nf_conntrack: table full, dropping packet", 12, At(14, 9, 2), At(14, 10, 40), "kernel: nf_conntrack: table full, dropping packet", true, Filter("kernel", "^nf_conntrack: table full, dropping packet$")),
            new LineGroup("systemd: clamav-freshclam.service: Failed with result 'exit-code'.", 1, At(4, 0, 3), At(4, 0, 3), "systemd: clamav-freshclam.service: Failed with result 'exit-code'.", true, null),
            new LineGroup("postfix/smtpd: lost connection after <word> from unknown[<ip>]", 1_862, At(0, 0, 41), At(23, 59, 12), "postfix/smtpd: lost connection after AUTH from unknown[203.0.113.19]", false, Filter("postfix/smtpd", "^lost connection after [A-Z]+ from unknown\\[")),
            new LineGroup("dovecot: imap-login: Disconnected (no auth attempts in <n> secs): user=<>, rip=<ip>, lip=<ip>, TLS", 731, At(0, 3, 8), At(23, 51, 33),
                "dovecot: imap-login: Disconnected (no auth attempts in 2 secs): user=<>, rip=2001:db8:85a3:8d3:1319:8a2e:370:7348, lip=2001:db8::25, TLS", false, Filter("dovecot", "^imap-login: Disconnected \\(no auth attempts")),
            new LineGroup("dhcpd: DHCPREQUEST for <ip> from <mac> via eth1", 288, At(0, 4, 55), At(23, 58, 1), "dhcpd: DHCPREQUEST for 192.168.7.31 from 52:54:00:12:9a:c1 via eth1", false, Filter("dhcpd", "^DHCPREQUEST for ")),
            new LineGroup("smartd: Device: <path> [SAT], SMART Usage Attribute: <n> Temperature_Celsius changed from <n> to <n>", 37, At(1, 37, 11), At(22, 7, 12),
                "smartd: Device: /dev/sda [SAT], SMART Usage Attribute: 194 Temperature_Celsius changed from 117 to 116", false, Filter("smartd", "SMART Usage Attribute: 194 Temperature_Celsius changed")),
            Group("named: zone example.org/IN: refresh: retry limit for primary 198.51.100.53#53 exceeded (source 0.0.0.0#0)", 1),
            Group("sudo: pam_unix(sudo:auth): conversation failed", 1),
        ],
        Other = [.. Enumerable.Range(0, 3_147).Select(static n => new ReportOther(Midnight.AddSeconds(n * 27), $"postfix/smtpd: lost connection after AUTH from unknown[203.0.113.{n % 250}]"))],
        Totals = new ReportTotals(Entries: EntriesByHour.Sum(), Warn: 55, Info: 8, Other: 3_147, Bans: 41, Lifted: 38, Mails: 2, Failures: 9),
        Mean = new ReportMean(7, new ReportTotals(Entries: 58_220, Warn: 6, Info: 9, Other: 2_410, Bans: 27, Lifted: 27, Mails: 2, Failures: 0)),
        Hours = [.. EntriesByHour.Select(static (entries, hour) => new ReportHour(At(hour), entries, hour is 3 or 6 or 14 or 18 ? 2 : 0, hour is 8 or 14 ? 2 : 0, entries / 20))],
        Addresses =
        [
            new BannedAddress("203.0.113.77", "203.0.113.0/24", 9, ["SSH brute force", "Mail logins"]),
            new BannedAddress("203.0.113.19", "203.0.113.0/24", 7, ["Mail logins"]),
            new BannedAddress("2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::/48", 4, ["SSH brute force"]),
            new BannedAddress("198.51.100.201", "198.51.100.0/24", 3, ["Web scanners"]),
            .. Enumerable.Range(1, 29).Select(static n => new BannedAddress($"192.0.2.{n * 7}", "192.0.2.0/24", n > 6 ? 1 : 2, ["SSH brute force"])),
        ],
        Networks = [new BannedNetwork("192.0.2.0/24", 29), new BannedNetwork("203.0.113.0/24", 2)],
        FailedSteps = [new FailedStep("Mail logins", 4, 8), new FailedStep("Temperatures of disks", 2, 1)],
    };
}
