using Pyruse.Tests.Support;

namespace Pyruse.Tests.Filters;

[TestFixture]
public sealed class EqualityFilterTests
{
    [TestCase("A=sshd", "'sshd'", "passes")]
    [TestCase("A=sshd ", "'sshd'", "fails")]
    [TestCase("A=SSHD", "'sshd'", "fails")]
    [TestCase("B=sshd", "'sshd'", "fails")]
    [TestCase("A=nginx | A=sshd", "'sshd'", "passes")]
    [TestCase("A=6", "6", "passes")]
    [TestCase("A=6", "'6'", "passes")]
    [TestCase("A=6", "6.0", "passes")]
    [TestCase("PRIORITY=6", "6", "passes")]
    [TestCase("PRIORITY=6", "'6'", "passes")]
    [TestCase("PRIORITY=6", "6.0", "passes")]
    [TestCase("PRIORITY=6", "7", "fails")]
    [TestCase("PRIORITY=6 | PRIORITY=7", "7", "passes")]
    [TestCase("PRIORITY=high", "6", "fails")]
    [TestCase("A=", "''", "passes")]
    [TestCase("B=x", "''", "fails")]
    [TestCase(@"MESSAGE=caf\xE9", "'café'", "passes")]
    [TestCase(@"A=caf\xE9", "'café'", "fails")]
    public void Equals_passes_when_any_value_of_the_field_is_equal(string entry, string value, string expected)
    {
        string field = entry[..entry.IndexOf('=')];
        Assert.That(Filter.Ask($"'equals', field = '{(field == "B" ? "A" : field)}', value = {value}", entry), Is.EqualTo(expected));
    }

    [TestCase("2025-10-20T22:40:00Z", "passes")]
    [TestCase("2025-10-20T22:40:00.000001Z", "fails")]
    [TestCase("2025-10-21T00:40:00+02:00", "passes")]
    public void The_time_of_the_entry_may_equal_a_date(string value, string expected) =>
        Assert.That(Filter.Ask($"'equals', field = '__REALTIME_TIMESTAMP', value = {value}", "A=x"), Is.EqualTo(expected));

    [TestCase("A=sshd", "['sshd', 'nginx']", "passes")]
    [TestCase("A=nginx", "['sshd', 'nginx']", "passes")]
    [TestCase("A=exim", "['sshd', 'nginx']", "fails")]
    [TestCase("B=sshd", "['sshd', 'nginx']", "fails")]
    [TestCase("A=exim | A=dovecot | A=sshd", "['sshd', 'nginx']", "passes")]
    [TestCase("A=7", "['sshd', 7, '8']", "passes")]
    [TestCase("A=8", "['sshd', 7, 8]", "passes")]
    [TestCase("A=x", "[]", "fails")]
    public void In_passes_when_any_value_of_the_field_equals_any_of_the_values(string entry, string values, string expected) =>
        Assert.That(Filter.Ask($"'in', field = 'A', values = {values}", entry), Is.EqualTo(expected));

    [TestCase("{ filter = 'equals', field = 'A', value = ['x'] }",
        "The argument \"value\" of the filter \"equals\" is wrong. Expected a text, a number or a date with time, but found a list.")]
    [TestCase("{ filter = 'equals', field = 'A', value = 2026-01-31 }",
        "The argument \"value\" of the filter \"equals\" is wrong. Expected a date with time such as 2026-01-31T12:00:00Z, but found a date.")]
    [TestCase("{ filter = 'equals', field = '', value = 'x' }",
        "The argument \"field\" of the filter \"equals\" is wrong. The name of a field is empty; give one such as \"MESSAGE\".")]
    [TestCase("{ filter = 'equals', field = 'A' }", "The filter \"equals\" needs the argument \"value\": a text, a number or a date with time.")]
    [TestCase("{ filter = 'in', field = 'A', values = 'x' }",
        "The argument \"values\" of the filter \"in\" is wrong. Expected a list, but found a text (\"x\").")]
    [TestCase("{ filter = 'in', field = 'A', value = 'x', values = ['x'] }", "The filter \"in\" has no argument \"value\"; did you mean \"values\"?")]
    public void A_wrong_argument_is_refused(string step, string expected) => Assert.That(Workflows.ProblemOf(step), Is.EqualTo(expected));
}
