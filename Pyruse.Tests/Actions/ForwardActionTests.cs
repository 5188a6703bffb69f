using Pyruse.Core.Effects;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Actions;

/// <summary>What the action <c>forward</c> makes of entries.</summary>
[TestFixture]
public sealed class ForwardActionTests
{
    [Test]
    public void An_entry_of_the_journal() => Assert.That(
        Message("PRIORITY=3", "SYSLOG_FACILITY=4", "_HOSTNAME=web1", "_COMM=sshd", "_PID=42", "MESSAGE=Grüße"),
        Is.EqualTo("<35>1 2025-10-20T22:40:00.000000Z web1 sshd 42 - - Grüße"));

    [Test]
    public void A_message_of_RFC_5424_stays_what_it_is() => Assert.That(
        Message(
            "PRIORITY=3", "SYSLOG_FACILITY=4", "SYSLOG_TIMESTAMP=2026-01-31T12:00:00.5+01:00", "_SOURCE_REALTIME_TIMESTAMP=1769857200500000", "_HOSTNAME=web1",
            "SYSLOG_IDENTIFIER=sshd", "SYSLOG_PID=42", "SYSLOG_MSGID=ID47", """SYSLOG_STRUCTURED_DATA=[a@1 b="c\"d"][e f="g"]""", "MESSAGE=x"),
        Is.EqualTo("""<35>1 2026-01-31T12:00:00.5+01:00 web1 sshd 42 ID47 [a@1 b="c\"d"][e f="g"] x"""));

    [Test]
    public void A_stamp_of_RFC_3164_becomes_the_time_that_it_meant() => Assert.That(
        Message("SYSLOG_TIMESTAMP=Jan 31 12:00:00", "_SOURCE_REALTIME_TIMESTAMP=1769860800000000", "PYRUSE_PEER=192.0.2.7", "SYSLOG_IDENTIFIER=a", "MESSAGE=x"),
        Is.EqualTo("<13>1 2026-01-31T12:00:00.000000Z 192.0.2.7 a - - - x"));

    [Test]
    public void Nothing_is_known_of_an_entry_without_fields() => Assert.That(Message("A=1"), Is.EqualTo("<13>1 2025-10-20T22:40:00.000000Z - - - - - -"));

    [Test]
    public void No_field_can_break_the_header() => Assert.That(
        Message("PRIORITY=99", "SYSLOG_FACILITY=-1", "_HOSTNAME=a b\nc", $"SYSLOG_IDENTIFIER={new string('é', 60)}", "SYSLOG_TIMESTAMP=now", "SYSLOG_STRUCTURED_DATA=[a", "MESSAGE=x"),
        Is.EqualTo($"<13>1 2025-10-20T22:40:00.000000Z a?b?c {new string('?', 48)} - - - x"));

    [Test]
    public void The_text_is_a_template() => Assert.That(
        Run("to = 'udp://192.0.2.7', message = 'from {PYRUSE_PEER}: {MESSAGE}'", "PYRUSE_PEER=192.0.2.1", "MESSAGE=x").Message, Does.EndWith(" - from 192.0.2.1: x"));

    [Test]
    public void It_is_an_effect_like_any_other() => Assert.That(
        Workflows.RunSteps("{ action = 'forward', to = 'tls://log.example.org' }", TestEntries.Of("MESSAGE=x")).Lines,
        Is.EqualTo(new[]
        {
            """{"t":1761000000000000,"chain":"test","step":0,"kind":"forward","to":"tls://log.example.org:6514","message":"<13>1 2025-10-20T22:40:00.000000Z - - - - - x"}""",
        }));

    [TestCase("to = 'log.example.org'", "\"log.example.org\" is no syslog server; write one such as \"tls://log.example.org:6514\"")]
    [TestCase("to = 'tcp://log.example.org', ca = 'ca.pem'", "\"tcp://log.example.org\" does not speak TLS; leave out ca, cert and key, or write \"tls://\".")]
    [TestCase("to = 'tls://log.example.org', cert = 'a.pem'", "A certificate needs its key, and a key its certificate; name both or neither.")]
    [TestCase("to = 'tls://log.example.org', queue = '1K'", "It must be at least \"1M\".")]
    public void Mistakes(string arguments, string sentence) => Assert.That(
        Workflows.ProblemOf($"{{ action = 'forward', {arguments} }}"), Does.Contain(sentence));

    [Test]
    public void Steps_that_forward_to_one_server_must_agree() => Assert.That(
        Workflows.ProblemOf("{ action = 'forward', to = 'tls://log.example.org' }, { action = 'forward', to = 'tls://log.example.org:6514', ca = 'ca.pem' }"),
        Does.Contain("Another step forwards to tls://log.example.org:6514 with other settings"));

    private static string Message(params string[] fields) => Run("to = 'tcp://192.0.2.7'", fields).Message;

    private static ForwardEffect Run(string arguments, params string[] fields) =>
        (ForwardEffect)Workflows.RunSteps($"{{ action = 'forward', {arguments} }}", TestEntries.Of(string.Join(" | ", fields))).Effects.Single();
}
