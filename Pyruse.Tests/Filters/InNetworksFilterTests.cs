using Pyruse.Tests.Support;

namespace Pyruse.Tests.Filters;

[TestFixture]
public sealed class InNetworksFilterTests
{
    [TestCase("192.0.2.1", "192.0.2.0/24", "passes")]
    [TestCase("192.0.2.0", "192.0.2.0/24", "passes")]
    [TestCase("192.0.2.255", "192.0.2.0/24", "passes")]
    [TestCase("192.0.3.0", "192.0.2.0/24", "fails")]
    [TestCase("192.0.1.255", "192.0.2.0/24", "fails")]
    [TestCase("192.0.2.1", "192.0.2.1", "passes")]
    [TestCase("192.0.2.2", "192.0.2.1", "fails")]
    [TestCase("8.8.8.8", "0.0.0.0/0", "passes")]
    [TestCase("2001:db8::1", "0.0.0.0/0", "fails")]
    [TestCase("192.0.2.77", "192.0.2.1/24", "passes", TestName = "Bits beyond the prefix do not matter, v4")]
    [TestCase("2001:db8:ffff::1", "2001:db8::1/32", "passes", TestName = "Bits beyond the prefix do not matter, v6")]
    [TestCase("2001:db8::1", "2001:db8::/32", "passes")]
    [TestCase("2001:DB8:0:0::1", "2001:db8::1", "passes")]
    [TestCase("2001:db9::1", "2001:db8::/32", "fails")]
    [TestCase("192.0.2.1", "::/0", "fails")]
    [TestCase("::ffff:192.0.2.1", "192.0.2.0/24", "passes", TestName = "A v4-mapped address counts as v4")]
    [TestCase("::FFFF:c000:201", "192.0.2.0/24", "passes", TestName = "A v4-mapped address counts as v4 in whatever form")]
    [TestCase("::ffff:192.0.2.1", "::/0", "fails", TestName = "A v4-mapped address is no v6 address")]
    [TestCase("192.0.2.1", "::ffff:192.0.2.1", "passes", TestName = "A v4-mapped address names a v4 network")]
    [TestCase("192.0.2.1", "::ffff:192.0.2.0/120", "passes", TestName = "A v4-mapped network is the v4 network")]
    public void An_address_is_inside_or_outside(string address, string net, string expected) =>
        Assert.That(Ask($"IP={address}", $"['{net}']"), Is.EqualTo(expected));

    [TestCase("010.1.1.1", TestName = "A part with leading zero might be octal")]
    [TestCase("8.1.1.010")]
    [TestCase("0x8.1.1.1")]
    [TestCase("8.1.257")]
    [TestCase("134807809")]
    [TestCase("8")]
    [TestCase("fe80::1%eth0")]
    [TestCase("fe80::1%1")]
    [TestCase("[::1]")]
    [TestCase("8.1.1.1:22")]
    [TestCase("8.1.1.1/32")]
    [TestCase(" 8.1.1.1")]
    [TestCase("8.1.1.1 ")]
    [TestCase("8.1.1.1.")]
    [TestCase("8.1.1.256")]
    [TestCase("٨.1.1.1")]
    [TestCase("example.org")]
    [TestCase("")]
    [TestCase(@"8.1.1.1\x00")]
    [TestCase(@"8.1.1.1\xFF")]
    public void What_is_no_plain_address_does_not_pass(string text) => Assert.That(Ask($"IP={text}", "['0.0.0.0/0', '::/0']"), Is.EqualTo("fails"));

    [Test]
    public void A_missing_field_does_not_pass() => Assert.That(Ask("A=x", "['0.0.0.0/0']"), Is.EqualTo("fails"));

    [Test]
    public void Any_value_and_any_network_is_enough() => Assert.That(Ask("IP=x | IP=8.8.8.8 | IP=192.0.2.1", "['10.0.0.0/8', '192.0.2.0/24']"), Is.EqualTo("passes"));

    [TestCase("192.0.2.0/33")]
    [TestCase("192.0.2.0/-1")]
    [TestCase("192.0.2.0/24/8")]
    [TestCase("192.0.2")]
    [TestCase("10/8", Description = "would be 0.0.0.10/8")]
    [TestCase("10", Description = "would be 0.0.0.10")]
    [TestCase("010.0.0.0/8", Description = "would be 8.0.0.0/8")]
    [TestCase("010.0.0.1")]
    [TestCase("fe80::1%eth0")]
    [TestCase("fe80::%eth0/10")]
    [TestCase("[::1]")]
    [TestCase("[::1]:22")]
    [TestCase("localhost")]
    [TestCase("")]
    public void What_is_no_network_is_refused(string net) => Assert.That(
        Workflows.ProblemOf($"{{ filter = 'inNetworks', field = 'IP', nets = ['{net}'] }}"),
        Is.EqualTo($"The argument \"nets\" of the filter \"inNetworks\" is wrong. Expected a network such as \"192.0.2.0/24\" or an address, but found a text (\"{net}\")."));

    private static string Ask(string entry, string nets) => Filter.Ask($"'inNetworks', field = 'IP', nets = {nets}", entry);
}
