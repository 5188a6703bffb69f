using System.Text.Json.Nodes;

namespace Pyruse.Tests.Compat;

/// <summary>Configurations of the original program decide here as they did there.</summary>
[TestFixture]
public sealed class DecisionTests
{
    private static IEnumerable<string> Accepted => RecordedDecisions.Accepted;

    private static IEnumerable<string> Rejected => RecordedDecisions.Names.Except(Accepted);

    [Test]
    public void All_recordings_are_there() => Assert.Multiple(static () =>
    {
        Assert.That(RecordedDecisions.Names.Count(), Is.EqualTo(60));
        Assert.That(Rejected, Is.Not.Empty);
        Assert.That(Accepted.Sum(static name => RecordedDecisions.Expected(name).Count), Is.GreaterThan(7000));
    });

    [Test]
    public void A_recorded_workflow_decides_the_same([ValueSource(nameof(Accepted))] string name, [Values] bool optimise) =>
        AssertSame(RecordedDecisions.Decide(name, optimise), RecordedDecisions.Expected(name));

    [TestCaseSource(nameof(Rejected))]
    public void A_workflow_that_was_rejected_is_refused(string name) =>
        Assert.That(RecordedDecisions.Problems(name).Select(static problem => problem.Message), Has.Some.StartsWith("The chains jump in a loop: "));

    [Test]
    public void The_full_configuration_decides_the_same(
        [ValueSource(typeof(RecordedDecisions), nameof(RecordedDecisions.FullDirectories))] string directory, [Values] bool optimise) =>
        AssertSame(RecordedDecisions.DecideFull(directory, optimise), RecordedDecisions.ExpectedOfFull(directory));

    private static void AssertSame(IReadOnlyList<JsonObject> decided, IReadOnlyList<JsonObject> expected)
    {
        int same = decided.Zip(expected).TakeWhile(static pair => JsonNode.DeepEquals(pair.First, pair.Second)).Count();
        Assert.Multiple(() =>
        {
            Assert.That(decided.ElementAtOrDefault(same)?.ToJsonString(), Is.EqualTo(expected.ElementAtOrDefault(same)?.ToJsonString()), $"decision {same}");
            Assert.That(decided, Has.Count.EqualTo(expected.Count));
        });
    }
}
