using Pyruse.Benchmarks.Measuring;

namespace Pyruse.Tests.Benchmarks;

[TestFixture]
public sealed class StatisticsTests
{
    [TestCase(new[] { 5.0 }, 5)]
    [TestCase(new[] { 3.0, 1, 2 }, 2)]
    [TestCase(new[] { 4.0, 1, 3, 2 }, 2.5)]
    public void The_median_is_in_the_middle(double[] values, double median) => Assert.That(Statistics.Median(values), Is.EqualTo(median));

    [TestCase(0, 10)]
    [TestCase(0.25, 20)]
    [TestCase(0.9, 46)]
    [TestCase(1, 50)]
    public void A_quantile_lies_between_its_neighbours_in_proportion(double share, double expected) =>
        Assert.That(Statistics.Quantile([50, 10, 40, 20, 30], share), Is.EqualTo(expected).Within(1e-9));

    [Test]
    public void There_is_no_quantile_of_nothing() => Assert.That(static () => Statistics.Median([]), Throws.ArgumentException);

    [Test]
    public void A_histogram_has_no_gaps_and_counts_lower_ends() =>
        Assert.That(Statistics.Histogram([0, 9.9, 10, 35], 10), Is.EqualTo(new[] { 2, 1, 0, 1 }));

    [Test]
    public void A_histogram_of_nothing_is_empty() => Assert.That(Statistics.Histogram([], 10), Is.Empty);

    [Test]
    public void A_run_is_read_from_the_helpers_line()
    {
        (ProcessRun run, int exitCode) = ProcessRun.Parse("1500000 900000 100000 2048 3\n", "oops");
        Assert.Multiple(() =>
        {
            Assert.That(run, Is.EqualTo(new ProcessRun(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1), 2 * 1024 * 1024, "oops")));
            Assert.That(exitCode, Is.EqualTo(3));
        });
    }
}
