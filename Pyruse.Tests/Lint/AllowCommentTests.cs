using Pyruse.Core.Lint;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Lint;

/// <summary>A comment silences what it names, where it stands, and nothing else.</summary>
[TestFixture]
public sealed class AllowCommentTests
{
    private const string Twice = "  { filter = \"in\", field = \"_COMM\", values = [\"a\", \"a\"] },";

    [TestCase(Twice, "PYR502@4")]
    [TestCase(Twice + "  # pyruse: allow PYR502", "")]
    [TestCase(Twice + "  # Pyruse: ALLOW pyr502: the list is made by a script", "")]
    [TestCase(Twice + "  # pyruse: allow PYR501, PYR502 both", "PYR002@4")]
    [TestCase("  # pyruse: allow PYR502 it is so\n" + Twice, "")]
    [TestCase("  # pyruse: allow PYR502\n  # and more is said\n" + Twice, "")]
    [TestCase("  # pyruse: allow PYR502\n\n" + Twice, "PYR002@4 PYR502@6")]
    [TestCase("  # pyruse: allow PYR301\n" + Twice, "PYR002@4 PYR502@5")]
    [TestCase("  # pyruse: allow PYR592\n" + Twice, "PYR001@4 PYR502@5")]
    [TestCase("  # pyruse: allow\n" + Twice, "PYR001@4 PYR502@5")]
    [TestCase("  # pyruse allows much\n" + Twice, "PYR502@5")]
    public void A_comment_is_for_its_line_or_the_next(string steps, string expected) => Assert.That(
        Lints.Of($"[[chain]]\nname = \"x\"\nsteps = [\n{steps}\n  {{ action = \"noop\" }},\n]\n"), Is.EqualTo(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Test]
    public void A_comment_before_the_first_key_is_for_the_file() => Assert.That(
        Lints.Of($"# Mine\n\n# pyruse: allow PYR502 made by a script\n\n{Workflows.Chain(Twice + Twice.TrimStart() + "{ action = \"noop\" }")}"), Is.Empty);

    [Test]
    public void Each_file_has_its_own_comments()
    {
        using var directory = new TempDirectory();
        string main = directory.Write("pyruse.toml", "# pyruse: allow PYR502\n" + Workflows.Chain(Twice + "{ action = \"noop\" }", "a"));
        directory.Write("conf.d/more.toml", Workflows.Chain(Twice.Replace("_COMM", "_EXE", StringComparison.Ordinal) + "{ action = \"noop\" }", "b"));
        Assert.That(Lints.OfFile(main).Select(static item => $"{Path.GetFileName(item.Position.File)}: {item.Code}"), Is.EqualTo(new[] { "more.toml: PYR502" }));
    }

    [Test]
    public void A_text_with_a_number_sign_is_no_comment() => Assert.That(
        Lints.Of(Workflows.Chain("{ filter = \"in\", field = \"_COMM\", values = [\"# pyruse: allow PYR502\", \"a\", \"a\"] }, { action = \"noop\" }")), Is.EqualTo(new[] { "PYR502@4" }));

    [Test]
    public void The_caller_can_allow_a_code() => Assert.That(Lints.Of(Workflows.Chain(Twice + "{ action = \"noop\" }"), LintCodes.WrittenTwice), Is.Empty);

    [Test]
    public void A_warning_that_comes_at_each_start_has_a_code_too() => Assert.That(
        Lints.Of("[[chain]]\nname = \"a\"\nsteps = [{ action = \"noop\", then = \"b\" }, { action = \"noop\" }] # pyruse: allow PYR101\n[[chain]]\nname = \"b\"\nsteps = [{ action = \"noop\" }]\n"), Is.Empty);
}
