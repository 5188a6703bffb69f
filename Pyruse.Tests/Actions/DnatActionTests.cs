using Pyruse.Tests.Support;

namespace Pyruse.Tests.Actions;

/// <summary>A router's log says who really connects; a service behind it sees the router only.</summary>
[TestFixture]
public sealed class DnatActionTests
{
    private static IEnumerable<TestCaseData<string, string, string[], string>> Replacements
    {
        get
        {
            const string Capture = "saddr = 'S', sport = 'SP', addr = 'A', port = 'P'";
            const string Replace = "addr = 'A', port = 'P', saddrInto = 'A', sportInto = 'P'";
            const string Seen = "C=1 | S=8.8.8.8 | SP=4000 | A=10.0.0.1 | P=50";
            yield return Case("The true source is written where the mapping equals", Capture, Replace, "8.8.8.8 4000", Seen, "A=10.0.0.1 | P=50");
            yield return Case("Another port is another connection", Capture, Replace, "10.0.0.1 51", Seen, "A=10.0.0.1 | P=51");
            yield return Case("Another address is another connection", Capture, Replace, "10.0.0.2 50", Seen, "A=10.0.0.2 | P=50");
            yield return Case("A given field that the entry lacks changes nothing", Capture, Replace, "10.0.0.1 -", Seen, "A=10.0.0.1");
            yield return Case("Nothing is remembered", Capture, Replace, "10.0.0.1 50", "A=10.0.0.1 | P=50");
            yield return Case("One matcher is enough", Capture, "port = 'P', saddrInto = 'A'", "8.8.8.8 50", Seen, "P=50");
            yield return Case("The targets may be other fields", Capture, "addr = 'X', saddrInto = 'A'", "8.8.8.8 -", Seen, "X=10.0.0.1");
            yield return Case("The port alone may be wanted", Capture, "addr = 'A', sportInto = 'P'", "10.0.0.1 4000", Seen, "A=10.0.0.1 | P=50");
            yield return Case("The newest mapping wins", Capture, Replace, "9.9.9.9 4001", Seen, "C=1 | S=9.9.9.9 | SP=4001 | A=10.0.0.1 | P=50", "A=10.0.0.1 | P=50");
            yield return Case("The newest mapping of what is asked for wins", Capture, "addr = 'A', saddrInto = 'A'", "9.9.9.9 -", Seen, "C=1 | S=9.9.9.9 | A=10.0.0.1 | P=60", "A=10.0.0.1");
            yield return Case("A newer mapping of another connection changes nothing", Capture, Replace, "8.8.8.8 4000", Seen, "C=1 | S=9.9.9.9 | A=10.0.0.1 | P=60", "A=10.0.0.1 | P=50");
            yield return Case("A mapping without the true source is none", Capture, Replace, "10.0.0.1 50", "C=1 | A=10.0.0.1 | P=50", "A=10.0.0.1 | P=50");
            yield return Case("A mapping without the seen address is none", Capture, "port = 'P', saddrInto = 'A'", "- 50", "C=1 | S=8.8.8.8 | P=50", "P=50");
            yield return Case("A mapping without port is not found by port", Capture, Replace, "10.0.0.1 50", "C=1 | S=8.8.8.8 | A=10.0.0.1", "A=10.0.0.1 | P=50");
            yield return Case("A mapping without port is found without it", Capture, "addr = 'A', saddrInto = 'A'", "8.8.8.8 -", "C=1 | S=8.8.8.8 | A=10.0.0.1", "A=10.0.0.1");
            yield return Case("The fixed value serves", "saddr = 'S', addrValue = '10.0.0.1'", "addr = 'A', saddrInto = 'A'", "8.8.8.8 -", "C=1 | S=8.8.8.8", "A=10.0.0.1");
            yield return Case("The fixed value serves where the field is missing", "saddr = 'S', addr = 'A', addrValue = '10.0.0.1'", "addr = 'A', saddrInto = 'A'", "8.8.8.8 -", "C=1 | S=8.8.8.8", "A=10.0.0.1");
            yield return Case("The field goes before the fixed value", "saddr = 'S', addr = 'A', addrValue = '10.0.0.1'", "addr = 'A', saddrInto = 'A'", "10.0.0.1 -", "C=1 | S=8.8.8.8 | A=10.0.0.2", "A=10.0.0.1");
            yield return Case("A fixed port may be a number", "saddr = 'S', addrValue = '10.0.0.1', portValue = 50", Replace.Replace(", sportInto = 'P'", "", StringComparison.Ordinal), "8.8.8.8 50", "C=1 | S=8.8.8.8", "A=10.0.0.1 | P=50");
            yield return Case("The destination may be looked at as well", "saddr = 'S', addr = 'A', daddr = 'D', dport = 'DP'", "addr = 'A', daddr = 'D', dport = 'DP', saddrInto = 'A'", "8.8.8.8 -", "C=1 | S=8.8.8.8 | A=10.0.0.1 | D=10.0.0.9 | DP=22", "A=10.0.0.1 | D=10.0.0.9 | DP=22");
            yield return Case("Another destination is another connection", "saddr = 'S', addr = 'A', daddr = 'D', dport = 'DP'", "addr = 'A', daddr = 'D', dport = 'DP', saddrInto = 'A'", "10.0.0.1 -", "C=1 | S=8.8.8.8 | A=10.0.0.1 | D=10.0.0.9 | DP=22", "A=10.0.0.1 | D=10.0.0.9 | DP=25");
            yield return Case("The destination may have fixed values", "saddr = 'S', addr = 'A', daddrValue = '10.0.0.9', dportValue = '22'", "addr = 'A', daddr = 'D', dport = 'DP', saddrInto = 'A'", "8.8.8.8 -", "C=1 | S=8.8.8.8 | A=10.0.0.1", "A=10.0.0.1 | D=10.0.0.9 | DP=22");
            yield return Case("A text of unlikely length is no address", Capture, "addr = 'A', saddrInto = 'A'", $"{new string('x', 300)} -", $"C=1 | S=8.8.8.8 | A={new string('x', 300)}", $"A={new string('x', 300)}");
        }
    }

    [TestCaseSource(nameof(Replacements))]
    public void Replaces(string capture, string replace, string[] entries, string expected) =>
        Assert.That(Run(capture, replace, entries.Select(TestEntries.Of)), Is.EqualTo(new[] { expected }));

    [TestCase("", 62.999999, "8.8.8.8")]
    [TestCase("", 63, "10.0.0.1", TestName = "A mapping is remembered for 63 seconds unless said otherwise")]
    [TestCase(", keepSeconds = 5", 4.999999, "8.8.8.8")]
    [TestCase(", keepSeconds = 5", 5, "10.0.0.1", TestName = "A mapping is forgotten at its end")]
    [TestCase(", keepSeconds = '2m'", 119, "8.8.8.8")]
    public void Remembers_until(string keep, double seconds, string expected) => Assert.That(
        Run(
            $"saddr = 'S', addr = 'A'{keep}",
            "addr = 'A', saddrInto = 'A'",
            [TestEntries.Of("C=1 | S=8.8.8.8 | A=10.0.0.1"), TestEntries.AtSecond(seconds, "A=10.0.0.1")]),
        Is.EqualTo(new[] { $"{expected} -" }));

    [Test]
    public void An_older_mapping_that_is_kept_longer_is_found_again()
    {
        const string Toml = """
            [[chain]]
            name = "long"
            steps = [ { filter = "equals", field = "C", value = "long" }, { action = "dnatCapture", saddr = "S", addr = "A", keepSeconds = 100 } ]
            [[chain]]
            name = "short"
            steps = [ { filter = "equals", field = "C", value = "short" }, { action = "dnatCapture", saddr = "S", addr = "A", keepSeconds = 10 } ]
            [[chain]]
            name = "replace"
            steps = [ { action = "dnatReplace", addr = "A", saddrInto = "A" }, { action = "log", message = "{A}" } ]
            """;
        TestEntry[] entries =
        [
            TestEntries.Of("C=long | S=1.1.1.1 | A=x"), TestEntries.Of("C=short | S=2.2.2.2 | A=x"), TestEntries.AtSecond(9, "A=x"),
            TestEntries.AtSecond(10, "A=x"), TestEntries.AtSecond(99, "A=x"), TestEntries.AtSecond(100, "A=x"),
        ];
        Assert.That(Workflows.Run(Toml, entries).Messages, Is.EqualTo(new[] { "2.2.2.2", "1.1.1.1", "1.1.1.1", "x" }));
    }

    [Test]
    public void A_flood_of_connections_drops_the_oldest_mappings()
    {
        IEnumerable<TestEntry> flood = Enumerable.Range(0, 100_001).Select(static i => TestEntries.Of($"C=1 | S=S{i} | A=A{i}"));
        Assert.That(
            Run("saddr = 'S', addr = 'A'", "addr = 'A', saddrInto = 'A'", flood.Concat([TestEntries.Of("A=A0"), TestEntries.Of("A=A1"), TestEntries.Of("A=A100000")])),
            Is.EqualTo(new[] { "A0 -", "S1 -", "S100000 -" }));
    }

    [TestCase("{ action = 'dnatCapture', addr = 'A' }", "The action \"dnatCapture\" needs the argument \"saddr\": the name of a field.")]
    [TestCase("{ action = 'dnatCapture', saddr = 'S', port = 'P' }",
        "The action \"dnatCapture\" refuses this: It needs \"addr\" or \"addrValue\": the source address as the service sees it.")]
    [TestCase("{ action = 'dnatReplace', saddrInto = 'S' }",
        "The action \"dnatReplace\" refuses this: It needs at least one of \"addr\", \"port\", \"daddr\" and \"dport\": by what to find the translation.")]
    [TestCase("{ action = 'dnatReplace', addr = 'A' }",
        "The action \"dnatReplace\" refuses this: It needs \"saddrInto\" or \"sportInto\": the field that the true source is written into.")]
    public void What_is_required_must_be_given(string step, string expected) => Assert.That(Workflows.ProblemOf(step), Is.EqualTo(expected));

    /// <summary>Entries with the field C are captured; for the others A and P are printed after the replacement.</summary>
    private static IReadOnlyList<string> Run(string capture, string replace, IEnumerable<TestEntry> entries) => Workflows.Run(
        Workflows.Chain($"{{ filter = 'equals', field = 'C', value = 1 }}, {{ action = 'dnatCapture', {capture} }}", "capture")
        + Workflows.Chain($"{{ action = 'dnatReplace', {replace} }}, {{ action = 'log', message = '{{A}} {{P}}' }}", "replace"),
        entries).Messages;

    private static TestCaseData<string, string, string[], string> Case(string name, string capture, string replace, string expected, params string[] entries) =>
        new(capture, replace, entries, expected) { TestName = name };
}
