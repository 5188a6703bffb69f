using Pyruse.Core.Patterns;

namespace Pyruse.Tests.Patterns;

public sealed class PatternFactsTests
{
    [TestCase("Failed password for (.*) from ([^ ]*) port", "Failed password for ")]
    [TestCase("a(b)c", "abc")]
    [TestCase("(?:a(?P<n>b))(?:c)d*", "abc")]
    [TestCase("ab?cd", "cd")]
    [TestCase("ab*", "a")]
    [TestCase("(?:ab){2}c", "ababc")]
    [TestCase("(?:ab){2,3}c", "ababc")]
    [TestCase("(?:ab)+c", "abc")]
    [TestCase("(?:ab){0}c", "c")]
    [TestCase("(?:xa|ya)b", "ab")]
    [TestCase("(?:ab|ac)x", "a")]
    [TestCase("(?:--foo-|foo)", "foo")]
    [TestCase("foo|bar", null)]
    [TestCase("(?:foo|bar)baz", "baz")]
    [TestCase("a(?=xyz)b", "ab")]
    [TestCase("a(?!xyz)b", "ab")]
    [TestCase("foo$bar", "foobar")]
    [TestCase("a[b]c[d-e]", "abc")]
    [TestCase("a[bB]c", "a")]
    [TestCase("(?i)foo", null)]
    [TestCase("(?i:foo)bar", "bar")]
    [TestCase("(?i)foo(?-i:bar)", "bar")]
    [TestCase("(a)(?(1)bc|bd)", "ab")]
    [TestCase("(abc)\\1", "abc")]
    [TestCase("a++b", "ab")]
    [TestCase("(?x) f o o # bar", "foo")]
    [TestCase("\\[\\x61\\]", "[a]")]
    [TestCase(".*", null)]
    [TestCase("", null)]
    public void The_longest_literal_of_every_match_is_known(string pattern, string? literal) =>
        Assert.That(LogPattern.Parse(pattern).Facts.RequiredLiteral, Is.EqualTo(literal));

    [TestCase("^\\[[^]]+\\] ([^ ]+) (?:x|yz)?=> .*\\(HTTP/1.1 5..\\)", new[] { "[", "] ", " ", "=> ", "(HTTP/1", "1 5", ")" })]
    [TestCase("ab(?:cd)+ef", new[] { "ab", "cd", "ef" })]
    [TestCase("ab(?:cd)*ef", new[] { "ab", "ef" })]
    [TestCase("ab(?:xcy|zc)ef", new[] { "ab", "ef" })]
    [TestCase("ab(?:xyc|zyc)ef", new[] { "ab", "yc", "ef" })]
    [TestCase("ab(?=cd)ef$", new[] { "abef" })]
    [TestCase("(?i)ab", new string[0])]
    public void The_literals_that_follow_one_another_are_known(string pattern, string[] literals) =>
        Assert.That(LogPattern.Parse(pattern).Facts.RequiredInOrder, Is.EqualTo(literals));

    [TestCase("foo|bar", new[] { "foo", "bar" })]
    [TestCase("^(?:error|fail(?:ed|ure)): \\d", new[] { "error", "fail" })]
    [TestCase("(foo|(?:bar|baz.))\\d", new[] { "foo", "ba" })]
    [TestCase("foo|(?:xy|z).", new[] { "foo", "xy", "z" })]
    [TestCase("(?:foo|bar)+", new[] { "foo", "bar" })]
    [TestCase("(?:foo|bar)?", null)]
    [TestCase("foo|.*", null)]
    [TestCase("foo|", null)]
    [TestCase("(?i)foo|bar", null)]
    [TestCase("foo|(?i:bar)", null)]
    public void One_literal_of_each_branch_is_known(string pattern, string[]? literals) =>
        Assert.That(LogPattern.Parse(pattern).Facts.RequiredAny, Is.EqualTo(literals));

    [TestCase("^foo.*", true, "foo")]
    [TestCase("\\Afo(o|x)", true, "fo")]
    [TestCase("(?:^foo|^fob)", true, "fo")]
    [TestCase("(^(?:foo))+", true, "foo")]
    [TestCase("\\b^foo", true, "foo")]
    [TestCase("^[ab]foo", true, null)]
    [TestCase("^fo?o", true, "f")]
    [TestCase("(?i)^foo", true, null)]
    [TestCase("(?m)^foo", false, null)]
    [TestCase("^foo|bar", false, null)]
    [TestCase("(?:^)?foo", false, null)]
    [TestCase("(?:x|^)foo", false, null)]
    [TestCase("x?^foo", false, null)]
    [TestCase("(?=^)foo", false, null)]
    [TestCase("(?!^)foo", false, null)]
    public void What_an_anchored_pattern_begins_with_is_known(string pattern, bool isAnchored, string? prefix)
    {
        var facts = LogPattern.Parse(pattern).Facts;

        Assert.That((facts.IsAnchored, facts.Prefix), Is.EqualTo((isAnchored, prefix)));
    }

    [TestCase("foo", "foo", "Contains")]
    [TestCase("^fo\\.o", "fo.o", "StartsWith")]
    [TestCase("foo\\Z", "foo", "EndsWith")]
    [TestCase("\\Afoo\\Z", "foo", "Equals")]
    [TestCase("", "", "Contains")]
    [TestCase("^", "", "StartsWith")]
    [TestCase("\\Z", "", "EndsWith")]
    [TestCase("f[o]o", "foo", "Contains")]
    [TestCase("foo$", null, null)]
    [TestCase("(?m)^foo", null, null)]
    [TestCase("(foo)", null, null)]
    [TestCase("fo{2}", null, null)]
    [TestCase("(?i)foo", null, null)]
    [TestCase("\\bfoo", null, null)]
    [TestCase("fo(?=o)", null, null)]
    public void A_mere_literal_is_known_as_such(string pattern, string? text, string? kind)
    {
        var literal = LogPattern.Parse(pattern).Facts.Literal;

        Assert.That((literal?.Text, literal?.Kind.ToString()), Is.EqualTo((text, kind)));
    }

    [TestCase("^Failed (\\S+) from", "Failed x from", true)]
    [TestCase("^Failed (\\S+) from", " Failed x from", false)]
    [TestCase("^Failed (\\S+) from host", "Failed x", false)]
    [TestCase("foo|bar\\d", "a bar", true)]
    [TestCase("foo|bar\\d", "a ba", false)]
    [TestCase("(?i)foo", "", true)]
    [TestCase("^é", "x", true)]
    [TestCase("aé bcd é", " bcd ", true)]
    [TestCase("aé bcd é", "aé", false)]
    [TestCase("é|foo", "", true)]
    public void A_candidate_is_told_by_its_ascii_bytes(string pattern, string text, bool isCandidate) =>
        Assert.That(LogPattern.Parse(pattern).IsCandidate(System.Text.Encoding.UTF8.GetBytes(text)), Is.EqualTo(isCandidate));

    [TestCase("^(a|b)*[^c]{2,3}?\\b$", true)]
    [TestCase("(?:a{100}){99}", true)]
    [TestCase("(?:a{1000}){1000}", false)]
    [TestCase("(a)\\1", false)]
    [TestCase("(?=a)", false)]
    [TestCase("(?>a)", false)]
    [TestCase("a++", false)]
    [TestCase("(a)(?(1)b)", false)]
    [TestCase("(a*)*?", true)]
        [TestCase("(?a)\\b", false)]
    public void Whether_a_pattern_is_linear_is_known(string pattern, bool isLinear) =>
        Assert.That(LogPattern.Parse(pattern).IsLinear, Is.EqualTo(isLinear));
}
