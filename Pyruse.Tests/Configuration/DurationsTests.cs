using System.Globalization;
using Pyruse.Core.Configuration;

namespace Pyruse.Tests.Configuration;

[TestFixture]
public sealed class DurationsTests
{
    [TestCase("90s", 90)]
    [TestCase("10m", 600)]
    [TestCase("1h30m", 5400)]
    [TestCase("1h 30m", 5400)]
    [TestCase("7d", 604_800)]
    [TestCase("2w", 1_209_600)]
    [TestCase("250ms", 0.25)]
    [TestCase("1.5h", 5400)]
    [TestCase("0.5ms", 0.0005)]
    [TestCase("300", 300)]
    [TestCase("0", 0)]
    [TestCase(" 5s ", 5)]
    [TestCase("5S", 5)]
    [TestCase("1d12h30m15s500ms", 131_415.5)]
    [TestCase("36600d", 3_162_240_000)]
    public void A_text_is_a_duration(string text, double seconds) =>
        Assert.That(Durations.Parse(Node(text)), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("soon")]
    [TestCase("-5s")]
    [TestCase("5x")]
    [TestCase("s")]
    [TestCase("5 s")]
    [TestCase("1h30")]
    [TestCase("30 1h")]
    [TestCase("1,5h")]
    [TestCase("1..5h")]
    [TestCase(".h")]
    [TestCase("1e3s")]
    [TestCase("٣s")]
    [TestCase("36601d")]
    [TestCase("99999999999999999999999w")]
    public void Any_other_text_is_none(string text) => Assert.That(() => Durations.Parse(Node(text)), Throws.TypeOf<FormatException>().With.Message.EqualTo(
        $"\"{text}\" is no duration; write seconds as a number, or a text such as \"90s\", \"10m\", \"1h30m\" or \"7d\"."));

    [Test]
    public void A_text_of_unlikely_length_is_none() => Assert.That(Durations.TryParse(new string('1', 65), out _), Is.False);

    [Test]
    public void A_number_is_a_duration_in_seconds() =>
        Assert.That((Durations.Parse(Node(300L)), Durations.Parse(Node(0.25))), Is.EqualTo((TimeSpan.FromMinutes(5), TimeSpan.FromMilliseconds(250))));

    private static IEnumerable<TestCaseData<object?, string>> Wrong
    {
        get
        {
            yield return new(-1L, "-1 seconds are no usable duration; give a number from 0 to 3162240000.");
            yield return new(3_162_240_001L, "3162240001 seconds are no usable duration; give a number from 0 to 3162240000.");
            yield return new(double.NaN, "NaN seconds are no usable duration; give a number from 0 to 3162240000.");
            yield return new(true, "Expected a duration such as 300 (seconds) or \"5m\", but found true or false.");
            yield return new(new TimeOnly(12, 0), "Expected a duration such as 300 (seconds) or \"5m\", but found a time of day.");
        }
    }

    [TestCaseSource(nameof(Wrong))]
    public void Any_other_value_is_none(object? value, string expected) =>
        Assert.That(() => Durations.Parse(Node(value)), Throws.TypeOf<FormatException>().With.Message.EqualTo(expected));

    [TestCase(0, "0ms")]
    [TestCase(0.25, "250ms")]
    [TestCase(1, "1s")]
    [TestCase(90, "1m30s")]
    [TestCase(5400, "1h30m")]
    [TestCase(86_400, "1d")]
    [TestCase(604_800, "7d")]
    [TestCase(131_415.5, "1d12h30m15s")]
    public void A_duration_is_written_shortly(double seconds, string expected) => Assert.Multiple(() =>
    {
        Assert.That(Durations.Format(TimeSpan.FromSeconds(seconds)), Is.EqualTo(expected));
        Assert.That(Durations.TryParse(expected, out TimeSpan read) ? Math.Floor(read.TotalSeconds) : -1, Is.EqualTo(Math.Floor(seconds)), string.Create(CultureInfo.InvariantCulture, $"{expected} read again"));
    });

    private static ConfigScalar Node(object? value) => new(SourcePosition.InCode, value);
}
