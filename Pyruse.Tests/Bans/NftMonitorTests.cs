using Pyruse.Core.Bans.Firewalls;

namespace Pyruse.Tests.Bans;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NftMonitorTests
{
    private readonly List<int> _changes = [];
    private int _stale;

    [TestCase("delete element inet filter ssh4 { 192.0.2.1 timeout 10s expires 9s }")]
    [TestCase("delete set inet filter ssh4")]
    [TestCase("add set inet filter ssh4 { type ipv4_addr; }")]
    [TestCase("delete table inet filter")]
    [TestCase("delete chain inet filter input")]
    public void A_change_of_a_set_or_its_table_is_told_with_who_made_it(string line)
    {
        Take(line, "# new generation 20 by process 6876 (nft)");
        Assert.That(_changes, Is.EqualTo(new[] { 6876 }));
        Assert.That(_stale, Is.Zero);
    }

    [TestCase("add element inet filter ssh4 { 192.0.2.1 timeout 10s expires 9s }")]
    [TestCase("delete element inet filter other { 192.0.2.1 }")]
    [TestCase("delete rule ip nat DOCKER handle 5")]
    [TestCase("delete")]
    public void Other_changes_are_not(string line)
    {
        Take(line, "# new generation 20 by process 6876 (nft)");
        Assert.That(_changes, Is.Empty);
    }

    [Test]
    public void A_rule_that_goes_makes_the_monitor_stale()
    {
        Take("delete rule inet filter input handle 5", "# new generation 20 by process 6876 (nft)");
        Assert.That((_changes.Count, _stale), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Lost_events_may_be_anything()
    {
        Take("# ERROR: We lost some netlink events!");
        Assert.That(_changes, Is.EqualTo(new[] { 0 }));
    }

    private void Take(params string[] lines)
    {
        var monitor = new NftMonitor(static name => name is "inet filter ssh4" or "inet filter", _changes.Add, () => _stale++);
        foreach (string line in lines)
            monitor.Take(line);
    }
}
