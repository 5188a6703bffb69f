using System.Text;
using Pyruse.Core.Entries;
using Pyruse.Plugins.Builtin.Sources.Syslog;

namespace Pyruse.Tests.Syslog;

/// <summary>What is read of messages, well-formed and not.</summary>
[TestFixture]
public sealed class SyslogMessageTests
{
    // The examples of RFC 5424, section 6.5.
    [TestCase("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' failed for lonvick on /dev/pts/8",
        "2/4 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47: 'su root' failed for lonvick on /dev/pts/8")]
    [TestCase("<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.",
        "5/20 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 -: %% It's time to make the do-nuts.")]
    [TestCase("<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut=\"3\" eventSource=\"Application\" eventID=\"1011\"] \uFEFFAn application event log entry...",
        "5/20 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47: An application event log entry...")]
    [TestCase("<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [a b=\"c\"][d e=\"f\"]", "5/20 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47: ")]
    [TestCase("<13>1 - - - - - -", "5/1 - - - - -: ")]
    [TestCase("<13>1 - - - - - - text\r\n", "5/1 - - - - -: text")]
    // The examples of RFC 3164, section 5.4.
    [TestCase("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8", "2/4 Oct 11 22:14:15 mymachine su - -: 'su root' failed for lonvick on /dev/pts/8")]
    [TestCase("Use the BFG!", "-/- - - - - -: Use the BFG!")]
    [TestCase("<0>Oct 22 10:52:12 scapegoat 1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org sched[0]: That's All Folks!",
        "0/0 Oct 22 10:52:12 scapegoat - - -: 1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org sched[0]: That's All Folks!")]
    // What programs send.
    [TestCase("<86>Nov  1 03:04:05 sshd[4711]: Accepted", "6/10 Nov  1 03:04:05 - sshd 4711 -: Accepted", TestName = "Without host, as on /dev/log")]
    [TestCase("<86>Nov  1 03:04:05 host sshd[4711]: Accepted", "6/10 Nov  1 03:04:05 host sshd 4711 -: Accepted")]
    [TestCase("<86>2026-11-01T03:04:05.123456+01:00 host sshd[4711]: Accepted", "6/10 2026-11-01T03:04:05.123456+01:00 host sshd 4711 -: Accepted", TestName = "With a modern stamp, as rsyslog sends")]
    [TestCase("<30>dhcpd: hello", "6/3 - - dhcpd - -: hello", TestName = "Without a stamp")]
    [TestCase("<30>dhcpd[7] hello", "6/3 - - dhcpd 7 -: hello", TestName = "Without a colon")]
    [TestCase("<30>hello world", "6/3 - - - - -: hello world", TestName = "Without a tag")]
    [TestCase("<30>http://example.org/ is down", "6/3 - - - - -: http://example.org/ is down", TestName = "An address is no tag")]
    [TestCase("<30>Nov  1 03:04:05 host hello world", "6/3 Nov  1 03:04:05 host - - -: hello world", TestName = "Host without tag")]
    [TestCase("<30>", "6/3 - - - - -: ", TestName = "Nothing but a priority")]
    [TestCase("<30>Nov  1 03:04:05", "6/3 Nov  1 03:04:05 - - - -: ", TestName = "Nothing but a stamp")]
    // Malformed: what can be read is read, and the whole line is the text.
    [TestCase("<192>a: b", "-/- - - - - -: <192>a: b", TestName = "A priority that is too high")]
    [TestCase("<>a: b", "-/- - - - - -: <>a: b", TestName = "An empty priority")]
    [TestCase("<1x>a: b", "-/- - - - - -: <1x>a: b", TestName = "A priority that is no number")]
    [TestCase("<1", "-/- - - - - -: <1", TestName = "Half a priority")]
    [TestCase("Nov  1 03:04:05 host sshd[4711]: Accepted", "-/- Nov  1 03:04:05 host sshd 4711 -: Nov  1 03:04:05 host sshd[4711]: Accepted", TestName = "No priority, but all the rest")]
    [TestCase("<13>1 yesterday host app - - - text", "5/1 - - - - -: <13>1 yesterday host app - - - text", TestName = "A wrong stamp")]
    [TestCase("<13>1 2003-13-11T22:14:15Z host app - - - text", "5/1 - - - - -: <13>1 2003-13-11T22:14:15Z host app - - - text", TestName = "A month 13")]
    [TestCase("<13>1 - host app - - [a b=\"c] text", "5/1 - - - - -: <13>1 - host app - - [a b=\"c] text", TestName = "Structured data without end")]
    [TestCase("<13>1 - host", "5/1 - - - - -: <13>1 - host", TestName = "Half a header")]
    [TestCase("<13>Nov 31 03:04:05 host a: b", "5/1 - - - - -: Nov 31 03:04:05 host a: b", TestName = "A day that does not exist")]
    public void Parts_of_a_message(string line, string expected) => Assert.That(Describe(line), Is.EqualTo(expected));

    [TestCase("[a@1 b=\"c\" d=\"e\"][f g=\"h\"]", "a@1 b=c, a@1 d=e, f g=h")]
    [TestCase("[a b=\"q\\\"b\\\\c\\]d\"]", "a b=q\"b\\c]d")]
    [TestCase("[a b=\"\\x\"]", "a b=\\x")]
    [TestCase("[a b=\"\"]", "a b=")]
    [TestCase("[a]", "")]
    public void Structured_data(string data, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(data);
        Assert.That(StructuredData.LengthOf(bytes), Is.EqualTo(bytes.Length));
        var found = new List<string>();
        var parameters = new StructuredData(bytes);
        byte[] value = new byte[100];
        while (parameters.MoveNext())
        {
            int length = StructuredData.Unescape(parameters.Escaped, value);
            found.Add($"{Text(parameters.Id)} {Text(parameters.Name)}={Encoding.UTF8.GetString(value, 0, length)}");
        }
        Assert.That(string.Join(", ", found), Is.EqualTo(expected));
    }

    [TestCase("[")]
    [TestCase("[]")]
    [TestCase("[a")]
    [TestCase("[a b]")]
    [TestCase("[a b=c]")]
    [TestCase("[a b=\"c]")]
    [TestCase("[a b=\"c\"")]
    [TestCase("[a b=\"c\\")]
    [TestCase("[a =\"c\"]")]
    [TestCase("text")]
    public void Malformed_structured_data_is_none(string data) => Assert.That(StructuredData.LengthOf(Encoding.UTF8.GetBytes(data)), Is.Zero);

    // Received on 2026-01-01 00:00:10 UTC.
    [TestCase("2003-10-11T22:14:15.003Z", "2003-10-11 22:14:15.003000")]
    [TestCase("2003-08-24T05:14:15.000003-07:00", "2003-08-24 12:14:15.000003")]
    [TestCase("2026-01-01T01:00:00+01:00", "2026-01-01 00:00:00.000000")]
    [TestCase("2016-12-31T23:59:60Z", "2017-01-01 00:00:00.000000", TestName = "A leap second")]
    [TestCase("Jan  1 00:00:05", "2026-01-01 00:00:05.000000")]
    [TestCase("Dec 31 23:59:59", "2025-12-31 23:59:59.000000", TestName = "A stamp without year from before New Year")]
    [TestCase("Jan 01 00:00:05.25", "2026-01-01 00:00:05.250000")]
    public void Stamps_of_senders(string stamp, string expected)
    {
        long received = EntryTime.ToMicroseconds(new DateTimeOffset(2026, 1, 1, 0, 0, 10, TimeSpan.Zero));
        Assert.That(SyslogTimestamp.TryParse(Encoding.ASCII.GetBytes(stamp), received, TimeZoneInfo.Utc, out long moment));
        Assert.That($"{EntryTime.ToLocal(moment, TimeZoneInfo.Utc):yyyy-MM-dd HH:mm:ss.ffffff}", Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("Jan")]
    [TestCase("Jan 32 00:00:00")]
    [TestCase("2026-01-01")]
    [TestCase("2026-01-01T00:00:00")]
    [TestCase("2026-01-01T24:00:00Z")]
    [TestCase("2026-01-01T00:00:00.Z")]
    [TestCase("2026-01-01T00:00:00+99:00")]
    [TestCase("0000-01-01T00:00:00Z")]
    public void What_is_no_stamp(string stamp) => Assert.That(SyslogTimestamp.TryParse(Encoding.ASCII.GetBytes(stamp), 0, TimeZoneInfo.Utc, out _), Is.False);

    private static string Describe(string line)
    {
        SyslogMessage message = SyslogMessage.Parse(Encoding.UTF8.GetBytes(line));
        string priority = message.Priority < 0 ? "-/-" : $"{message.Priority & 7}/{message.Priority >> 3}";
        return $"{priority} {Text(message.Timestamp)} {Text(message.Host)} {Text(message.Identifier)} {Text(message.ProcessId)} {Text(message.MessageId)}: {Encoding.UTF8.GetString(message.Text)}";
    }

    private static string Text(ReadOnlySpan<byte> part) => part.IsEmpty ? "-" : Encoding.UTF8.GetString(part);
}
