using Pyruse.Core.Entries;
using Pyruse.Plugins.Builtin.Sources.Files.Lines;

namespace Pyruse.Tests.Sources.Files;

/// <summary>What is found in a line.</summary>
public sealed class LineParserTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [TestCase("%b %e %H:%M:%S", "Dec 31 23:59:59 host", "2026-01-01T00:00:10Z", "2025-12-31T23:59:59Z")]
    [TestCase("%b %e %H:%M:%S", "Jan  1 00:00:10 host", "2025-12-31T23:59:59Z", "2026-01-01T00:00:10Z")]
    [TestCase("%b %e %H:%M:%S", "Feb 29 12:00:00 host", "2026-03-01T00:00:00Z", "2024-02-29T12:00:00Z")]
    [TestCase("%b %e %H:%M:%S", "Jun  5 12:00:00 host", "2026-01-01T00:00:00Z", "2025-06-05T12:00:00Z")]
    [TestCase("%d/%b/%Y:%H:%M:%S %z", "10/Oct/2025:13:55:36 -0700]", "2026-01-01T00:00:00Z", "2025-10-10T20:55:36Z")]
    [TestCase("%Y-%m-%d %H:%M:%S,%f", "2025-10-10 13:55:36,042 x", "2026-01-01T00:00:00Z", "2025-10-10T13:55:36.042Z")]
    [TestCase("[%m/%d/%y %I:%M:%S %p]", "[10/09/25 12:30:00 AM] x", "2026-01-01T00:00:00Z", "2025-10-09T00:30:00Z")]
    [TestCase("%s.%f", "1761000000.25 x", "2026-01-01T00:00:00Z", "2025-10-20T22:40:00.25Z")]
    [TestCase("%a %F %T %Z", "Mon 2025-10-20 22:40:00 UTC", "2026-01-01T00:00:00Z", "2025-10-20T22:40:00Z")]
    [TestCase("%Y %j", "2024 366", "2026-01-01T00:00:00Z", "2024-12-31T00:00:00Z")]
    public void A_time_is_read_by_its_format(string format, string text, string reference, string expected)
    {
        bool isRead = TimestampFormat.Parse(format).TryRead(Utf8(text), TimeZoneInfo.Utc, Micro(reference), out long time, out _);
        Assert.That((isRead, EntryTime.ToUtc(time)), Is.EqualTo((true, DateTimeOffset.Parse(expected))));
    }

    [Test]
    public void A_time_without_a_zone_is_of_the_given_one()
    {
        Assert.That(TimestampFormat.Syslog.TryRead("Jul  1 12:00:00"u8, Berlin, Micro("2025-07-02T00:00:00Z"), out long summer, out _), Is.True);
        Assert.That(EntryTime.ToUtc(summer), Is.EqualTo(DateTimeOffset.Parse("2025-07-01T10:00:00Z")));
    }

    [TestCase("%b %e %H:%M:%S", "Feb 30 12:00:00")]
    [TestCase("%b %e %H:%M:%S", "Feb 12 24:00:00")]
    [TestCase("%b %e %H:%M:%S", "no time")]
    [TestCase("%b %e %H:%M:%S", "")]
    [TestCase("%I:%M %p", "13:00 PM")]
    public void What_is_no_time_is_none(string format, string text) =>
        Assert.That(TimestampFormat.Parse(format).TryRead(Utf8(text), TimeZoneInfo.Utc, Micro("2026-01-01T00:00:00Z"), out _, out _), Is.False);

    [TestCase("%Q", "%Q, which is no code")]
    [TestCase("%H:%", "at its end")]
    [TestCase("nothing", "has no code")]
    public void A_wrong_format_is_refused(string format, string message) =>
        Assert.That(() => TimestampFormat.Parse(format), Throws.InstanceOf<FormatException>().With.Message.Contains(message));

    [TestCase("Oct 20 22:39:59 web sshd[42]: Failed: x", "web", "sshd", "42", "Failed: x", "2025-10-20T22:39:59Z")]
    [TestCase("2025-10-20T22:39:59.5+02:00 web cron: done", "web", "cron", null, "done", "2025-10-20T20:39:59.5Z")]
    [TestCase("Oct 20 22:39:59 web no tag here", "web", null, null, "no tag here", "2025-10-20T22:39:59Z")]
    [TestCase("no syslog at all", null, null, null, "no syslog at all", "2025-10-20T22:40:00Z")]
    public void Syslog_lines_become_fields(string line, string? host, string? tag, string? process, string message, string time)
    {
        using var files = new FollowedFiles { Parse = "syslog" };
        files.Append("a.log", line + "\n");
        LogEntry entry = files.Open("a.log").ReadEntry();
        Assert.That(
            (entry["_HOSTNAME"], entry["SYSLOG_IDENTIFIER"], entry["SYSLOG_PID"], entry["MESSAGE"], EntryTime.ToUtc(entry.RealtimeMicroseconds)),
            Is.EqualTo((host, tag, process, message, DateTimeOffset.Parse(time))));
    }

    [Test]
    public void A_priority_becomes_priority_and_facility()
    {
        using var files = new FollowedFiles { Parse = "syslog" };
        files.Append("a.log", "<38>Oct 20 22:39:59 web sshd: x\n");
        LogEntry entry = files.Open("a.log").ReadEntry();
        Assert.That((entry["PRIORITY"], entry["SYSLOG_FACILITY"]), Is.EqualTo(("6", "4")));
    }

    [Test]
    public void Json_keys_become_fields()
    {
        using var files = new FollowedFiles { Parse = "json" };
        files.Append("a.log", """{"time":"2025-10-20T10:00:00Z","msg":"it \"works\"","user":"bob","a":{"b":1,"list":["x","y"]},"_UID":"0"}""" + "\n{broken\n");
        LogEntry entry = files.Open("a.log").ReadEntry();
        Assert.Multiple(() =>
        {
            Assert.That((entry["MESSAGE"], entry["user"], entry["a_b"], entry["a_list"]), Is.EqualTo(("it \"works\"", "bob", "1", "x")));
            Assert.That(EntryTime.ToUtc(entry.RealtimeMicroseconds), Is.EqualTo(DateTimeOffset.Parse("2025-10-20T10:00:00Z")));
            Assert.That((entry["UID"], entry["_UID"]), Is.EqualTo(("0", (string?)null)), "the journal's own fields can't be forged");
        });
        Assert.That(files.Read(), Is.EqualTo(new[] { "{broken" }));
    }

    [Test]
    public void Groups_of_a_regular_expression_become_fields()
    {
        using var files = new FollowedFiles { Parse = @"^(?P<ip>\S+) (?P<user>\S+) \[(?P<time>[^]]+)\]", Timestamp = "%d/%b/%Y:%H:%M:%S %z" };
        files.Append("a.log", "192.0.2.1 bob [20/Oct/2025:10:00:00 +0200] GET /\n");
        LogEntry entry = files.Open("a.log").ReadEntry();
        Assert.That(
            (entry["ip"], entry["user"], entry["MESSAGE"], EntryTime.ToUtc(entry.RealtimeMicroseconds)),
            Is.EqualTo(("192.0.2.1", "bob", "192.0.2.1 bob [20/Oct/2025:10:00:00 +0200] GET /", DateTimeOffset.Parse("2025-10-20T08:00:00Z"))));
    }

    [Test]
    public void A_time_far_ahead_is_not_believed()
    {
        using var files = new FollowedFiles { Timestamp = "%F %T" };
        files.Append("a.log", "2099-01-01 00:00:00 x\n");
        Assert.That(files.Open("a.log").ReadEntry().RealtimeMicroseconds, Is.EqualTo(EntryTime.ToMicroseconds(files.Time.GetUtcNow())));
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static long Micro(string time) => EntryTime.ToMicroseconds(DateTimeOffset.Parse(time));
}
