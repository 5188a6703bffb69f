using Pyruse.Reporting.Text;

namespace Pyruse.Tests.Reports;

[TestFixture]
public sealed class TextWrapTests
{
    private static readonly string Fifty = new('x', 50);

    [Test]
    public void Breaks_at_a_space_and_hangs() => Assert.That(TextWrap.Wrap($"* {Fifty} {Fifty} end", "    "), Is.EqualTo($"* {Fifty}\n    {Fifty} end"));

    [Test]
    public void Leaves_a_line_that_just_fits() => Assert.That(TextWrap.Wrap(new string('x', 75) + " 1234 5", ""), Is.EqualTo(new string('x', 75) + " 1234\n5"));

    [Test]
    public void Breaks_a_word_only_when_it_is_longer_than_a_line() =>
        Assert.That(TextWrap.Wrap("* " + new string('w', 160), "  "), Is.EqualTo($"* {new string('w', 78)}\n  {new string('w', 78)}\n  wwww"));

    [Test]
    public void Does_not_break_inside_of_a_character() => Assert.That(TextWrap.Wrap(new string('w', 79) + "😀", ""), Is.EqualTo(new string('w', 79) + "\n😀"));

    [Test]
    public void Hangs_further_lines_of_the_text_too() => Assert.That(TextWrap.Wrap("one\n  two\n\nthree", " "), Is.EqualTo("one\n two\n\n three"));

    [TestCase("")]
    [TestCase(" ")]
    public void Makes_nothing_of_nothing(string text) => Assert.That(TextWrap.Wrap(text, "  "), Is.Empty);
}
