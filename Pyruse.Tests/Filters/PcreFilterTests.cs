using Pyruse.Tests.Support;

namespace Pyruse.Tests.Filters;

[TestFixture]
public sealed class PcreFilterTests
{
    [TestCase("MESSAGE=Failed password for bob", "password", "passes")]
    [TestCase("MESSAGE=Failed password for bob", "^password", "fails")]
    [TestCase("MESSAGE=Failed password for bob", "^Failed .* bob$", "passes")]
    [TestCase("MESSAGE=", "^$", "passes")]
    [TestCase("A=x", ".*", "fails", TestName = "A missing field does not pass")]
    [TestCase("MESSAGE=one | MESSAGE=two", "^two$", "passes", TestName = "Any value of the field is enough")]
    [TestCase(@"MESSAGE=caf\xE9", "^café$", "passes", TestName = "A message in the 8-bit encoding is text")]
    public void Pcre_passes_when_the_expression_is_found(string entry, string pattern, string expected) =>
        Assert.That(Filter.Ask($"'pcre', field = 'MESSAGE', re = '{pattern}'", entry), Is.EqualTo(expected));

    [TestCase(@"A=a\xFFb", "'a'", "The field A is binary; a regular expression needs text.")]
    [TestCase(@"A=a\xFFb", "'zebra'", "fails", TestName = "Bytes that can't match need no text")]
    public void Binary_data_is_an_error(string entry, string pattern, string expected) =>
        Assert.That(Filter.Ask($"'pcre', field = 'A', re = {pattern}", entry), Is.EqualTo(expected));

    [Test]
    public void A_number_is_an_error() =>
        Assert.That(Filter.Ask("'pcre', field = 'PRIORITY', re = '6'", "PRIORITY=6"), Is.EqualTo("The field PRIORITY is the integer 6; a regular expression needs text."));

    [TestCase("pcre", "'o (?P<user>[a-z]*)'", "to bob: x", "{match} {user}", "o bob bob")]
    [TestCase("pcre", "'[a-z]*(x)?'", "bob: x", "{match}", "bob")]
    [TestCase("pcre", "'bob'", "to bob", "{match}", "bob", TestName = "A literal is all of the match")]
    [TestCase("pcreAny", "['[0-9]+', 'b.b']", "to bob", "{match}", "bob")]
    public void All_of_the_match_can_become_a_field(string filter, string patterns, string message, string template, string expected) =>
        Assert.That(Filter.Ask($"'{filter}', field = 'MESSAGE', re = {patterns}, match = 'match'", $"MESSAGE={message}", template), Is.EqualTo(expected));

    [TestCase("(?P<user>.*) from (?P<ip>.*)", "bob from ::1", "{user} {ip}", "bob ::1", TestName = "Named groups become fields")]
    [TestCase("(.*) from (.*)", "bob from ::1", "{u} {i}", "bob ::1", TestName = "Unnamed groups become the fields to save, in order")]
    [TestCase("(?P<user>.*) from (.*) port (.*)", "bob from ::1 port 7", "{user} {u} {i}", "bob ::1 7", TestName = "Named groups are not among those to save")]
    [TestCase("(.*) from (.*) port (.*)", "bob from ::1 port 7", "{u} {i}", "bob ::1", TestName = "Fewer names than groups save the first groups")]
    [TestCase("(a)?b(c)?", "b", "{u} {i}", "- -", TestName = "A group that took no part saves nothing")]
    [TestCase("(a*)b(c*)", "b", "<{u}> <{i}>", "<> <>", TestName = "A group that took nothing saves an empty text")]
    [TestCase("(?P<MESSAGE>o.b)", "bob", "{MESSAGE}", "fails")]
    [TestCase("(?P<MESSAGE>o)b", "bob", "{MESSAGE}", "o", TestName = "A group may replace the field that was searched")]
    public void Groups_become_fields(string pattern, string message, string template, string expected)
    {
        string save = pattern.Contains("(?P<", StringComparison.Ordinal) && !pattern.Contains("port", StringComparison.Ordinal) ? "" : ", save = ['u', 'i']";
        Assert.That(Filter.Ask($"'pcre', field = 'MESSAGE', re = '{pattern}'{save}", $"MESSAGE={message}", template), Is.EqualTo(expected));
    }

    [Test]
    public void A_group_that_took_no_part_erases_what_the_field_was() =>
        Assert.That(Filter.Ask("'pcre', field = 'MESSAGE', re = '(?P<user>x)?bob'", "MESSAGE=bob | user=old", "{user}"), Is.EqualTo("-"));

    [Test]
    public void A_filter_that_does_not_pass_changes_nothing()
    {
        const string Steps = "{ filter = 'pcre', field = 'MESSAGE', re = '(?P<user>bob) from' },\n{ action = 'noop' }";
        string toml = Workflows.Chain(Steps) + Workflows.Chain("{ action = 'log', message = '{user}' }", "next");
        Assert.That(Workflows.Run(toml, [TestEntries.Of("MESSAGE=bob to | user=old")]).Messages, Is.EqualTo(new[] { "old" }));
    }

    [TestCase("one (?P<n>[0-9])', '(?P<n>[0-9]) one", "MESSAGE=7 one 8", "8", TestName = "The first expression that is found wins")]
    [TestCase("x', '(?P<n>[0-9]) one", "MESSAGE=7 one 8", "7", TestName = "Later expressions have their turn")]
    [TestCase("x', 'y", "MESSAGE=7 one 8", "fails", TestName = "No expression is found")]
    [TestCase("(?P<n>b)', '(?P<n>a)", "MESSAGE=a | MESSAGE=b", "b", TestName = "An expression is tried on all values before the next one")]
    [TestCase("(x)?one", "MESSAGE=7 one 8", "-", TestName = "Unnamed groups save nothing")]
    [TestCase("a(?P<n>x)?|(?P<m>b)", "MESSAGE=b | n=old", "-", TestName = "A named group that took no part makes its field null")]
    public void PcreAny_passes_when_any_expression_is_found(string patterns, string entry, string expected) =>
        Assert.That(Filter.Ask($"'pcreAny', field = 'MESSAGE', re = ['{patterns}']", entry, "{n}"), Is.EqualTo(expected));

    [Test]
    public void More_names_than_groups_are_refused() => Assert.That(
        Workflows.ProblemOf("{ filter = 'pcre', field = 'MESSAGE', re = '(a)(?P<b>b)', save = ['x', 'y'] }"),
        Is.EqualTo("The filter \"pcre\" refuses this: It names more fields (2) than the regular expression has unnamed groups (1); take names out, or add groups."));

    [Test]
    public void A_nameless_field_to_save_is_refused() => Assert.That(
        Workflows.ProblemOf("{ filter = 'pcre', field = 'MESSAGE', re = '(a)', save = [''] }"),
        Is.EqualTo("The argument \"save\" of the filter \"pcre\" is wrong. The name of a field is empty; give one such as \"MESSAGE\"."));

    [Test]
    public void A_malformed_expression_is_refused_where_it_stands() => Assert.That(
        Workflows.Problems(Workflows.Chain("{ filter = 'pcreAny', field = 'MESSAGE', re = ['a', '(b'] }")),
        Has.One.StartsWith("t.toml:4:53: error: The argument \"re\" of the filter \"pcreAny\" is wrong. "));
}
