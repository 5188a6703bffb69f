using System.Net.Sockets;
using Pyruse.Core.Bans;
using Pyruse.Core.Bans.Firewalls;
using Pyruse.Core.Effects;
using static Pyruse.Tests.Bans.SomeBans;

namespace Pyruse.Tests.Bans;

public sealed class ScriptTests
{
    [Test]
    public void Nft_gets_all_sets_in_one_script_and_replaces_ends_whether_the_element_is_there_or_not()
    {
        string script = NftScript.Elements(
        [
            new(SetNamed("inet filter ssh4"), true,
            [
                Change(SetChangeKind.Remove, "192.0.2.9"), Change(SetChangeKind.Replace, "192.0.2.1", 600), Change(SetChangeKind.Add, "192.0.2.2", 60),
                Change(SetChangeKind.Add, "192.0.2.3"),
            ]),
            new(SetNamed("ip6 filter ssh6"), true, [Change(SetChangeKind.Add, "2001:db8::/64", 200_000_001)]),
        ]);
        Assert.That(script, Is.EqualTo("""
            delete element inet filter ssh4 { 192.0.2.9 }
            add element inet filter ssh4 { 192.0.2.1 timeout 600s }
            delete element inet filter ssh4 { 192.0.2.1 }
            add element inet filter ssh4 { 192.0.2.1 timeout 600s, 192.0.2.2 timeout 60s, 192.0.2.3 }
            add element ip6 filter ssh6 { 2001:db8::/64 timeout 2314d70401s }

            """));
    }

    [Test]
    public void Ipset_gets_a_line_for_each_change()
    {
        string script = IpsetFirewall.Script(
        [
            new(SetNamed("ssh4", Firewall.Ipset), true,
                [Change(SetChangeKind.Remove, "192.0.2.9"), Change(SetChangeKind.Replace, "192.0.2.1", 600), Change(SetChangeKind.Add, "192.0.2.3")]),
            new(SetNamed("old", Firewall.Ipset), false, [Change(SetChangeKind.Add, "192.0.2.4")]),
        ]);
        Assert.That(script, Is.EqualTo("del ssh4 192.0.2.9\nadd ssh4 192.0.2.1 timeout 600\nadd ssh4 192.0.2.3 timeout 0\nadd old 192.0.2.4\n"));
    }

    [Test]
    public void The_own_table_is_completed_and_then_left_alone()
    {
        var use = new SetUse(SetNamed("inet pyruse ssh4"), AddressFamily.InterNetwork, HasNetworks: false);
        Assert.That(new NftTable().Complete([use]), Is.EqualTo("""
            add table inet pyruse
            add set inet pyruse ssh4 { type ipv4_addr; flags timeout; }
            add chain inet pyruse input { type filter hook input priority filter - 10; policy accept; }
            add rule inet pyruse input ip saddr @ssh4 drop
            add chain inet pyruse forward { type filter hook forward priority filter - 10; policy accept; }
            add rule inet pyruse forward ip saddr @ssh4 drop

            """));
    }

    [TestCase("inet filter ssh4")]
    [TestCase("ip  filter  a_b.c-d")]
    public void A_set_of_nftables_is_family_table_and_set(string name) => Assert.That(BanSet.TryParse(Firewall.Nft, name, out _), Is.True);

    [TestCase("filter ssh4")]
    [TestCase("inet filter ssh4 { 1.2.3.4 }; flush ruleset; #")]
    [TestCase("inet filter ssh4\nflush ruleset")]
    [TestCase("inet filter \"ssh4\"")]
    [TestCase("inet filter ßh")]
    [TestCase("inet filter ssh4 ")]
    public void Anything_else_is_no_set_of_nftables(string name) => Assert.That(BanSet.TryParse(Firewall.Nft, name, out _), Is.False);

    [TestCase("-exist")]
    [TestCase("a b")]
    [TestCase("a\nflush")]
    [TestCase("")]
    [TestCase("a234567890123456789012345678901234567890")]
    public void Anything_odd_is_no_ipset(string name) => Assert.That(BanSet.TryParse(Firewall.Ipset, name, out _), Is.False);
}
