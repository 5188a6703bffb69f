using System.Text;
using Pyruse.Core.Entries;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Entries;

/// <summary>What the values of a field are: the field's type decides, and a value that does not fit stays text.</summary>
[TestFixture]
public sealed class FieldTypingTests
{
    private static readonly string[] IntegerFields =
    [
        "PRIORITY", "SYSLOG_FACILITY", "SYSLOG_PID", "_PID", "_UID", "_GID", "_AUDIT_SESSION", "_AUDIT_LOGINUID", "_SYSTEMD_OWNER_UID", "CODE_LINE",
        "ERRNO", "EXIT_STATUS", "SESSION_ID", "LEADER", "CPU_USAGE_USEC", "KERNEL_USEC", "USERSPACE_USEC",
    ];

    private static readonly string[] TextFields =
    [
        "MESSAGE", "_BOOT_ID", "_MACHINE_ID", "MESSAGE_ID", "SYSLOG_IDENTIFIER", "CODE_FILE", "_HOSTNAME", "N", "priority", "CPU_USAGE_NSEC", "_USEC_TOTAL",
    ];

    [TestCaseSource(nameof(IntegerFields))]
    public void A_number_of_the_journal_is_an_integer(string field) => Assert.That(Show(field, "42"), Is.EqualTo("Integer(42)"));

    [TestCase("__REALTIME_TIMESTAMP")]
    [TestCase("_SOURCE_REALTIME_TIMESTAMP")]
    public void A_time_stamp_of_the_journal_is_a_time(string field) => Assert.That(Show(field, "1761000000000000"), Is.EqualTo("Time(1761000000000000)"));

    [TestCaseSource(nameof(TextFields))]
    public void Every_other_field_is_text(string field) => Assert.That(Show(field, "42"), Is.EqualTo("Text(42)"));

    [TestCase("0", "Integer(0)")]
    [TestCase("-7", "Integer(-7)")]
    [TestCase("+7", "Integer(7)")]
    [TestCase("007", "Integer(7)")]
    [TestCase("9223372036854775807", "Integer(9223372036854775807)")]
    [TestCase("-9223372036854775808", "Integer(-9223372036854775808)")]
    [TestCase("9223372036854775808", "Text(9223372036854775808)")]
    [TestCase("", "Text()")]
    [TestCase("+", "Text(+)")]
    [TestCase("-", "Text(-)")]
    [TestCase("+-7", "Text(+-7)")]
    [TestCase(" 7", "Text( 7)")]
    [TestCase("7 ", "Text(7 )")]
    [TestCase("7.0", "Text(7.0)")]
    [TestCase("1e3", "Text(1e3)")]
    [TestCase("0x10", "Text(0x10)")]
    [TestCase("1,000", "Text(1,000)")]
    [TestCase("٣", "Text(٣)")]
    [TestCase("high", "Text(high)")]
    [TestCase(@"\xFF", "Bytes(FF)")]
    public void A_value_that_is_no_integer_stays_what_it_is(string value, string expected) => Assert.That(Show("PRIORITY", value), Is.EqualTo(expected));

    [TestCase("yesterday", "Text(yesterday)")]
    [TestCase("2026-01-31", "Text(2026-01-31)")]
    [TestCase("99999999999999999999", "Text(99999999999999999999)")]
    public void A_value_that_is_no_time_stays_text(string value, string expected) => Assert.That(Show("_SOURCE_REALTIME_TIMESTAMP", value), Is.EqualTo(expected));

    [TestCase("-1", "1970-01-01T00:00:00.0000000+00:00")]
    [TestCase("1761000000123456", "2025-10-20T22:40:00.1234560+00:00")]
    [TestCase("9223372036854775807", "9999-12-31T23:59:59.9999990+00:00")]
    public void A_time_beyond_the_calendar_is_cut_to_its_end(string value, string expected)
    {
        var table = new FieldTable(timeZone: TimeZoneInfo.Utc);
        LogEntry entry = TestEntries.Of($"_SOURCE_REALTIME_TIMESTAMP={value}").In(table);
        Assert.That(entry.First(table["_SOURCE_REALTIME_TIMESTAMP"]).Time.ToString("O"), Is.EqualTo(expected));
    }

    [Test]
    public void A_time_is_shown_in_the_zone_of_the_table()
    {
        var table = new FieldTable(timeZone: TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(5.5), null, null));
        Assert.That(TestEntries.Of("A=x").In(table).First(table.Realtime).Time.ToString("O"), Is.EqualTo("2025-10-21T04:10:00.0000000+05:30"));
    }

    [TestCase(@"caf\xE9", "Text(café)", TestName = "A message that is not UTF-8 is decoded with the 8-bit encoding")]
    [TestCase(@"caf\xC3\xA9", "Text(café)", TestName = "A message in UTF-8 is decoded as such")]
    [TestCase(@"\xA4 \xC3\xA9", "Text(€ Ã©)", TestName = "A message that is UTF-8 in part only is decoded with the 8-bit encoding as a whole")]
    [TestCase("", "Text()", TestName = "An empty message is a text")]
    [TestCase(@"a\x00b", "Text(a\0b)", TestName = "A message may contain NUL")]
    public void A_message_is_always_text(string value, string expected)
    {
        Encoding latin9 = CodePagesEncodingProvider.Instance.GetEncoding("iso-8859-15")!;
        Assert.That(Values.Of(TestEntries.Of($"MESSAGE={value}").In(new FieldTable(latin9)), "MESSAGE"), Is.EqualTo(expected));
    }

    [TestCase("COREDUMP", @"\x7FELF\xFF", "Bytes(7F454C46FF)")]
    [TestCase("USER", @"caf\xE9", "Bytes(636166E9)")]
    [TestCase("USER", @"\xED\xA0\x80", "Bytes(EDA080)")]
    [TestCase("USER", @"\xC0\xAF", "Bytes(C0AF)")]
    [TestCase("USER", @"\xF0\x9F\x98\x80", "Text(😀)")]
    public void Any_other_value_that_is_not_UTF8_stays_bytes(string field, string value, string expected) => Assert.That(Show(field, value), Is.EqualTo(expected));

    private static string Show(string field, string value) => Values.Of(TestEntries.Of($"{field}={value}").In(new FieldTable()), field);
}
