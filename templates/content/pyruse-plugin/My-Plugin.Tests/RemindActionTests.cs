using Pyruse.Core.Effects;
using Pyruse.Core.Embedding;
using Pyruse.Plugins.Sdk.Testing;

namespace My_Plugin.Tests;

public sealed class RemindActionTests
{
    [Test]
    public void Every_second_entry_of_a_user_is_told()
    {
        InputEntry bob = new(("USER", "bob"));
        InputEntry eve = new(("USER", "eve"));

        BenchRun run = new ModuleBench().Add<RemindAction>()
            .Action("remind", ("for", "USER"), ("message", "{USER} again"), ("every", 2))
            .Run(bob, eve, bob, bob, bob);

        Assert.That(run.Effects.Select(effect => ((LogEffect)effect).Message), Is.EqualTo(new[] { "bob again", "bob again" }));
    }

    [Test]
    public void An_entry_without_the_key_is_a_failure_of_the_step()
    {
        BenchRun run = new ModuleBench().Add<RemindAction>().Action("remind", ("for", "USER"), ("message", "x")).Run(new InputEntry(("OTHER", "x")));
        Assert.That(run.Messages.Single(), Does.Contain("The entry has no field USER to count for."));
    }
}
