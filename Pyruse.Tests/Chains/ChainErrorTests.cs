namespace Pyruse.Tests.Chains;

/// <summary>What is wrong with chains, said at once and with its place. The notation is that of <see cref="ChainNotation"/>.</summary>
[TestFixture]
public sealed class ChainErrorTests
{
    private static IEnumerable<TestCaseData<string, string>> Errors
    {
        get
        {
            yield return Case("A chain jumps to itself", "A: f>A",
                "t:1:6: error: The chains jump in a loop: \"A\" → \"A\". An entry would never leave it; take one of the jumps out.");
            yield return Case("Chains jump in a circle", "A: f>B\nB: f f/C\nC: a>A",
                "t:3:6: error: The chains jump in a loop: \"A\" → \"B\" → \"C\" → \"A\". An entry would never leave it; take one of the jumps out.");
            yield return Case("The way to a loop is no part of it", "A: f>B\nB: f>C\nC: f>B",
                "t:3:6: error: The chains jump in a loop: \"B\" → \"C\" → \"B\". An entry would never leave it; take one of the jumps out.");
            yield return Case("Two loops are two errors", "A: f>B/C\nB: f>A\nC: f>A",
                "t:2:6: error: The chains jump in a loop: \"A\" → \"B\" → \"A\". An entry would never leave it; take one of the jumps out.",
                "t:3:6: error: The chains jump in a loop: \"A\" → \"C\" → \"A\". An entry would never leave it; take one of the jumps out.");
            yield return Case("Two ways to one chain are no loop", "A: f>B/C\nB: f>D\nC: f>D\nD: a");
            yield return Case("A target is unknown", "A: f>BETA\nBETE: a", "t:1:6: error: There is no chain \"BETA\" to go to; did you mean \"BETE\"?");
            yield return Case("A target is unknown and nothing is near", "A: f/ZZZZ", "t:1:6: error: There is no chain \"ZZZZ\" to go to.");
            yield return Case("A name is taken", "A: f\nB: f\nA: f", "t:3:1: error: There is already a chain \"A\", at t:1:1; give this one another name.");
            yield return Case("A chain is empty", "A:\nB: f", "t:1:1: error: The chain \"A\" has no step; give it at least one, such as { action = \"noop\" }.");
            yield return Case("A filter makes steps dead", "A: f>B f a\nB: a",
                "t:1:8: warning: [PYR101] In chain \"A\", step 2 and what follows it can't be reached: the filter before it goes to \"B\". Move \"then\" to the last step, or remove the dead ones.");
            yield return Case("An action makes steps dead", "A: f a>B a\nB: a",
                "t:1:10: warning: [PYR101] In chain \"A\", step 3 and what follows it can't be reached: the action before it goes to \"B\". Move \"then\" to the last step, or remove the dead ones.");
            yield return Case("A loop in dead steps alone is none", "A: f>B f>A\nB: a",
                "t:1:8: warning: [PYR101] In chain \"A\", step 2 and what follows it can't be reached: the filter before it goes to \"B\". Move \"then\" to the last step, or remove the dead ones.");
            yield return Case("All is said at once", "A: f>B/X\nB: f>A\nC:\nC: f>A a",
                "t:3:1: error: The chain \"C\" has no step; give it at least one, such as { action = \"noop\" }.",
                "t:4:1: error: There is already a chain \"C\", at t:3:1; give this one another name.",
                "t:1:8: error: There is no chain \"X\" to go to; did you mean \"A\"?",
                "t:4:8: warning: [PYR101] In chain \"C\", step 2 and what follows it can't be reached: the filter before it goes to \"A\". Move \"then\" to the last step, or remove the dead ones.",
                "t:2:6: error: The chains jump in a loop: \"A\" → \"B\" → \"A\". An entry would never leave it; take one of the jumps out.");
        }
    }

    [TestCaseSource(nameof(Errors))]
    public void Is_reported(string chains, string expected) => Assert.That(string.Join('\n', ChainNotation.Check(chains)), Is.EqualTo(expected));

    [Test]
    public void Chains_that_were_not_checked_are_not_linked() =>
        Assert.That(() => ChainNotation.Link("A: f>A"), Throws.ArgumentException.With.Message.StartsWith("t:1:6: error: The chains jump in a loop"));

    private static TestCaseData<string, string> Case(string name, string chains, params string[] expected) => new(chains, string.Join('\n', expected)) { TestName = name };
}
