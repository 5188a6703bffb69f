using Pyruse.Tests.Support;

namespace Pyruse.Tests.Chains;

/// <summary>A source can name the chain that its entries start at.</summary>
public sealed class StartChainTests
{
    private const string Chains = """
        [[chain]]
        name = "list"
        steps = [{ filter = "equals", field = "MESSAGE", value = "none" }, { action = "noop" }]
        [[chain]]
        name = "mine"
        steps = [{ filter = "equals", field = "MESSAGE", value = "mine" }, { action = "log", message = "mine" }]
        [[chain]]
        name = "all"
        steps = [{ action = "log", message = "all {MESSAGE}" }]
        """;

    [Test]
    public void Its_entries_start_there_and_go_on_with_the_chains_behind() => Assert.That(
        Workflows.Run(Source("mine") + Chains, [TestEntries.Of("MESSAGE=mine"), TestEntries.Of("MESSAGE=other")]).Messages, Is.EqualTo(new[] { "mine", "all other" }));

    [Test]
    public void Others_pass_it_by() => Assert.That(
        Workflows.Run(Source(null) + Source("mine", "second") + Chains, [TestEntries.Of("MESSAGE=mine")]).Messages, Does.Contain("all mine"));

    [Test]
    public void An_unknown_chain_is_an_error() =>
        Assert.That(Workflows.Problems(Source("mime") + Chains), Is.EqualTo(new[] { "t.toml:4:9: error: There is no chain \"mime\" to start at; did you mean \"mine\"?" }));

    [Test]
    public void A_source_without_any_chain_is_an_error() => Assert.That(
        Workflows.Problems(Source(null) + Source("all", "second") + "[[chain]]\nname = \"all\"\nsteps = [{ action = \"noop\" }]\n"),
        Has.One.Contains("nothing would handle the entries of the source \"first\""));

    private static string Source(string? start, string name = "first") =>
        $"[[source]]\ntype = \"export\"\nname = \"{name}\"\n{(start is null ? "" : $"start = \"{start}\"\n")}path = \"/dev/null\"\n";
}
