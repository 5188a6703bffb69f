using System.Text.RegularExpressions;
using Pyruse.Core.Patterns;

namespace Pyruse.Tests.Patterns;

public sealed class PatternSyntaxErrorTests
{
    [TestCase("*a", 1, "nothing to repeat before \"*\" at column 1; write \"\\*\" for the character itself")]
    [TestCase("a|{2}", 3, "nothing to repeat before \"{2}\" at column 3; write \"\\{\" for the character itself")]
    [TestCase("a+*", 3, "the quantifier \"*\" at column 3 follows another; put what it repeats into \"(?:…)\"")]
    [TestCase("a{3,2}", 2, "the quantifier \"{3,2}\" at column 2 ends below its beginning; swap the two counts")]
    [TestCase("a{70000}", 2, "the count 70000 of the quantifier at column 2 is too large; at most 65535 is accepted")]
    [TestCase("foo (bar", 5, "the group opened at column 5 is never closed; add \")\"")]
    [TestCase("foo)", 4, "the \")\" at column 4 closes no group; write \"\\)\" for the character itself")]
    [TestCase("(?P>a)", 1, "the group \"(?P\" at column 1 is of no known kind; write \"(?:…)\", \"(?P<name>…)\" or \"\\(\"")]
    [TestCase("(?P<a b>x)", 5, "\"a b\" at column 5 is no group name; use letters, digits and \"_\", and no digit first")]
    [TestCase("(?P<a>x)(?P<a>y)", 9, "the group name \"a\" at column 9 belongs to group 1 already; choose another name")]
    [TestCase("(?P<a", 5, "the group name at column 5 is never closed; add \">\"")]
    [TestCase("(?P=ip)", 1, "no group to the left of column 1 is named \"ip\"; check the spelling")]
    [TestCase("(a)\\2", 4, "\"\\2\" at column 4 refers to a group that is not there; groups to its left: 1")]
    [TestCase("(a\\1)", 3, "\"\\1\" at column 3 refers to a group that is still open there; put it after the group's \")\"")]
    [TestCase("[a-", 1, "the class opened at column 1 is never closed; add \"]\"")]
    [TestCase("x[z-a]", 3, "the range \"z-a\" at column 3 runs backwards; swap its ends")]
    [TestCase("[\\d-x]", 2, "the range \"\\d-x\" at column 2 has a class for an end; put the \"-\" last in the brackets for the character itself")]
    [TestCase("\\y", 1, "the escape \"\\y\" at column 1 is unknown; write \"y\" for the character, \"\\\\\" for a backslash")]
    [TestCase("a\\", 2, "the pattern ends in the backslash at column 2; write \"\\\\\" for the character itself")]
    [TestCase("\\x4", 1, "the escape \"\\x4\" at column 1 is incomplete; give 2 hexadecimal digits")]
    [TestCase("\\N{DASH}", 1, "character names \"\\N{…}\" as at column 1 are not supported; write \"\\uXXXX\"")]
    [TestCase("\\400", 1, "the octal escape \"\\400\" at column 1 is out of range; the last is \\377")]
    [TestCase("a(?i)b", 2, "the flags \"(?i)\" at column 2 govern the whole pattern; put them first, or write \"(?i:…)\"")]
    [TestCase("(?iz)", 1, "the flags \"(?i\" at column 1 are not followed by \":\" or \")\"; the flags are the letters \"aimsux\"")]
    [TestCase("(?au)", 1, "the flags \"a\" and \"u\" at column 1 exclude each other; keep one of them")]
    [TestCase("(?<=a+)b", 1, "the look-behind at column 1 can match texts of different lengths; give it one length, or several look-behinds joined by \"|\"")]
    [TestCase("(a)(?(2)b)", 7, "the conditional at column 7 asks for group 2; the pattern has 1")]
    [TestCase("(?=x)(?:a*)+?", 12,
        "the lazy quantifier at column 12 repeats what can be empty, which cannot be bounded in a pattern that is not linear; "
        + "let it repeat one character at least")]
    public void An_error_names_its_place_and_remedy(string pattern, int column, string message)
    {
        var error = Assert.Throws<PatternSyntaxException>(() => LogPattern.Parse(pattern))!;

        Assert.That((error.Column, error.Message), Is.EqualTo((column, message)));
    }

    [Test]
    public void Nesting_is_bounded()
    {
        Assert.That(() => LogPattern.Parse(Nested(200)), Throws.Nothing);
        Assert.That(() => LogPattern.Parse(Nested(201)),
            Throws.TypeOf<PatternSyntaxException>().With.Message.EqualTo(
                "the group at column 201 is nested deeper than 200 levels; write the pattern with fewer parentheses"));

        static string Nested(int depth) => new string('(', depth) + "a" + new string(')', depth);
    }

    [Test]
    public void Length_is_bounded() =>
        Assert.That(() => LogPattern.Parse(new string('a', 32_769)),
            Throws.TypeOf<PatternSyntaxException>().With.Message.EqualTo(
                "the pattern is 32769 characters long; at most 32768 are accepted, so split it into several (column 32769)"));

    /// <summary>The engine is made when the first text comes; by then it is too late for an error.</summary>
    [Test]
    public void What_is_accepted_is_accepted_by_dotnet()
    {
        var random = new Random(4_711);
        var accepted = 0;
        for (var round = 0; round < 25_000; round++)
        {
            var source = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Tokens[random.Next(Tokens.Length)]));
            string translated;
            try
            {
                translated = LogPattern.Parse(source).Translated;
            }
            catch (PatternSyntaxException)
            {
                continue;
            }

            accepted++;
            Assert.That(() => new Regex(translated, RegexOptions.CultureInvariant), Throws.Nothing, $"{source} as {translated}");
        }

        Assert.That(accepted, Is.GreaterThan(4_000));
    }

    private static readonly string[] Tokens =
    [
        "a", "b", "1", "-", ",", "^", "$", ".", "|", "(", "(", "(?:", "(?P<n>", "(?=", "(?<!", "(?>", "(?i:", "(?s-i:",
        "(?x: ", "(?(1)", "(?#c)", ")", ")", ")", "*", "+", "?", "{", "}", "{2}", "{,2}", "{2,}+", "[", "[^", "]",
        "[a-c]", "[^]a]", "[]-a]", "\\d", "\\W", "\\S", "\\b", "\\Z", "\\A", "\\1", "\\0", "\\]", "\\-", "\\\\", "#",
        " ", "\n", "é", "ß", "\U0001F600", "[\U0001F600-\U0001F64F]", "[^\U00010000]", "[\\W\\S\\D]", "(?P=n)", "(?a)",
        "(?i)", "<", ">", "'", "{1,3}?", "[[:a]",
    ];
}
