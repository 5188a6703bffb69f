using Pyruse.Tests.Support;

namespace Pyruse.Tests.Filters;

[TestFixture]
public sealed class UserExistsFilterTests
{
    [TestCase("USER=root", "passes")]
    [TestCase("USER=nobody-such", "fails")]
    [TestCase("USER=nobody-such | USER=root", "passes")]
    [TestCase("USER=", "fails")]
    [TestCase("USER=Root", "fails")]
    [TestCase("USER=0", "fails")]
    [TestCase("USER=root ", "fails")]
    [TestCase(@"USER=root\x00x", "fails", TestName = "A NUL does not end the name early")]
    [TestCase(@"USER=root\xFF", "fails")]
    [TestCase("USER=../etc/passwd", "fails")]
    [TestCase("USER=root:x", "fails")]
    [TestCase("A=root", "fails", TestName = "A missing field does not pass")]
    public void UserExists_passes_when_a_user_has_the_name(string entry, string expected) =>
        Assert.That(Filter.Ask("'userExists', field = 'USER'", entry), Is.EqualTo(expected));

    [Test]
    public void A_name_of_unlikely_length_is_not_looked_for() =>
        Assert.That(Filter.Ask("'userExists', field = 'USER'", $"USER={new string('a', 100_000)}"), Is.EqualTo("fails"));

    [Test]
    public void Many_names_do_not_confuse_each_other()
    {
        IEnumerable<TestEntry> entries = Enumerable.Range(0, 300).Select(static i => TestEntries.Of(i % 3 == 0 ? "USER=root" : $"USER=nobody-{i}"));
        Assert.That(
            Workflows.RunSteps("{ filter = 'userExists', field = 'USER' }, { action = 'log', message = '{USER}' }", entries).Messages,
            Is.EqualTo(Enumerable.Repeat("root", 100)));
    }
}
