using Pyruse.Core.Chains.Observing;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Seeing;

/// <summary>Hints are given where they keep the meaning, or say what to check.</summary>
public sealed class OrderingHintTests
{
    /// <summary>A pattern that takes its time on the messages below.</summary>
    private const string Slow = "{ filter = 'pcre', field = 'MESSAGE', re = '(?P<word>(a|b|ab)*c)[de]' }";

    private static readonly string Long = string.Concat(Enumerable.Repeat("ab", 400)) + "c";

    [Test]
    public void A_costly_filter_before_a_cheap_one_that_lets_little_through()
    {
        OrderingHint hint = Hint($"{Slow}, {{ filter = 'equals', field = 'B', value = 'x' }}, {{ action = 'noop' }}", "cheap-first", Entry("a", "n", Long + "d"));

        Assert.That(hint.Sentence, Does.Contain("step 2 (equals) behind it costs less").And.Contain("Check that no other chain needs word, which is then set less often."));
    }

    [TestCase("{ filter = 'equals', field = 'word', value = 'x' }", TestName = "{m}: it needs what the costly one sets")]
    [TestCase("{ filter = 'equals', field = 'B', value = 'x', else = 'aside' }", TestName = "{m}: it leads elsewhere")]
    public void A_cheap_filter_is_not_put_first_where_that_changes_the_meaning(string cheap) =>
        Assert.That(Hints($"{Slow}, {cheap}, {{ action = 'noop' }}", Entry("a", "n", Long + "d")).Select(static hint => hint.Kind), Has.None.EqualTo("cheap-first"));

    [Test]
    public void A_costly_filter_that_only_entries_of_one_program_pass()
    {
        OrderingHint hint = Hint($"{Slow}, {{ action = 'noop' }}", "ask-who-first", [.. Entry("cron", "n", Long), .. Entry("sshd", "n", Long + "d").Take(3)]);

        Assert.That(hint.Sentence, Does.Contain("all 3 that passed have SYSLOG_IDENTIFIER \"sshd\"").And.Contain("{ filter = \"equals\", field = \"SYSLOG_IDENTIFIER\", value = \"sshd\" }"));
    }

    [Test]
    public void A_costly_filter_that_nothing_passes() =>
        Assert.That(Hint($"{Slow}, {{ action = 'noop' }}", "never-passes", Entry("cron", "n", Long)).Sentence, Does.Contain("none of 200 entries passed"));

    [Test]
    public void Few_entries_give_no_hints() => Assert.That(Hints($"{Slow}, {{ action = 'noop' }}", [.. Entry("cron", "n", Long).Take(50)]), Is.Empty);

    private static OrderingHint Hint(string steps, string kind, IReadOnlyList<TestEntry> entries) => Hints(steps, entries).First(hint => hint.Kind == kind);

    private static IReadOnlyList<OrderingHint> Hints(string steps, IReadOnlyList<TestEntry> entries) => Watched.Count(Workflows.Chain(steps) + Workflows.Chain("{ action = 'noop' }", "aside"), entries).Hints;

    private static IReadOnlyList<TestEntry> Entry(string identifier, string b, string message) =>
        [.. Enumerable.Range(0, 200).Select(i => TestEntries.At(i, $"SYSLOG_IDENTIFIER={identifier} | B={b} | MESSAGE={message}"))];
}
