using System.Text;
using System.Text.Json;
using Pyruse.Core.Patterns;

namespace Pyruse.Tests.Patterns;

public sealed class RecordedPatternTests
{
    private static readonly LogPatternOptions Generous = new() { MatchTimeout = TimeSpan.FromSeconds(10), Patience = TimeSpan.FromSeconds(10) };

    private static readonly LogPatternOptions LinearAtOnce = Generous with { Patience = TimeSpan.Zero };

    [Test]
    public void The_record_is_worth_its_name() =>
        Assert.Multiple(() =>
        {
            Assert.That(RecordedPattern.Valid, Has.Count.GreaterThan(400));
            Assert.That(RecordedPattern.Invalid, Has.Count.GreaterThan(80));
            Assert.That(RecordedPattern.Valid.Sum(row => row.Findings.Count(finding => finding.Spans != "null")), Is.GreaterThan(1_500));
        });

    [TestCaseSource(typeof(RecordedPattern), nameof(RecordedPattern.Valid))]
    public void Both_engines_find_what_Python_finds(RecordedPattern recorded) =>
        Assert.Multiple(() =>
        {
            foreach (var options in new[] { Generous, LinearAtOnce })
            {
                var pattern = LogPattern.Parse(recorded.Pattern, options);
                foreach (var (text, spans) in recorded.Findings)
                {
                    Assert.That(Spans(pattern, text), Is.EqualTo(spans), $"{pattern.Translated} in {JsonSerializer.Serialize(text)}");
                    Assert.That(pattern.IsMatch(text), Is.EqualTo(spans != "null"));
                }
            }
        });

    [TestCaseSource(typeof(RecordedPattern), nameof(RecordedPattern.Valid))]
    public void Groups_have_the_names_and_numbers_of_Python(RecordedPattern recorded)
    {
        var named = LogPattern.Parse(recorded.Pattern).Groups.Where(group => group.Name is not null);

        Assert.That(named.Select(group => KeyValuePair.Create(group.Name!, group.Number)), Is.EquivalentTo(recorded.Names!));
    }

    [TestCaseSource(typeof(RecordedPattern), nameof(RecordedPattern.Invalid))]
    public void What_Python_refuses_is_refused(RecordedPattern recorded)
    {
        var error = Assert.Throws<PatternSyntaxException>(() => LogPattern.Parse(recorded.Pattern))!;

        Assert.That(error.Column, Is.InRange(1, recorded.Pattern.Length + 1));
        Assert.That(error.Message, Does.Contain($"column {error.Column}"));
    }

    /// <summary>The prefilter may err on one side only.</summary>
    [Test]
    public void A_text_that_matches_is_always_a_candidate()
    {
        var random = new Random(20_240_229);
        var patterns = RecordedPattern.Valid.Select(row => LogPattern.Parse(row.Pattern, Generous)).ToList();
        var texts = RecordedPattern.Valid.SelectMany(row => row.Findings).Select(finding => finding.Text).Distinct().ToList();
        var matches = 0;
        foreach (var pattern in patterns)
        {
            for (var round = 0; round < 150; round++)
            {
                var text = Spliced(random, texts);
                if (!pattern.IsMatch(text))
                    continue;
                matches++;
                Assert.That(pattern.IsCandidate(Encoding.UTF8.GetBytes(text)), $"{pattern} in {JsonSerializer.Serialize(text)}");
                Assert.That(pattern.IsCandidate(Encoding.Latin1.GetBytes(text)), $"{pattern} in {JsonSerializer.Serialize(text)} as Latin-1");
            }
        }

        Assert.That(matches, Is.GreaterThan(10_000));
    }

    private static string Spliced(Random random, IReadOnlyList<string> texts)
    {
        var (left, right) = (texts[random.Next(texts.Count)], texts[random.Next(texts.Count)]);
        return left[..random.Next(left.Length + 1)] + right[random.Next(right.Length + 1)..];
    }

    private static string Spans(LogPattern pattern, string text)
    {
        if (pattern.Match(text) is not { } match)
            return "null";
        var spans = Enumerable.Range(0, pattern.GroupCount + 1)
            .Select(number => match.Span(number) is var (index, length) ? $"[{index},{index + length}]" : "null");
        return $"[{string.Join(',', spans)}]";
    }
}
