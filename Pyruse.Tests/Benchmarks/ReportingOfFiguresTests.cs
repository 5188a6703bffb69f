using Pyruse.Benchmarks.Live;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;

namespace Pyruse.Tests.Benchmarks;

/// <summary>How figures get into docs/performance.md.</summary>
[TestFixture]
public sealed class ReportingOfFiguresTests
{
    [Test]
    public void A_table_is_aligned_with_figures_at_the_right() => Assert.That(
        new TextTable("", "median", "note").Add("pyruse replay", "1.07 s", "fast").Add("other", "–", "3 of 5").ToString(),
        Is.EqualTo("""
            |               | median | note   |
            | ------------- | -----: | ------ |
            | pyruse replay | 1.07 s | fast   |
            | other         |      – | 3 of 5 |

            """.ReplaceLineEndings("\n")));

    [Test]
    public void A_row_has_as_many_cells_as_the_table() => Assert.That(static () => new TextTable("a", "b").Add("1"), Throws.ArgumentException);

    [TestCase(0.01234, "0.012")]
    [TestCase(1.234, "1.23")]
    [TestCase(12.34, "12.3")]
    [TestCase(1234.6, "1,235")]
    public void Figures_have_about_three_digits(double value, string expected) => Assert.That(Figures.Short(value), Is.EqualTo(expected));

    [Test]
    public void New_figures_take_the_place_of_the_old() => Assert.That(
        PerformanceDocument.Replace("# Title\n<!-- figures: a -->\n\nold\n\n<!-- end: a -->\nrest\n", "a", "new\n"),
        Is.EqualTo("# Title\n<!-- figures: a -->\n\nnew\n\n<!-- end: a -->\nrest\n"));

    [Test]
    public void A_document_without_a_place_for_figures_is_refused() => Assert.That(
        static () => PerformanceDocument.Replace("# Title\n", "a", "new"), Throws.InstanceOf<BenchmarkException>().With.Message.Contains("<!-- figures: a -->"));

    [Test]
    public void The_command_is_told_without_directories_and_without_what_does_not_matter() => Assert.That(
        Provenance.CommandOf(["compare", "--config", "/home/somebody/full.json", "--json=/tmp/out.json", "--runs", "5", "--update"]),
        Is.EqualTo("dotnet run -c Release --project Pyruse.Benchmarks -- compare --config full.json --json=out.json --runs 5"));

    [Test]
    public void The_command_can_be_pasted_into_a_shell() => Assert.That(Provenance.CommandOf(["micro", "--filter", "*Walk*"]), Does.EndWith("-- micro --filter '*Walk*'"));

    [Test]
    public void The_documents_have_a_place_for_each_command()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "performance.md"));
        foreach (string section in (string[])["compare", "growth-entries", "growth-chains", "growth-counters", "growth-bans", "growth-files", "latency", "steady", "patterns", "micro"])
            Assert.That(() => PerformanceDocument.Replace(document, section, ""), Throws.Nothing, section);
    }

    [TestCase("MESSAGE=Event 17", "MESSAGE=", true, 17)]
    [TestCase("Event 17", "", true, 17)]
    [TestCase("MESSAGE=Banned 192.0.2.1", "MESSAGE=", false, 0)]
    [TestCase("MESSAGE=Event of today", "MESSAGE=", false, 0)]
    public void The_effects_of_events_are_told_from_others(string line, string before, bool isOne, int expected) => Assert.Multiple(() =>
    {
        Assert.That(LiveEvent.TryParse(line, before, out int number), Is.EqualTo(isOne));
        Assert.That(number, Is.EqualTo(expected));
    });

    [Test]
    public void An_event_is_known_again() => Assert.That(
        LiveEvent.TryParse(LiveEvent.Fields(42).Single(static field => field.Name == "MESSAGE").Value, "", out int number) ? number : -1, Is.EqualTo(42));
}
