namespace Pyruse.Tests.Chains;

/// <summary>Where entries go from each step. The notation is that of <see cref="ChainNotation"/>.</summary>
[TestFixture]
public sealed class ChainLinkTests
{
    private static IEnumerable<TestCaseData<string, string>> Links
    {
        get
        {
            yield return Case("A filter passes to the next step and fails to the next chain",
                "A: f f a\nB: a",
                "A1 ? A2 : B1", "A2 ? A3 : B1", "A3 ! end", "B1 ! end");
            yield return Case("A chain that ends with a filter goes on to the next chain",
                "A: f f\nB: a",
                "A1 ? A2 : B1", "A2 ? B1 : B1", "B1 ! end");
            yield return Case("The last chain ends the way",
                "A: f a f",
                "A1 ? A2 : end", "A2 ! A3", "A3 ? end : end");
            yield return Case("An action goes to the next step, and at the end of the chain stops",
                "A: a a\nB: a",
                "A1 ! A2", "A2 ! end");
            yield return Case("A filter goes to its then, and fails by default",
                "A: f>J\nB: a\nJ: a",
                "A1 ? J1 : B1", "J1 ! end", "B1 ! end");
            yield return Case("A filter goes to its else, and passes by default",
                "A: f/J a\nB: a\nJ: a",
                "A1 ? A2 : J1", "A2 ! end", "J1 ! end");
            yield return Case("A filter has both then and else",
                "A: f>J/K\nB: a\nJ: a\nK: a",
                "A1 ? J1 : K1", "J1 ! end", "K1 ! end");
            yield return Case("An action goes to its then",
                "A: a>J\nB: a\nJ: a",
                "A1 ! J1", "J1 ! end");
            yield return Case("A jump chain is skipped by the default links",
                "A: f>J\nJ: a\nB: a",
                "A1 ? J1 : B1", "J1 ! end", "B1 ! end");
            yield return Case("A jump chain falls through to what comes after its caller",
                "A: f>J\nB: a\nC: a\nJ: f",
                "A1 ? J1 : B1", "J1 ? B1 : B1", "B1 ! end");
            yield return Case("A jump chain reached from two places falls through to two different places",
                "A: f>J\nB: f>J\nC: a\nJ: f a",
                "A1 ? J1 : B1", "J1 ? J2 : B1", "J2 ! end", "B1 ? J1' : C1", "J1' ? J2' : C1", "J2' ! end", "C1 ! end");
            yield return Case("A jump chain that is never left by default is linked once",
                "A: f>J\nB: f>J\nC: a\nJ: a a",
                "A1 ? J1 : B1", "J1 ! J2", "J2 ! end", "B1 ? J1 : C1", "C1 ! end");
            yield return Case("A jump chain reached from one chain twice is linked once",
                "A: f/J f>J\nB: a\nJ: f a",
                "A1 ? A2 : J1", "A2 ? J1 : B1", "J1 ? J2 : B1", "J2 ! end", "B1 ! end");
            yield return Case("A jump chain of a jump chain falls through to what comes after the first caller",
                "A: f>J\nB: a\nJ: f>K\nK: f",
                "A1 ? J1 : B1", "J1 ? K1 : B1", "K1 ? B1 : B1", "B1 ! end");
            yield return Case("A chain that is named only after the list reached it stays in the list",
                "A: f\nB: f>A\nC: a",
                "A1 ? B1 : B1", "B1 ? A1' : C1", "A1' ? C1 : C1", "C1 ! end");
            yield return Case("A chain that only a jump chain names is a jump chain",
                "A: f>J\nK: a\nJ: f>K\nB: a",
                "A1 ? J1 : B1", "J1 ? K1 : B1", "K1 ! end", "B1 ! end");
            yield return Case("A chain that nothing but a dead step names is no jump chain",
                "A: f>J f>K\nJ: a\nK: a",
                "A1 ? J1 : K1", "J1 ! end", "K1 ! end");
            yield return Case("The last chain in the list falls through to nothing even if jump chains come after it",
                "A: f>J\nJ: f",
                "A1 ? J1 : end", "J1 ? end : end");
        }
    }

    [TestCaseSource(nameof(Links))]
    public void Links_are_as_the_list_says(string chains, string expected) => Assert.That(string.Join('\n', ChainNotation.Link(chains)), Is.EqualTo(expected));

    [Test]
    public void Many_callers_of_many_jump_chains_are_linked_in_reasonable_space()
    {
        // Twenty jump chains, each of which jumps to the next in two ways: a million ways through, but only twenty chains a caller.
        string chains = string.Join('\n', Enumerable.Range(0, 50).Select(static i => $"{Name('C', i)}: f>{Name('J', 0)}")
            .Concat(Enumerable.Range(0, 20).Select(static i => i == 19 ? $"{Name('J', i)}: f" : $"{Name('J', i)}: f>{Name('J', i + 1)}/{Name('J', i + 1)}")));
        Assert.That(ChainNotation.Link(chains), Has.Count.EqualTo(50 + (50 * 20)));

        static string Name(char first, int number) => $"{first}{(char)('A' + (number / 26))}{(char)('A' + (number % 26))}";
    }

    private static TestCaseData<string, string> Case(string name, string chains, params string[] expected) => new(chains, string.Join('\n', expected)) { TestName = name };
}
