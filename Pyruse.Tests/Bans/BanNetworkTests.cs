using System.Net;
using Pyruse.Core.Bans;

namespace Pyruse.Tests.Bans;

public sealed class BanNetworkTests
{
    [TestCase("192.0.2.1", "192.0.2.1")]
    [TestCase("::ffff:1.2.3.4", "1.2.3.4")]
    [TestCase("2001:DB8:0::1", "2001:db8::1")]
    [TestCase("192.0.2.77/24", "192.0.2.0/24")]
    [TestCase("192.0.2.77/32", "192.0.2.77")]
    [TestCase("2001:db8::1:2:3:4/63", "2001:db8::/63")]
    [TestCase("10.255.0.0/9", "10.128.0.0/9")]
    public void What_is_banned_has_one_form(string text, string expected)
    {
        Assert.That(BanNetwork.TryParse(text, out IPNetwork network), Is.True);
        Assert.That(BanNetwork.Format(network), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("1.2.3")]
    [TestCase("010.1.1.1")]
    [TestCase("0x7f.1")]
    [TestCase("1.2.3.4 timeout 1s")]
    [TestCase("{1.2.3.4}; flush ruleset; #")]
    [TestCase("fe80::1%eth0")]
    [TestCase("[2001:db8::1]")]
    [TestCase("1.2.3.4/33")]
    [TestCase("1.2.3.4/-1")]
    [TestCase("1.2.3.4/24/24")]
    [TestCase("::ffff:1.2.3.4/120")]
    public void Anything_else_is_no_address(string text) => Assert.That(BanNetwork.TryParse(text, out _), Is.False);

    [Test]
    public void A_long_text_is_no_address() => Assert.That(BanNetwork.TryParse(new string('1', 65_536), out _), Is.False);
}
