using Pyruse.Plugins.Sdk.Testing;

namespace My_Plugin.Tests;

public sealed class ShoutsFilterTests
{
    private static ModuleBench Bench => new ModuleBench().Add<ShoutsFilter>();

    [TestCase("HELP! DISK FULL", true)]
    [TestCase("All is well", false)]
    [TestCase("1234", false)]
    public void Capitals_are_shouting(string message, bool passes) =>
        Assert.That(Bench.Filter("shouts", ("field", "MESSAGE")).Passes(("MESSAGE", message)), Is.EqualTo(passes));

    [Test]
    public void A_mistake_is_told_in_a_sentence() =>
        Assert.That(Bench.Filter("shouts", ("field", "MESSAGE"), ("share", 2.0)).Problem, Does.Contain("The share must be more than 0 and at most 1"));
}
