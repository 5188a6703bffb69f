using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Configuration;

namespace Pyruse.Tests.Bans;

public sealed class BanPolicyTests
{
    [Test]
    public void Own_addresses_are_never_banned_and_read_anew()
    {
        List<IPAddress> present = [IPAddress.Parse("198.51.100.7")];
        using var own = new OwnAddresses(() => present);
        BanPolicy policy = new BanSettings().ToPolicy(null, own);
        Assert.That(policy.IsNeverBanned(present[0]), Is.True);
        present = [IPAddress.Parse("198.51.100.8")];
        own.Refresh();
        Assert.That(policy.IsNeverBanned(IPAddress.Parse("198.51.100.7")), Is.False);
        Assert.That(policy.IsNeverBanned(IPAddress.Parse("198.51.100.8")), Is.True);
        Assert.That(policy.IsNeverBanned(IPAddress.Loopback), Is.True);
    }

    [Test]
    public void A_zone_does_not_hide_an_own_address()
    {
        using var own = new OwnAddresses(static () => [IPAddress.Parse("fe80::1%2")]);
        Assert.That(own.Contains(IPAddress.Parse("fe80::1")), Is.True);
    }

    [Test]
    public void This_machine_has_its_loopback_address()
    {
        using OwnAddresses own = OwnAddresses.Watch();
        Assert.That(own.Contains(IPAddress.Loopback), Is.True);
    }

    [TestCase("203.0.113.77", "203.0.113.0/24")]
    [TestCase("2001:db8:1:2:3::4", "2001:db8:1:2::/64")]
    [TestCase("198.51.100.77", "198.51.100.77")]
    [TestCase("192.0.2.77", "192.0.2.77")]
    public void Networks_are_banned_unless_they_hold_somebody_who_never_is(string address, string expected)
    {
        using var own = new OwnAddresses(static () => [IPAddress.Parse("198.51.100.7")]);
        BanPolicy policy = new BanSettings(Never: [IPNetwork.Parse("192.0.2.4/30")], Prefix4: 24, Prefix6: 64).ToPolicy(null, own);
        Assert.That(BanNetwork.Format(policy.NetworkOf(IPAddress.Parse(address))), Is.EqualTo(expected));
    }
}
