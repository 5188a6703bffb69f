using Pyruse.Tests.Support;

namespace Pyruse.Tests.Actions;

/// <summary>Counters, told as the counts that a row of entries saves. Each entry names what it does to the counter of its KEY.</summary>
[TestFixture]
public sealed class CounterActionTests
{
    /// <summary>What an entry can do: raise for ten seconds, for three, or for ever; lower; reset, with a grace of five seconds or without.</summary>
    private const string Chains = """
        [[chain]]
        name = "raise"
        steps = [
          { filter = "equals", field = "DO", value = "raise" },
          { action = "counterRaise", counter = "c", for = "KEY", keepSeconds = 10, save = "N", then = "print" },
        ]
        [[chain]]
        name = "raise shortly"
        steps = [
          { filter = "equals", field = "DO", value = "short" },
          { action = "counterRaise", counter = "c", for = "KEY", keepSeconds = "3s", save = "N", then = "print" },
        ]
        [[chain]]
        name = "raise for ever"
        steps = [
          { filter = "equals", field = "DO", value = "ever" },
          { action = "counterRaise", counter = "c", for = "KEY", save = "N", then = "print" },
        ]
        [[chain]]
        name = "raise another"
        steps = [
          { filter = "equals", field = "DO", value = "other" },
          { action = "counterRaise", counter = "d", for = "KEY", save = "N", then = "print" },
        ]
        [[chain]]
        name = "lower"
        steps = [
          { filter = "equals", field = "DO", value = "lower" },
          { action = "counterLower", counter = "c", for = "KEY", save = "N", then = "print" },
        ]
        [[chain]]
        name = "reset"
        steps = [
          { filter = "equals", field = "DO", value = "reset" },
          { action = "counterReset", counter = "c", for = "KEY", save = "N", then = "print" },
        ]
        [[chain]]
        name = "reset with grace"
        steps = [
          { filter = "equals", field = "DO", value = "grace" },
          { action = "counterReset", counter = "c", for = "KEY", graceSeconds = 5, save = "N", then = "print" },
        ]
        [[chain]]
        name = "raise without saving"
        steps = [
          { filter = "equals", field = "DO", value = "quiet" },
          { action = "counterRaise", counter = "c", for = "KEY" },
          { action = "log", message = "{N}" },
        ]
        [[chain]]
        name = "print"
        steps = [ { action = "log", message = "{N}" } ]
        """;

    [TestCase("0 raise, 1 raise, 2 raise", "1 2 3", TestName = "Each raise adds one")]
    [TestCase("0 raise, 9.999999 raise", "1 2", TestName = "A raise still counts a microsecond before its end")]
    [TestCase("0 raise, 10 raise", "1 1", TestName = "A raise does not count at its end")]
    [TestCase("0 raise, 4 raise, 8 raise, 10 raise, 14 raise", "1 2 3 3 3", TestName = "Raises end one by one")]
    [TestCase("0 ever, 999999999 ever", "1 2", TestName = "A raise without end counts for ever")]
    [TestCase("0 raise, 0 raise, 0 raise", "1 2 3", TestName = "Raises at one instant all count")]
    [TestCase("0 short, 1 raise, 2.999999 raise, 3 raise, 11 raise", "1 2 3 3 3", TestName = "Raises of different lengths on one key end each in its own time")]
    [TestCase("0 raise, 1 short, 4 raise, 10 raise, 14 raise", "1 2 2 2 2", TestName = "A later raise may end sooner")]
    [TestCase("0 ever, 1 short, 2 raise, 50 raise", "1 2 3 2", TestName = "A raise for ever stays among those that end")]
    [TestCase("0 raise, 1 lower, 2 raise", "1 0 1", TestName = "Lowering takes one away")]
    [TestCase("0 lower, 1 lower, 2 raise", "0 0 1", TestName = "Lowering does not go below zero")]
    [TestCase("0 raise, 10 lower, 10 raise", "1 0 1", TestName = "Lowering takes nothing from what has ended")]
    [TestCase("0 raise, 5 raise, 6 lower, 10 raise", "1 2 1 1", TestName = "Lowering takes the youngest raise away")]
    [TestCase("0 raise, 1 raise, 2 reset, 3 raise", "1 2 0 1", TestName = "Resetting goes back to zero")]
    [TestCase("0 reset, 0 raise", "0 1", TestName = "Resetting a new key changes nothing")]
    [TestCase("0 raise, 1 grace, 1 raise, 5.999999 raise, 6 raise, 7 raise", "1 0 0 0 1 2", TestName = "Raises during a grace period do not count, at its end they do")]
    [TestCase("0 grace, 3 grace, 5 raise, 8 raise", "0 0 0 1", TestName = "A later grace period replaces an earlier one")]
    [TestCase("0 grace, 1 reset, 1 raise", "0 0 1", TestName = "Resetting without grace ends a grace period")]
    [TestCase("0 grace, 1 lower, 5 raise", "0 0 1", TestName = "Lowering during a grace period does nothing")]
    [TestCase("0 raise, 1 other, 2 raise, 3 reset, 4 other", "1 1 2 0 2", TestName = "Counters are apart")]
    [TestCase("0 raise a, 1 raise b, 2 raise a, 3 reset a, 4 raise b", "1 1 2 0 2", TestName = "Keys are apart")]
    [TestCase("100 raise, 95 raise, 102 raise, 105 raise, 110 raise", "1 2 3 3 3", TestName = "An entry from the past counts from its own time on")]
    [TestCase("0 raise, 20 raise, 5 raise", "1 1 2", TestName = "What has ended does not come back when time goes backwards")]
    [TestCase("0 quiet, 1 raise", "- 2", TestName = "A count that is not to be saved is not")]
    public void Counts(string entries, string expected)
    {
        WorkflowRun run = Workflows.Run(Chains, entries.Split(", ").Select(Entry));
        Assert.That((string.Join(' ', run.Messages), string.Join('\n', run.Failures)), Is.EqualTo((expected, "")));
    }

    [TestCase("A=x", "missing")]
    [TestCase("A=x | KEY=", null, TestName = "An empty text is a key like any other")]
    [TestCase(@"A=x | KEY=\xFF", null, TestName = "Binary data is a key like any other")]
    public void What_is_counted_must_be_there(string entry, string? found)
    {
        WorkflowRun run = Workflows.RunSteps("{ action = 'counterRaise', counter = 'c', for = 'KEY', save = 'N' }, { action = 'log', message = '{N}' }", TestEntries.Of(entry));
        Assert.That(
            run.Messages.Concat(run.Failures),
            Is.EqualTo(new[] { found is null ? "1" : $"test/0: The field KEY, whose occurrences are to be counted, is {found}." }));
    }

    [Test]
    public void A_group_that_took_no_part_is_no_key() => Assert.That(
        Workflows.RunSteps(
            "{ filter = 'pcre', field = 'MESSAGE', re = '(?P<KEY>x)?' }, { action = 'counterLower', counter = 'c', for = 'KEY' }", TestEntries.Of("MESSAGE=a")).Failures,
        Is.EqualTo(new[] { "test/1: The field KEY, whose occurrences are to be counted, is null." }));

    [Test]
    public void A_number_is_a_key_like_its_text() => Assert.That(
        Workflows.RunSteps(
            """
            { action = 'counterRaise', counter = 'c', for = '_UID', save = 'N' },
            { action = 'counterRaise', counter = 'c', for = 'TEXT', save = 'M' },
            { action = 'log', message = '{N} {M}' }
            """,
            TestEntries.Of("_UID=1000 | TEXT=1000")).Messages,
        Is.EqualTo(new[] { "1 2" }));

    [Test]
    public void A_saved_count_is_a_number() => Assert.That(
        Workflows.RunSteps(
            """
            { action = 'counterRaise', counter = 'c', for = 'KEY', save = 'N' },
            { filter = 'greaterOrEquals', field = 'N', value = 10 },
            { action = 'log', message = '{N:03d}' }
            """,
            Enumerable.Range(0, 11).Select(static _ => TestEntries.Of("KEY=x"))).Messages,
        Is.EqualTo(new[] { "010", "011" }));

    [TestCase("{ action = 'counterRaise', counter = 'c' }", "The action \"counterRaise\" needs the argument \"for\": the name of a field.")]
    [TestCase("{ action = 'counterRaise', counter = 'c', for = 'K', keepSeconds = -1 }",
        "The argument \"keepSeconds\" of the action \"counterRaise\" is wrong. -1 seconds are no usable duration; give a number from 0 to 3162240000.")]
    [TestCase("{ action = 'counterRaise', counter = 'c', for = 'K', keepSeconds = 'soon' }",
        "The argument \"keepSeconds\" of the action \"counterRaise\" is wrong. \"soon\" is no duration; write seconds as a number, or a text such as \"90s\", \"10m\", \"1h30m\" or \"7d\".")]
    [TestCase("{ action = 'counterLower', counter = 'c', for = 'K', keepSeconds = 1 }", "The action \"counterLower\" has no argument \"keepSeconds\"; it takes counter, for, save.")]
    public void A_wrong_argument_is_refused(string step, string expected) => Assert.That(Workflows.ProblemOf(step), Is.EqualTo(expected));

    private static TestEntry Entry(string words)
    {
        string[] parts = words.Split(' ');
        return TestEntries.At((long)(decimal.Parse(parts[0]) * 1_000_000), $"DO={parts[1]} | KEY={parts.ElementAtOrDefault(2) ?? "k"}");
    }
}
