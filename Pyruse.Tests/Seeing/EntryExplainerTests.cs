using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Entries;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Seeing;

/// <summary>What is said of the steps that one entry meets.</summary>
public sealed class EntryExplainerTests
{
    [Test]
    public void Each_step_says_what_it_compared_and_how_it_went()
    {
        EntryTrail trail = Watched.Explain("""
            [[chain]]
            name = "one"
            steps = [
              { filter = "equals", field = "A", value = "x" },
              { action = "noop" },
            ]
            [[chain]]
            name = "two"
            steps = [
              { filter = "in", field = "A", values = ["y", "z"] },
              { action = "noop" },
            ]
            """, TestEntries.Of("A=y | B=unread")).Single();

        Assert.That(trail.Steps.Select(Shown), Is.EqualTo(new[]
        {
            "one/1 equals Failed A=y, goes on to two",
            "two/1 in Passed A=y, goes on to two",
            "two/2 noop Done, ends",
        }));
    }

    [Test]
    public void Captures_are_shown_as_fields_that_are_set_and_a_group_that_took_no_part_as_null()
    {
        EntryTrail trail = Watched.ExplainSteps("{ filter = 'pcre', field = 'MESSAGE', re = 'from (?P<ip>\\S+)( port (?P<port>\\d+))?' }", "MESSAGE=from 192.0.2.1");

        Assert.That(trail.Steps.Single().Set.Select(Shown), Is.EqualTo(new[] { "ip=192.0.2.1", "port is null" }));
    }

    [Test]
    public void Filters_that_a_run_answers_by_one_look_up_are_each_shown()
    {
        string chains = string.Concat(Enumerable.Range(0, 9).Select(static i => Workflows.Chain($"{{ filter = 'equals', field = 'A', value = 'v{i}' }}, {{ action = 'noop' }}", $"chain {i}")));

        Assert.That(Watched.Explain(chains, TestEntries.Of("A=v7")).Single().Steps.Select(static trace => trace.Step.Chain), Is.EqualTo(Enumerable.Range(0, 8).Select(static i => $"chain {i}").Append("chain 7")));
    }

    [Test]
    public void A_step_that_fails_with_an_error_says_why_and_a_filter_then_counts_as_not_passed()
    {
        EntryTrail trail = Watched.Explain(
            Workflows.Chain("{ filter = 'greaterOrEquals', field = 'A', value = 3 }, { action = 'noop' }", "one") + Workflows.Chain("{ action = 'nftBan', IP = 'A', nftSetIPv4 = 'ip t four', nftSetIPv6 = 'ip6 t six' }", "two"),
            TestEntries.Of("A=word")).Single();

        Assert.Multiple(() =>
        {
            Assert.That(trail.Steps.Select(static trace => (trace.Step.Chain, trace.Outcome)), Is.EqualTo(new[] { ("one", StepOutcome.Threw), ("two", StepOutcome.Threw) }));
            Assert.That(trail.Steps[0].Problem, Does.StartWith("The field A is "));
            Assert.That(trail.Steps[1].Problem, Does.EndWith("not an IP address; nothing is banned."));
            Assert.That(trail.End, Is.EqualTo(TrailEnd.ActionThrew));
        });
    }

    [Test]
    public void Counters_are_shown_with_their_values_also_during_grace()
    {
        const string Steps = "{ filter = 'equals', field = 'A', value = 'reset', else = 'raise' }, { action = 'counterReset', counter = 'c', for = 'K', graceSeconds = 10 }";
        string toml = Workflows.Chain(Steps, "reset") + Workflows.Chain("{ action = 'counterRaise', counter = 'c', for = 'K' }", "raise");

        IReadOnlyList<EntryTrail> trails = Watched.Explain(
            toml, TestEntries.AtSecond(0, "A=x | K=k"), TestEntries.AtSecond(1, "A=x | K=k"), TestEntries.AtSecond(2, "A=reset | K=k"), TestEntries.AtSecond(3, "A=x | K=k"), TestEntries.AtSecond(12, "A=x | K=k"));

        Assert.That(trails.SelectMany(static trail => trail.Steps).SelectMany(static trace => trace.Counters).Select(static use => $"{use.Operation} {use.Counter} {use.Key} {use.Count}"), Is.EqualTo(new[]
        {
            "Raise c k 1", "Raise c k 2", "Reset c k 0", "Raise c k 0", "Raise c k 1",
        }));
    }

    [Test]
    public void An_address_that_is_never_banned_is_named()
    {
        EntryTrail trail = Watched.ExplainSteps("{ action = 'nftBan', IP = 'ip', nftSetIPv4 = 'ip t four', nftSetIPv6 = 'ip6 t six' }", "ip=127.0.0.1");

        Assert.Multiple(() =>
        {
            Assert.That(trail.Steps.Single().Refused.Select(static address => address.ToString()), Is.EqualTo(new[] { "127.0.0.1" }));
            Assert.That(trail.Effects, Is.Empty);
        });
    }

    [Test]
    public void Effects_belong_to_the_step_that_wants_them()
    {
        EntryTrail trail = Watched.ExplainSteps("{ action = 'log', message = 'a' }, { action = 'noop' }, { action = 'dailyReport', level = 'INFO', message = 'b' }", "A=x");

        Assert.That(trail.Steps.Select(static trace => string.Join(',', trace.Effects.Select(static effect => effect.Kind))), Is.EqualTo(new[] { "log", "", "report" }));
    }

    [TestCase("{ filter = 'equals', field = 'A', value = 'x' }, { action = 'noop' }", "ActionDone 2, led by 1")]
    [TestCase("{ action = 'noop' }", "ActionDone 1")]
    [TestCase("{ filter = 'equals', field = 'A', value = 'y' }, { action = 'noop' }", "NoChainLeft 1")]
    [TestCase("{ filter = 'equals', field = 'A', value = 'x' }", "NoChainLeft 1")]
    [TestCase("{ filter = 'equals', field = 'A', value = 'x' }, { action = 'counterRaise', counter = 'c', for = 'MISSING' }", "ActionThrew 2, led by 1")]
    public void The_deciding_step_is_the_last_one_and_what_led_there_is_the_filter_before_it(string steps, string decision)
    {
        EntryTrail trail = Watched.ExplainSteps(steps, "A=x");

        Assert.That($"{trail.End} {trail.Deciding!.Step.Index + 1}{(trail.LedBy is { } led ? $", led by {led.Step.Index + 1}" : "")}", Is.EqualTo(decision));
    }

    [Test]
    public void A_filter_that_sends_an_entry_elsewhere_led_it_there()
    {
        EntryTrail trail = Watched.Explain(
            Workflows.Chain("{ filter = 'equals', field = 'A', value = 'y', else = 'aside' }, { action = 'noop' }", "main") + Workflows.Chain("{ action = 'noop' }", "aside"), TestEntries.Of("A=x")).Single();

        Assert.That((trail.LedBy!.Step.Chain, trail.LedBy.Outcome, trail.LedBy.Next), Is.EqualTo(("main", StepOutcome.Failed, "aside")));
    }

    [Test]
    public void Values_are_kept_up_to_a_length_and_a_number()
    {
        string[] values = [.. Enumerable.Range(0, 20).Select(static i => $"A={i}")];
        FieldContent many = Watched.ExplainSteps("{ filter = 'equals', field = 'A', value = 'x' }", string.Join(" | ", values)).Steps.Single().Read.Single();
        FieldContent large = Watched.ExplainSteps("{ filter = 'equals', field = 'A', value = 'x' }", "A=" + new string('a', 100_000)).Steps.Single().Read.Single();

        Assert.Multiple(() =>
        {
            Assert.That((many.Values.Count, many.Count), Is.EqualTo((FieldContent.MaxValues, 20)));
            Assert.That((large.Values.Single().Length, large.Length), Is.EqualTo((FieldContent.MaxLength, 100_000)));
        });
    }

    private static string Shown(StepTrace trace) =>
        $"{trace.Step.Chain}/{trace.Step.Index + 1} {trace.Step.Module} {trace.Outcome}{string.Concat(trace.Read.Select(static content => " " + Shown(content)))}, {(trace.Next is null ? "ends" : $"goes on to {trace.Next}")}";

    private static string Shown(FieldContent content) => content.Kind switch
    {
        FieldValueKind.Missing => $"{content.Name} is missing",
        FieldValueKind.Null => $"{content.Name} is null",
        _ => $"{content.Name}={string.Join(',', content.Values)}",
    };
}
