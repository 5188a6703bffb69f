using Pyruse.Tests.Support;

namespace Pyruse.Tests.Filters;

[TestFixture]
public sealed class ContainsFilterTests
{
    [TestCase("MESSAGE=Out of memory: killed", "['memory']", "passes")]
    [TestCase("MESSAGE=Out of memory: killed", "['Memory']", "fails")]
    [TestCase("MESSAGE=Out of memory: killed", "['Memory'], ignoreCase = true", "passes")]
    [TestCase("MESSAGE=Out of memory: killed", "['disk', 'kill']", "passes")]
    [TestCase("MESSAGE=Out of memory: killed", "['disk', 'net']", "fails")]
    [TestCase("MESSAGE=CAFÉ", "['café'], ignoreCase = true", "passes")]
    [TestCase(@"MESSAGE=caf\xE9", "['fé']", "passes", TestName = "A message in the 8-bit encoding is text")]
    [TestCase("MESSAGE=one | MESSAGE=two", "['two']", "passes", TestName = "Any value of the field is enough")]
    [TestCase("MESSAGE=", "['x']", "fails")]
    [TestCase("A=x", "['x']", "fails", TestName = "A missing field does not pass")]
    public void Contains_passes_when_any_text_occurs(string entry, string values, string expected) =>
        Assert.That(Filter.Ask($"'contains', field = 'MESSAGE', values = {values}", entry), Is.EqualTo(expected));

    [TestCase("[]")]
    [TestCase("['a', '']")]
    public void A_text_that_occurs_everywhere_is_refused(string values) => Assert.That(
        Workflows.ProblemOf($"{{ filter = 'contains', field = 'MESSAGE', values = {values} }}"),
        Is.EqualTo("The filter \"contains\" refuses this: It must name at least one text, and none may be empty: an empty text occurs everywhere."));
}
