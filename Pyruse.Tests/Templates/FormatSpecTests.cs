using System.Text;
using Pyruse.Core.Templates;

namespace Pyruse.Tests.Templates;

public sealed class FormatSpecTests
{
    private static readonly DateTimeOffset Winter = new(2025, 1, 9, 8, 53, 22, TimeSpan.FromHours(1));
    private static readonly DateTimeOffset Summer = new(2025, 7, 9, 8, 53, 22, TimeSpan.FromHours(2));

    [TestCase("d", """The format "d" needs an integer, but the value is text.""")]
    [TestCase(".2f", """The format ".2f" needs a number, but the value is text.""")]
    [TestCase("+", """The format "+" has the sign "+", which text does not take.""")]
    [TestCase("z", """The format "z" has a "z", which text does not take.""")]
    [TestCase("#", """The format "#" has a "#", which text does not take.""")]
    [TestCase(",", """The format "," has the grouping ",", which text does not take.""")]
    [TestCase("=5", """The format "=5" has the alignment "=", which text does not take.""")]
    [TestCase("%H:%M", """The format "%H:%M" is for times, but the value is text; use it with a time only.""")]
    public void Text_is_refused_with_a_sentence(string format, string sentence) =>
        AssertRefused(sentence, output => FormatSpec.Parse(format).AppendText(output, "text"));

    [TestCase("s", 5, """The format "s" needs text, but the value is an integer; leave the type out.""")]
    [TestCase(".2", 5, """The format ".2" has a precision, which integers do not take; remove it, or write the type of a real such as "f".""")]
    [TestCase("z", 5, """The format "z" has a "z", which integers do not take; remove it, or write the type of a real such as "f".""")]
    [TestCase("%H", 5, """The format "%H" is for times, but the value is an integer; use it with a time only.""")]
    [TestCase("c", -1, """The format type "c" needs the number of a character, 0 to 1114111, but the value is -1.""")]
    [TestCase("c", 1114112, """The format type "c" needs the number of a character, 0 to 1114111, but the value is 1114112.""")]
    public void Integers_are_refused_with_a_sentence(string format, long value, string sentence) =>
        AssertRefused(sentence, output => FormatSpec.Parse(format).AppendInteger(output, value));

    [TestCase("x", """The format "x" needs an integer, but the value is a real number; write a type such as "f", or none.""")]
    [TestCase("s", """The format "s" needs text, but the value is a real number; write a type such as "f", or none.""")]
    [TestCase("%H", """The format "%H" is for times, but the value is a real number; use it with a time only.""")]
    public void Reals_are_refused_with_a_sentence(string format, string sentence) =>
        AssertRefused(sentence, output => FormatSpec.Parse(format).AppendReal(output, 0.5));

    [Test]
    public void A_format_for_times_that_has_no_code_is_refused_at_parsing() =>
        Assert.That(Assert.Throws<TemplateSyntaxException>(static () => FormatSpec.Parse("today"))!.Column, Is.EqualTo(1));

    [Test]
    public void A_percentage_with_a_fault_is_not_mistaken_for_a_format_for_times() =>
        Assert.That(Assert.Throws<TemplateSyntaxException>(static () => FormatSpec.Parse("5000.1%"))!.Column, Is.EqualTo(1));

    [Test]
    public void A_code_that_is_half_a_pair_prints_as_that_half() =>
        Assert.That(Written(static output => FormatSpec.Parse("c").AppendInteger(output, 0xD83D)), Is.EqualTo("\ud83d"));

    [TestCase("01000d", 1000)]
    [TestCase("01000,d", 1000)]
    [TestCase("#01000_b", 1000)]
    [TestCase("1000.1000f", 1 + 19 + 1 + 1000)]
    public void The_greatest_width_and_precision_are_taken(string format, int length) =>
        Assert.That(Written(output => FormatSpec.Parse(format).AppendInteger(output, long.MinValue)), Has.Length.EqualTo(length));

    [TestCase(".1000f", 309 + 1 + 1000)]
    [TestCase(".1000e", 1 + 1 + 1000 + 5)]
    [TestCase("#.1000g", 1000 + 1)]
    public void The_greatest_real_fits_with_the_greatest_precision(string format, int length) =>
        Assert.That(Written(output => FormatSpec.Parse(format).AppendReal(output, double.MaxValue)), Has.Length.EqualTo(length));

    [TestCase("%:z", "+01:00")]
    [TestCase("%6z|%-6z|%06z", " +0100| +0100|0+0100")]
    [TestCase("%12Z|%#Z", "   UTC+01:00|utc+01:00")]
    public void An_offset_takes_a_colon_and_flags(string format, string expected) =>
        Assert.That(Written(output => FormatSpec.Parse(format).AppendTime(output, Winter)), Is.EqualTo(expected));

    [Test]
    public void The_zone_gives_its_abbreviation()
    {
        var zone = ZoneWithSummerTime("CET", "CEST");
        Assert.Multiple(() =>
        {
            Assert.That(ZoneName(Winter, zone), Is.EqualTo("CET"));
            Assert.That(ZoneName(Summer, zone), Is.EqualTo("CEST"));
        });
    }

    [Test]
    public void A_zone_without_abbreviation_or_with_another_offset_gives_the_offset()
    {
        Assert.Multiple(() =>
        {
            Assert.That(ZoneName(Winter, ZoneWithSummerTime("Central European Standard Time", "Central European Summer Time")), Is.EqualTo("UTC+01:00"));
            Assert.That(ZoneName(Winter, TimeZoneInfo.Utc), Is.EqualTo("UTC+01:00"));
            Assert.That(ZoneName(Winter.ToUniversalTime(), TimeZoneInfo.Utc), Is.EqualTo("UTC"));
        });
    }

    [Test]
    public void Half_a_pair_is_quoted_as_an_escape() =>
        Assert.That(Written(static output => PythonRepr.Append(output, "\ud800x\udc00")), Is.EqualTo(@"'\ud800x\udc00'"));

    [Test]
    public void Numbers_are_quoted_as_their_digits()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Written(static output => PythonRepr.Append(output, -5)), Is.EqualTo("-5"));
            Assert.That(Written(static output => PythonRepr.Append(output, 1e22)), Is.EqualTo("1e+22"));
        });
    }

    private static string ZoneName(DateTimeOffset time, TimeZoneInfo zone) => Written(output => FormatSpec.Parse("%Z").AppendTime(output, time, zone));

    private static TimeZoneInfo ZoneWithSummerTime(string standardName, string daylightName)
    {
        var start = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday);
        var end = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday);
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), start, end);
        return TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.FromHours(1), standardName, standardName, daylightName, [rule]);
    }

    private static void AssertRefused(string sentence, Action<StringBuilder> append)
    {
        var output = new StringBuilder();
        var error = Assert.Throws<FormatException>(() => append(output));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Message, Is.EqualTo(sentence));
            Assert.That(output.Length, Is.Zero, "characters appended");
        });
    }

    private static string Written(Action<StringBuilder> append)
    {
        var output = new StringBuilder();
        append(output);
        return output.ToString();
    }
}
