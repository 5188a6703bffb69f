using Pyruse.Core.Chains.Observing;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Seeing;

/// <summary>What is counted of entries, and what follows from it.</summary>
public sealed class WalkStatisticsTests
{
    private const string Chains = """
        [[chain]]
        name = "ssh"
        steps = [
          { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "sshd" },
          { filter = "pcre", field = "MESSAGE", re = "^Failed", else = "aside" },
          { action = "noop" },
        ]
        [[chain]]
        name = "aside"
        steps = [{ filter = "equals", field = "PRIORITY", value = 3 }, { action = "noop" }]
        [[chain]]
        name = "never"
        steps = [{ filter = "equals", field = "SYSLOG_IDENTIFIER", value = "nobody" }, { action = "noop" }]
        """;

    [Test]
    public void Steps_and_chains_are_counted()
    {
        WalkStatistics statistics = Watched.Count(
            Chains, Of("sshd", "Failed"), Of("sshd", "Failed"), Of("sshd", "else"), Of("cron", "x"));

        Assert.Multiple(() =>
        {
            Assert.That(statistics.Steps.Select(static figures => $"{figures.Step.Chain} {figures.Step.Index}: {figures.Met} {figures.Passed} {figures.Failed}"), Is.EqualTo(new[]
            {
                "ssh 0: 4 3 1", "ssh 1: 3 2 1", "ssh 2: 2 2 0", "aside 0: 1 0 1", "aside 1: 0 0 0", "never 0: 2 0 2", "never 1: 0 0 0",
            }));
            Assert.That(statistics.Chains.Select(static chain => (chain.Name, chain.Entered, chain.Ended)), Is.EqualTo(new[] { ("ssh", 4L, 2L), ("aside", 1L, 0L), ("never", 2L, 0L) }));
            Assert.That((statistics.Entries, statistics.Untaken), Is.EqualTo((4, 2)));
        });
    }

    [Test]
    public void Entries_are_counted_by_identifier_unit_and_priority()
    {
        WalkStatistics statistics = Watched.Count(
            Chains, TestEntries.Of("SYSLOG_IDENTIFIER=a | _SYSTEMD_UNIT=u | PRIORITY=3"), TestEntries.Of("SYSLOG_IDENTIFIER=a | PRIORITY=6"), TestEntries.Of("SYSLOG_IDENTIFIER=b | PRIORITY=no"), TestEntries.Of("B=x"));

        Assert.Multiple(() =>
        {
            Assert.That(statistics.Identifiers.Top(9), Is.EqualTo(new[] { ("a", 2L), ("b", 1L) }));
            Assert.That(statistics.Identifiers.Missing, Is.EqualTo(1));
            Assert.That(statistics.Units.Top(9), Is.EqualTo(new[] { ("u", 1L) }));
            Assert.That((statistics.Priorities[3], statistics.Priorities[6], statistics.WithoutPriority), Is.EqualTo((1, 1, 2)));
        });
    }

    [Test]
    public void A_filter_that_throws_is_counted_with_its_first_sentence()
    {
        StepFigures figures = Watched.Count(Workflows.Chain("{ filter = 'greaterOrEquals', field = 'A', value = 3 }"), TestEntries.Of("A=x"), TestEntries.Of("A=y"), TestEntries.Of("A=5")).Steps.Single();

        Assert.Multiple(() =>
        {
            Assert.That((figures.Met, figures.Passed, figures.Threw), Is.EqualTo((3, 1, 2)));
            Assert.That(figures.Problem, Does.StartWith("The field A is "));
        });
    }

    [Test]
    public void A_tally_keeps_the_frequent_keys_whatever_comes_in_between()
    {
        var tally = new KeyTally();
        for (int i = 0; i < 100_000; i++)
        {
            tally.Add($"rare {i}");
            if (i % 10 == 0)
                tally.Add(i < 50_000 ? "early" : "late");
        }

        Assert.Multiple(() =>
        {
            Assert.That(tally.Top(2).Select(static pair => pair.Key), Is.EquivalentTo(new[] { "early", "late" }));
            Assert.That(tally.Top(2).Select(static pair => pair.Count), Is.All.InRange(4_900, 5_000));
            Assert.That(tally.Top(int.MaxValue), Has.Count.LessThanOrEqualTo(KeyTally.Capacity));
            Assert.That(tally.Top(int.MaxValue).Sum(static pair => pair.Count) + tally.GivenUp, Is.EqualTo(tally.Total).And.EqualTo(110_000));
        });
    }

    [Test]
    public void Keys_are_cut_so_that_hostile_ones_do_not_fill_the_memory()
    {
        var tally = new KeyTally();
        tally.Add(new string('x', 1_000_000));

        Assert.That(tally.Top(1).Single().Key, Has.Length.EqualTo(KeyTally.MaxKeyLength));
    }

    [Test]
    public void Steps_that_a_look_up_stands_for_are_marked()
    {
        string chains = string.Concat(Enumerable.Range(0, 5).Select(static i => Workflows.Chain($"{{ filter = 'equals', field = 'A', value = 'v{i}' }}, {{ action = 'noop' }}", $"chain {i}")));

        IReadOnlyList<StepFigures> steps = Watched.Count(chains, TestEntries.Of("A=v4")).Steps;

        Assert.That(steps.Select(static figures => figures.IsFused), Is.EqualTo(steps.Select(static figures => figures.Step.Filter is not null)));
    }

    private static TestEntry Of(string identifier, string message) => TestEntries.Of($"SYSLOG_IDENTIFIER={identifier} | MESSAGE={message} | PRIORITY=6");
}
