using Pyruse.Core.Effects;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Actions;

/// <summary>Commands, files, mails, report and journal lines: what log text can and can't do to them.</summary>
[TestFixture]
public sealed class OutsideActionTests
{
    [Test]
    public void Each_item_of_a_command_is_one_argument_whatever_it_holds() => Assert.That(
        Exec("['/bin/echo', '{A}', 'x={A} {B}']", "A=$(reboot); 'a\" b").Command, Is.EqualTo(new[] { "/bin/echo", "$(reboot); 'a\" b", "x=$(reboot); 'a\" b -" }));

    [Test]
    public void A_NUL_does_not_end_an_argument_early() => Assert.That(Exec("['/bin/echo', '{A}']", @"A=a\x00b").Command, Is.EqualTo(new[] { "/bin/echo", "ab" }));

    [Test]
    public void A_command_has_no_standard_input_and_half_a_minute_unless_said_otherwise()
    {
        ExecEffect plain = Exec("['/bin/true']", "A=x");
        ExecEffect full = Exec("['/bin/cat'], stdin = '{A}', timeout = '2m'", "A=x");
        Assert.That((plain.Stdin, plain.Timeout, full.Stdin, full.Timeout), Is.EqualTo(((string?)null, TimeSpan.FromSeconds(30), "x", TimeSpan.FromMinutes(2))));
    }

    [Test]
    public void A_command_is_an_effect_like_any_other() => Assert.That(
        Workflows.RunSteps("{ action = 'exec', command = ['/bin/true'] }", TestEntries.Of("A=x")).Lines,
        Is.EqualTo(new[] { """{"t":1761000000000000,"chain":"test","step":0,"kind":"exec","command":["/bin/true"],"stdin":null}""" }));

    [TestCase("['{A}']", "The program itself may not be made from log text; write its path without {FIELD}.")]
    [TestCase("['/usr/bin/{A}', 'x']", "The program itself may not be made from log text; write its path without {FIELD}.")]
    [TestCase("['']", "The program is empty; name one, such as \"/usr/bin/logger\".")]
    [TestCase("[]", "It is empty; name a program, such as [\"/usr/bin/logger\", \"{MESSAGE}\"].")]
    [TestCase("['bin/x']", "The program \"bin/x\" is a relative path, and programs run in the directory \"/\"; write its whole path.")]
    [TestCase("['./x']", "The program \"./x\" is a relative path, and programs run in the directory \"/\"; write its whole path.")]
    [TestCase("['x'], timeout = 0", "A program can run for a moment at least, and for a day at most; write a duration such as \"30s\".")]
    [TestCase("['x'], timeout = '2d'", "A program can run for a moment at least, and for a day at most; write a duration such as \"30s\".")]
    public void A_program_from_log_text_or_none_is_refused(string command, string expected) => Assert.That(
        Workflows.ProblemOf($"{{ action = 'exec', command = {command} }}"), Is.EqualTo($"The action \"exec\" refuses this: {expected}"));

    [TestCase("bob", "/var/log/x/bob.log")]
    [TestCase("", "/var/log/x/_.log")]
    [TestCase(".", "/var/log/x/_.log")]
    [TestCase("..", "/var/log/x/_..log")]
    [TestCase("../../etc/passwd", "/var/log/x/_._.._etc_passwd.log")]
    [TestCase("/etc/passwd", "/var/log/x/_etc_passwd.log")]
    [TestCase(@"a\x00b", "/var/log/x/a_b.log")]
    [TestCase(@"a\x0Ab", "/var/log/x/a_b.log")]
    [TestCase(".bashrc", "/var/log/x/_bashrc.log")]
    [TestCase("a b;c", "/var/log/x/a b;c.log")]
    [TestCase("😀", "/var/log/x/__.log")]
    public void A_filled_part_of_a_path_does_not_leave_its_directory(string value, string expected) =>
        Assert.That(Write("/var/log/x/{A}.log", $"A={value}").Path, Is.EqualTo(expected));

    [Test]
    public void A_filled_part_of_a_path_is_cut_to_what_file_systems_take() =>
        Assert.That(Write("/var/log/{A}", $"A={new string('x', 100_000)}").Path, Is.EqualTo("/var/log/" + new string('x', 60)));

    [TestCase("/var/log/{A}{B}/x", "A=. | B=.", "/var/log/__/x", TestName = "Two parts side by side do not make a way up")]
    [TestCase("/var/log/.{A}/x", "A=.", "/var/log/._/x", TestName = "A part beside a dot does not make a way up")]
    [TestCase("/var/log/{B}/x", "A=x", "/var/log/-/x", TestName = "A missing field is a part like any other")]
    public void Parts_of_a_path_stay_harmless_together(string path, string entry, string expected) => Assert.That(Write(path, entry).Path, Is.EqualTo(expected));

    [Test]
    public void A_line_of_a_file_is_an_effect_like_any_other() => Assert.That(
        Workflows.RunSteps("{ action = 'write', path = '/tmp/x', message = '{A}' }", TestEntries.Of("A=é\"")).Lines,
        Is.EqualTo(new[] { """{"t":1761000000000000,"chain":"test","step":0,"kind":"write","path":"/tmp/x","message":"é\""}""" }));

    [Test]
    public void A_printed_line_is_an_effect_like_any_other() => Assert.That(
        Workflows.RunSteps("{ action = 'print', message = '{A}' }", TestEntries.Of("A=é\"")).Lines,
        Is.EqualTo(new[] { """{"t":1761000000000000,"chain":"test","step":0,"kind":"print","message":"é\""}""" }));

    [TestCase("log/x")]
    [TestCase("{A}/x")]
    [TestCase("")]
    public void A_path_that_is_not_absolute_is_refused(string path) => Assert.That(
        Workflows.ProblemOf($"{{ action = 'write', path = '{path}', message = 'x' }}"),
        Is.EqualTo($"The action \"write\" refuses this: \"{path}\" is no absolute path; begin it with \"/\"."));

    [TestCase("", "INFO")]
    [TestCase(", level = 'EMERG'", "EMERG")]
    [TestCase(", level = 'ALERT'", "ALERT")]
    [TestCase(", level = 'CRIT'", "CRIT")]
    [TestCase(", level = 'CRITICAL'", "CRIT")]
    [TestCase(", level = 'ERR'", "ERR")]
    [TestCase(", level = 'ERROR'", "ERR")]
    [TestCase(", level = 'WARNING'", "WARNING")]
    [TestCase(", level = 'WARN'", "WARNING")]
    [TestCase(", level = 'NOTICE'", "NOTICE")]
    [TestCase(", level = 'notice'", "NOTICE")]
    [TestCase(", level = 'INFO'", "INFO")]
    [TestCase(", level = 'DEBUG'", "DEBUG")]
    public void A_journal_line_has_a_level(string argument, string expected) => Assert.That(
        Workflows.RunSteps($"{{ action = 'log', message = '{{A}}'{argument} }}", TestEntries.Of("A=x")).Lines,
        Is.EqualTo(new[] { $$"""{"t":1761000000000000,"chain":"test","step":0,"kind":"log","level":"{{expected}}","message":"x"}""" }));

    [TestCase("LOUD")]
    [TestCase("3")]
    [TestCase("")]
    [TestCase("INFO, DEBUG")]
    public void An_unknown_level_is_refused(string level) => Assert.That(
        Workflows.ProblemOf($"{{ action = 'log', message = 'x', level = '{level}' }}"),
        Is.EqualTo($"The action \"log\" refuses this: There is no level \"{level}\"; the levels are EMERG, ALERT, CRIT, ERR, WARNING, NOTICE, INFO and DEBUG."));

    [TestCase("level = 'WARN'", "WARN", "ALL")]
    [TestCase("level = 'INFO', details = 'NONE'", "INFO", "NONE")]
    [TestCase("level = 'OTHER', details = 'FIRST'", "OTHER", "FIRST")]
    [TestCase("level = 'OTHER', details = 'LAST'", "OTHER", "LAST")]
    [TestCase("level = 'other', details = 'FirstLast'", "OTHER", "FIRSTLAST")]
    public void A_report_line_has_a_level_and_details(string arguments, string level, string details) => Assert.That(
        Workflows.RunSteps($"{{ action = 'dailyReport', message = '{{A}}', {arguments} }}", TestEntries.Of("A=x")).Lines,
        Is.EqualTo(new[] { $$"""{"t":1761000000000000,"chain":"test","step":0,"kind":"report","level":"{{level}}","message":"x","details":"{{details}}"}""" }));

    [TestCase("level = 'DEBUG'", "The argument \"level\" of the action \"dailyReport\" is wrong. Expected one of WARN, INFO, OTHER, but found \"DEBUG\".")]
    [TestCase("level = 'WRAN'", "The argument \"level\" of the action \"dailyReport\" is wrong. Expected one of WARN, INFO, OTHER, but found \"WRAN\"; did you mean \"WARN\"?")]
    [TestCase("level = 'WARN', details = 'NON'", "The argument \"details\" of the action \"dailyReport\" is wrong. Expected one of ALL, NONE, FIRST, LAST, FIRSTLAST, but found \"NON\"; did you mean \"NONE\"?")]
    [TestCase("details = 'ALL'", "The action \"dailyReport\" needs the argument \"level\": one of \"WARN\", \"INFO\", \"OTHER\".")]
    public void An_unknown_part_of_the_report_is_refused(string arguments, string expected) =>
        Assert.That(Workflows.ProblemOf($"{{ action = 'dailyReport', message = 'x', {arguments} }}"), Is.EqualTo(expected));

    [TestCase("", "Pyruse Notification")]
    [TestCase(", subject = 'On {HOST} {NONE}'", "On srv -")]
    public void A_mail_has_a_subject_and_a_body(string argument, string subject) => Assert.That(
        Workflows.RunSteps($"{{ action = 'email', message = 'It was {{A}}.'{argument} }}", TestEntries.Of("A=x | HOST=srv")).Lines,
        Is.EqualTo(new[] { $$"""{"t":1761000000000000,"chain":"test","step":0,"kind":"email","subject":"{{subject}}","body":"It was x."}""" }));

    [TestCase("message = '{A'", "message")]
    [TestCase("message = 'x', subject = '{'", "subject")]
    public void A_malformed_template_is_refused(string arguments, string argument) => Assert.That(
        Workflows.ProblemOf($"{{ action = 'email', {arguments} }}"),
        Is.EqualTo($"The argument \"{argument}\" of the action \"email\" is wrong. The \"{{\" opens a placeholder that is never closed; close it with \"}}\", or write \"{{{{\" for a literal brace. (column 1 of the text)"));

    [Test]
    public void A_value_that_does_not_fit_its_format_is_an_error() => Assert.That(
        Workflows.RunSteps("{ action = 'log', message = '{A:03d}' }", TestEntries.Of("A=x")).Failures,
        Is.EqualTo(new[] { "test/0: In a message, {A} can't be printed: The format \"03d\" needs an integer, but the value is text." }));

    [Test]
    public void Noop_does_nothing_and_the_entry_is_handled() => Assert.That(
        Workflows.Run(Workflows.Chain("{ action = 'noop' }") + Workflows.Chain("{ action = 'log', message = 'x' }", "next"), [TestEntries.Of("A=x")]).Lines, Is.Empty);

    private static ExecEffect Exec(string arguments, string entry) =>
        (ExecEffect)Workflows.RunSteps($"{{ action = 'exec', command = {arguments} }}", TestEntries.Of(entry)).Effects.Single();

    private static WriteEffect Write(string path, string entry) =>
        (WriteEffect)Workflows.RunSteps($"{{ action = 'write', path = '{path}', message = 'x' }}", TestEntries.Of(entry)).Effects.Single();
}
