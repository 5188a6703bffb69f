using Pyruse.Tests.Support;

namespace Pyruse.Tests.Filters;

[TestFixture]
public sealed class OrderFilterTests
{
    [TestCase("PRIORITY=3", "4", "passes", "fails")]
    [TestCase("PRIORITY=4", "4", "passes", "passes")]
    [TestCase("PRIORITY=5", "4", "fails", "passes")]
    [TestCase("PRIORITY=5", "4.5", "fails", "passes")]
    [TestCase("PRIORITY=5", "'10'", "passes", "fails")]
    [TestCase("A=10", "9", "fails", "passes")]
    [TestCase("A=-0.5", "0", "passes", "fails")]
    [TestCase("A=10", "'9'", "passes", "fails", TestName = "Two texts are ordered as texts even if they are numbers")]
    [TestCase("A=abc", "'abd'", "passes", "fails")]
    [TestCase("A=3 | A=5", "4", "passes", "passes", TestName = "Any value of the field is enough")]
    [TestCase("B=x", "4", "fails", "fails", TestName = "A field that is missing has no order, silently")]
    public void A_field_is_compared_with_the_bound(string entry, string bound, string lower, string greater)
    {
        string field = entry.StartsWith("PRIORITY", StringComparison.Ordinal) ? "PRIORITY" : "A";
        Assert.That(
            (Filter.Ask($"'lowerOrEquals', field = '{field}', value = {bound}", entry), Filter.Ask($"'greaterOrEquals', field = '{field}', value = {bound}", entry)),
            Is.EqualTo((lower, greater)));
    }

    [TestCase("A=x", "4", "The field A is the text \"x\", which has no order with 4.")]
    [TestCase("PRIORITY=x", "4", "The field PRIORITY is the text \"x\", which has no order with 4.")]
    [TestCase("PRIORITY=6", "'x'", "The field PRIORITY is the integer 6, which has no order with \"x\".")]
    [TestCase(@"A=\xFF", "4", "The field A is binary, which has no order with 4.")]
    [TestCase("A=x | A=4", "4", "The field A is the text \"x\", which has no order with 4.")]
    [TestCase(@"A=a\x1B\x0A", "4", "The field A is the text \"a··\", which has no order with 4.", TestName = "Control characters do not get into the message")]
    public void What_has_no_order_is_an_error(string entry, string bound, string expected)
    {
        string field = entry[..entry.IndexOf('=')];
        Assert.Multiple(() =>
        {
            Assert.That(Filter.Ask($"'lowerOrEquals', field = '{field}', value = {bound}", entry), Is.EqualTo(expected));
            Assert.That(Filter.Ask($"'greaterOrEquals', field = '{field}', value = {bound}", entry), Is.EqualTo(expected));
        });
    }

    [TestCase("2025-10-20T22:40:00Z", "passes", "passes")]
    [TestCase("2025-10-21T00:40:00.000001+02:00", "passes", "fails")]
    [TestCase("'2025-10-20T22:39:59.999999Z'", "fails", "passes")]
    public void Times_are_ordered_to_the_microsecond(string bound, string lower, string greater) => Assert.That(
        (Filter.Ask($"'lowerOrEquals', field = '__REALTIME_TIMESTAMP', value = {bound}", "A=x"),
            Filter.Ask($"'greaterOrEquals', field = '__REALTIME_TIMESTAMP', value = {bound}", "A=x")),
        Is.EqualTo((lower, greater)));
}
