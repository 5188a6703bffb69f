using System.Text.RegularExpressions;
using Pyruse.Core.Patterns;

namespace Pyruse.Tests.Patterns;

public sealed class LogPatternTests
{
    private static readonly LogPatternOptions NeverLate = new() { MatchTimeout = TimeSpan.FromMinutes(1) };

    [TestCase("(?P<n>a)(b)", "(a)(b)")]
    [TestCase("(a)(?P=n)?(?P<n>b)", null)]
    [TestCase("(?P<n>a)\\1(?P=n)1", "(a)\\k<1>\\k<1>1")]
    [TestCase("^a$\\Z", "\\Aa\\Z\\z")]
    [TestCase("(?m)^a$", "(?m:^)a(?m:$)")]
    [TestCase("(?s).", "[\\s\\S]")]
    [TestCase("[a-z-[b]", "[\\u002D\\[a-z]")]
    [TestCase("(?i)k1", "[Kk\\u212A]1")]
    [TestCase("(?ai)k", "[Kk]")]
    [TestCase("a++b*?", "(?>a+)b*?")]
    [TestCase("(?:ab|c)d", "(?:ab|c)d")]
    [TestCase("(?:ab){,3}", "(?:ab){0,3}")]
    [TestCase("\\012{b}", "\\u000A\\{b\\}")]
    [TestCase("\\w\\W\\s", "[\\p{L}\\p{N}_][^\\p{L}\\p{N}_][\\s\\u001C-\\u001F]")]
    [TestCase("\U0001F600+", "(?:\\uD83D\\uDE00)+")]
    [TestCase("[a\U0001F600-\U0001F64F]", "(?:[\\uD83D-\\uD83D][\\uDE00-\\uDE4F]|[a])")]
    public void A_translation_is_plain(string pattern, string? translated)
    {
        if (translated is null)
            Assert.That(() => LogPattern.Parse(pattern), Throws.TypeOf<PatternSyntaxException>());
        else
            Assert.That(LogPattern.Parse(pattern).Translated, Is.EqualTo(translated));
    }

    [TestCase("^a(b|c)*?\\bd$", null)]
    [TestCase("a(?=b)", "a look-ahead")]
    [TestCase("((?<!a)b)+", "a look-behind")]
    [TestCase("(a)|\\1", "a back-reference")]
    [TestCase("(a)?(?(1)b|c)", "a conditional")]
    [TestCase("(?>a)", "an atomic group")]
    [TestCase("a++", "a possessive quantifier")]
    [TestCase("(?a)\\b", "a word boundary under the flag \"a\"")]
    [TestCase("[\U0001F600-\U0001F64F]", "a class with characters beyond U+FFFF")]
    [TestCase("(?:a{1000}){1000}", "counts that are too large")]
    public void What_keeps_a_pattern_from_linear_time_is_named(string pattern, string? obstacle)
    {
        LogPattern parsed = LogPattern.Parse(pattern);
        Assert.That((parsed.WhyNotLinear, parsed.IsLinear), Is.EqualTo((obstacle, obstacle is null)));
    }

    [TestCase("\\ud800")]
    [TestCase("[\\udfff]x")]
    public void The_half_of_a_character_is_in_no_text(string pattern) => Assert.That(LogPattern.Parse(pattern).Match("x\U0001F600x"), Is.Null);

    [Test]
    public void Groups_are_told_by_number_and_name()
    {
        var pattern = LogPattern.Parse("^(?P<user>\\w+)(:)?(?<ip>[0-9.]+)?");

        var match = pattern.Match("joe")!;

        Assert.That(pattern.Groups, Is.EqualTo(new PatternGroup[] { new(1, "user"), new(2, null), new(3, "ip") }));
        Assert.That((match.Value, match.Group(0), match.Group("user")), Is.EqualTo(("joe", "joe", "joe")));
        Assert.That((match.Group(2), match.Group("ip")), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(() => match.Group(4), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => match.Group("host"), Throws.ArgumentException.With.Message.Contains("has no group \"host\""));
    }

    [TestCase("foo", "a foo", 2)]
    [TestCase("foo\\Z", "foo foo", 4)]
    [TestCase("^foo\\Z", "foo ", -1)]
    public void A_literal_has_a_place_like_any_match(string pattern, string text, int index) =>
        Assert.That(LogPattern.Parse(pattern).Match(text)?.Index ?? -1, Is.EqualTo(index));

    [Test]
    public void A_long_text_is_cut_and_never_inside_a_pair()
    {
        var pattern = LogPattern.Parse("(.*)$", new LogPatternOptions { MaxTextLength = 3 });

        Assert.That(pattern.Match("abcdef")!.Value, Is.EqualTo("abc"));
        Assert.That(pattern.Match("ab\U0001F600")!.Value, Is.EqualTo("ab"));
    }

    /// <summary>A backtracking engine needs longer than the universe has for each of these.</summary>
    [TestCase("(a+)+$")]
    [TestCase("^(?:a|a)*$")]
    [TestCase("(?:a?){30}a{30}$")]
    [TestCase("^(a*)*b?$")]
    public void A_catastrophe_is_handed_to_the_linear_engine(string source)
    {
        var pattern = LogPattern.Parse(source, NeverLate);

        Assert.That(pattern.Match(new string('a', 50_000) + "c"), Is.Null);
        Assert.That(pattern.Match(new string('a', 60))!.Length, Is.EqualTo(60));
    }

    [Test]
    public void Three_hostile_texts_turn_a_pattern_linear()
    {
        var pattern = LogPattern.Parse("^(a+)+$", NeverLate);
        string hostile = new string('a', 200) + "b";

        Assert.That((pattern.IsMatch(hostile), pattern.Match(hostile), pattern.HasTurnedLinear), Is.EqualTo((false, (PatternMatch?)null, false)));
        Assert.That((pattern.IsMatch(hostile), pattern.HasTurnedLinear), Is.EqualTo((false, true)));
        Assert.That(pattern.Match("aaa")!.Span(1), Is.EqualTo((0, 3)));
    }

    [Test]
    public void Now_and_then_a_text_that_takes_long_leaves_a_pattern_as_it_is()
    {
        var pattern = LogPattern.Parse("^(a+)+$", NeverLate);
        for (int turn = 0; turn < 4; turn++)
        {
            Assert.That(pattern.IsMatch(new string('a', 200) + "b"), Is.False);
            for (int text = 0; text < 10_000; text++)
                pattern.IsMatch("aaa");
        }
        Assert.That(pattern.HasTurnedLinear, Is.False);
    }

    [TestCase("(?=(a+)+$)a")]
    [TestCase("(a+)+\\1$")]
    [TestCase("(?>(a|aa)+$)")]
    public void A_catastrophe_that_is_not_linear_ends_by_timeout(string source)
    {
        var pattern = LogPattern.Parse(source);

        Assert.That(() => pattern.IsMatch(new string('a', 50_000) + "b"), Throws.TypeOf<RegexMatchTimeoutException>());
        Assert.That(() => pattern.Match(new string('a', 50_000) + "b"), Throws.TypeOf<RegexMatchTimeoutException>());
    }

    /// <summary>.NET gives the first two places beyond the text, and looks at the third for half a minute.</summary>
    [TestCase("[ab](?:(?:b|a*?)+?){,2}", "baba ", 0, 1)]
    [TestCase("(?:(?:b*)+?(?:a*?)??[ab])*[ab]a*?", "aab  ", 0, 3)]
    [TestCase("(?:a|(?:(?:^b??)+?){2,})[ab]", "b1aa", 0, 1)]
    [TestCase("(?:b+|){2,}a?", "ab", 0, 1)]
    [TestCase("(a*)*", "aab", 0, 2)]
    public void What_repeats_nothing_is_run_by_the_linear_engine(string source, string text, int index, int length) =>
        Assert.That(LogPattern.Parse(source, NeverLate).Match(text)!.Span(0), Is.EqualTo((index, length)));

    [Test]
    public void The_linear_engine_keeps_the_timeout()
    {
        var pattern = LogPattern.Parse("(?:.*a.{20}){50}", new LogPatternOptions { Patience = TimeSpan.Zero, MatchTimeout = TimeSpan.FromMilliseconds(1) });

        Assert.That(() => pattern.IsMatch(string.Concat(Enumerable.Repeat("ab", 25_000))), Throws.TypeOf<RegexMatchTimeoutException>());
    }

    [TestCase("\\d")]
    [TestCase("[\\D]")]
    [TestCase("\\w")]
    [TestCase("[\\W\\d]")]
    [TestCase("\\s")]
    [TestCase("[\\S]")]
    [TestCase("(?a)[\\W]")]
    [TestCase("(?a)[\\S]")]
    [TestCase("(?a)[\\D]")]
    [TestCase("(?i)[\\u0370-\\u1fff]")]
    [TestCase("\\bx")]
    [TestCase("\\Bx")]
    public void Both_engines_agree_on_every_character(string source)
    {
        var backtracking = new Regex(LogPattern.Parse(source).Translated, RegexOptions.CultureInvariant);
        var linear = LogPattern.Parse(source, new LogPatternOptions { Patience = TimeSpan.Zero });

        var texts = Enumerable.Range(0, char.MaxValue + 1).Select(code => $"{(char)code}x");
        var disputed = texts.Where(text => backtracking.IsMatch(text) != linear.IsMatch(text));

        Assert.That(disputed.Select(text => $"U+{(int)text[0]:X4}"), Is.Empty);
    }
}
