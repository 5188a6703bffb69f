namespace Pyruse.Tests.Chains;

/// <summary>The way of an entry. The notation is that of <see cref="ChainNotation"/>.</summary>
[TestFixture]
public sealed class WorkflowExecutorTests
{
    private const string Chains = "A: f f>J\nB: f/K a\nC: f>J\nD: a\nJ: f a\nK: f";

    [TestCase("", "A1- B1- K1- C1- D1")]
    [TestCase("A1", "A1+ A2- B1- K1- C1- D1")]
    [TestCase("A1 A2 J1", "A1+ A2+ J1+ J2", TestName = "An entry ends its way at an action that ends a chain")]
    [TestCase("A1 A2", "A1+ A2+ J1- B1- K1- C1- D1", TestName = "An entry leaves a jump chain for what comes after its caller")]
    [TestCase("C1", "A1- B1- K1- C1+ J1- D1", TestName = "An entry leaves the same jump chain for what comes after another caller")]
    [TestCase("B1", "A1- B1+ B2")]
    [TestCase("K1", "A1- B1- K1+ C1- D1")]
    public void An_entry_goes_its_way(string passing, string expected) => Assert.That(ChainNotation.Walk(Chains, passing), Is.EqualTo(expected));

    [TestCase("A1", "A1", "A1! B1- K1- C1- D1")]
    [TestCase("B1", "B1", "A1- B1! K1- C1- D1", TestName = "A filter that throws goes to its else")]
    [TestCase("A1 A2 J1", "A1 J1", "A1! B1- K1- C1- D1")]
    [TestCase("A1 A2 J1", "J1", "A1+ A2+ J1! B1- K1- C1- D1", TestName = "A filter of a jump chain that throws goes to what comes after the caller")]
    public void A_filter_that_throws_counts_as_failed(string passing, string throwing, string expected) =>
        Assert.That(ChainNotation.Walk(Chains, passing, throwing), Is.EqualTo(expected));

    [TestCase("A: a a\nB: a", "A1", "A1!")]
    [TestCase("A: a>B\nB: a", "A1", "A1!")]
    [TestCase("A: a a\nB: a", "A2", "A1 A2!")]
    public void An_action_that_throws_ends_the_way(string chains, string throwing, string expected) =>
        Assert.That(ChainNotation.Walk(chains, "", throwing), Is.EqualTo(expected));

    [Test]
    public void Every_step_that_throws_is_noted()
    {
        var notes = new List<string>();
        string way = ChainNotation.Walk("A: f\nB: f\nC: a", "", "A1 B1 C1", notes);
        Assert.Multiple(() =>
        {
            Assert.That(way, Is.EqualTo("A1! B1! C1!"));
            Assert.That(notes, Is.EqualTo(new[]
            {
                "chain \"A\", step 1 (f): A1 has had enough.", "chain \"B\", step 1 (f): B1 has had enough.", "chain \"C\", step 1 (a): C1 has had enough.",
            }));
        });
    }
}
