using Pyruse.Core.Chains.Observing;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Seeing;

/// <summary>Chains and links as they are drawn.</summary>
public sealed class WorkflowGraphTests
{
    private const string Chains = """
        [[source]]
        name = "mail"
        type = "export"
        path = "/dev/null"
        start = "of mail"

        [[source]]
        name = "rest"
        type = "export"
        path = "/dev/null"

        [[chain]]
        name = "of mail"
        steps = [{ filter = "equals", field = "A", value = "mail" }, { action = "noop" }]

        [[chain]]
        name = "first"
        steps = [
          { filter = "equals", field = "A", value = "x", else = "aside", then = "discard" },
          { action = "noop" },
        ]

        [[chain]]
        name = "aside"
        steps = [{ filter = "equals", field = "B", value = "x", then = "discard" }]

        [[chain]]
        name = "discard"
        steps = [{ action = "noop" }]

        [[chain]]
        name = "last"
        steps = [{ action = "noop" }]
        """;

    [Test]
    public void Chains_are_of_the_list_jumped_to_or_begun_at()
    {
        WorkflowGraph graph = Watched.Graph(Chains);

        Assert.That(graph.Chains.Select(static chain => $"{chain.Name}: {chain.Kind} {string.Join(", ", chain.StartsOf)}".TrimEnd()), Is.EqualTo(new[]
        {
            "of mail: Start source mail", "first: Listed source rest", "aside: Jump", "discard: Jump", "last: Listed",
        }));
    }

    [Test]
    public void Links_are_summed_over_all_places_where_a_chain_is_linked()
    {
        WorkflowGraph graph = Watched.Graph(Workflows.Chain("{ filter = 'equals', field = 'A', value = 'x', else = 'aside' }, { action = 'noop' }", "one")
            + Workflows.Chain("{ filter = 'equals', field = 'B', value = 'x' }, { action = 'noop' }", "aside")
            + Workflows.Chain("{ filter = 'equals', field = 'C', value = 'x', else = 'aside' }, { action = 'noop' }", "two")
            + Workflows.Chain("{ action = 'noop' }", "three"), TestEntries.Of("A=x"), TestEntries.Of("A=y"), TestEntries.Of("A=y | B=x"));

        Assert.That(graph.Links.Select(link => $"{graph.Chains[link.From].Name} {link.Kind} {graph.Chains[link.To].Name}: {link.Count}"), Is.EqualTo(new[]
        {
            "one Else aside: 2", "aside Next two: 1", "aside Next three: 1", "two Else aside: 1",
        }));
    }

    [Test]
    public void Steps_that_cannot_be_reached_are_marked()
    {
        GraphChain chain = Watched.Graph(Chains).Chains[1];

        Assert.That(chain.Steps.Select(static step => step.IsReachable), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void Counts_are_there_only_when_entries_have_walked() => Assert.Multiple(static () =>
    {
        Assert.That(Watched.Graph(Chains).Entries, Is.Null);
        Assert.That(Watched.Graph(Workflows.Chain("{ action = 'noop' }"), TestEntries.Of("A=x")), Has.Property("Entries").EqualTo(1).And.Property("Chains").One.Property("Ended").EqualTo(1));
    });
}
