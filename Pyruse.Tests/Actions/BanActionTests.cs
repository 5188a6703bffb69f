using Pyruse.Core.Effects;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Actions;

/// <summary>What becomes a ban, and what of the things that attackers can write into a log never does.</summary>
[TestFixture]
public sealed class BanActionTests
{
    private const string Nft = "{ action = 'nftBan', IP = 'IP', nftSetIPv4 = 'inet filter ssh4', nftSetIPv6 = 'inet filter ssh6', banSeconds = 60 }";
    private const string Ipset = "{ action = 'ipsetBan', IP = 'IP', ipSetIPv4 = 'ssh4', ipSetIPv6 = 'ssh6' }";

    [TestCase("192.0.2.1", "ssh4 192.0.2.1")]
    [TestCase("0.0.0.1", "ssh4 0.0.0.1")]
    [TestCase("223.255.255.255", "ssh4 223.255.255.255")]
    [TestCase("2001:db8::1", "ssh6 2001:db8::1")]
    [TestCase("2001:DB8:0:0:0:0:0:1", "ssh6 2001:db8::1", TestName = "An address is kept in its canonical form")]
    [TestCase("::ffff:1.2.3.4", "ssh4 1.2.3.4", TestName = "A v4-mapped address is banned as v4")]
    [TestCase("::FFFF:0102:0304", "ssh4 1.2.3.4", TestName = "A v4-mapped address is banned as v4 in whatever form")]
    [TestCase("fe80::1", "ssh6 fe80::1")]
    public void An_address_is_banned_in_the_set_of_its_family(string ip, string expected) => Assert.Multiple(() =>
    {
        Assert.That(Bans(Nft, ip), Is.EqualTo(new[] { $"Nft inet filter {expected} 60" }));
        Assert.That(Bans(Ipset, ip), Is.EqualTo(new[] { $"Ipset {expected} 0" }));
    });

    [TestCase("{1.2.3.4}; flush ruleset; #")]
    [TestCase("1.2.3.4; flush ruleset")]
    [TestCase("1.2.3.4 timeout 1s")]
    [TestCase("1.2.3.4, 5.6.7.8")]
    [TestCase("1.2.3.4-5.6.7.8")]
    [TestCase("1.2.3.4/0")]
    [TestCase("0.0.0.0/0")]
    [TestCase("::/0")]
    [TestCase(@"1.2.3.4\x0Aflush ruleset")]
    [TestCase(@"1.2.3.4\x00")]
    [TestCase(@"1.2.3.4\xFF")]
    [TestCase(" 1.2.3.4")]
    [TestCase("010.1.1.1")]
    [TestCase("1")]
    [TestCase("1.2.3")]
    [TestCase("0x1.2.3.4")]
    [TestCase("1.2.3.256")]
    [TestCase("１.２.３.４")]
    [TestCase("fe80::1%eth0")]
    [TestCase("fe80::1%2")]
    [TestCase("[2001:db8::1]")]
    [TestCase("[2001:db8::1]:22")]
    [TestCase("2001:db8::1::2")]
    [TestCase("$(reboot)")]
    [TestCase("example.org")]
    [TestCase("")]
    [TestCase("-")]
    public void Any_other_text_is_an_error(string text) => AssertRefused(text, "not an IP address; nothing is banned.");

    [Test]
    public void A_huge_text_is_an_error_with_a_short_sentence()
    {
        WorkflowRun run = Workflows.RunSteps(Nft, TestEntries.Of($"IP={new string('1', 65_536)}"));
        Assert.That(run.Failures, Is.EqualTo(new[] { $"test/0: The field IP is the text \"{new string('1', 80)}…\", not an IP address; nothing is banned." }));
    }

    [TestCase("0.0.0.0")]
    [TestCase("::")]
    [TestCase("224.0.0.1")]
    [TestCase("239.255.255.250")]
    [TestCase("255.255.255.255")]
    [TestCase("240.0.0.1")]
    [TestCase("ff02::1")]
    [TestCase("::ffff:224.0.0.1")]
    [TestCase("::ffff:0.0.0.0")]
    public void An_address_that_no_peer_has_is_an_error(string ip) => AssertRefused(ip, "is none that a single peer can have; it is not banned.");

    [Test]
    public void A_missing_field_is_an_error() => Assert.That(
        Workflows.RunSteps(Ipset, TestEntries.Of("A=x")).Failures, Is.EqualTo(new[] { "test/0: The field IP is missing, not an IP address; nothing is banned." }));

    [TestCase("127.0.0.1")]
    [TestCase("127.255.255.255")]
    [TestCase("::1")]
    [TestCase("::ffff:127.0.0.1")]
    public void Loopback_is_never_banned(string ip)
    {
        WorkflowRun run = Workflows.RunSteps($"{Nft}, {{ action = 'log', message = 'goes on' }}", TestEntries.Of($"IP={ip}"));
        Assert.Multiple(() =>
        {
            Assert.That((run.Failures.Count, string.Join(' ', run.Lines.Count)), Is.EqualTo((0, "1")));
            Assert.That(run.Messages, Is.EqualTo(new[] { "goes on" }));
            Assert.That(run.Log.Messages, Is.EqualTo(new[]
            {
                $"Information: The address {ip.Replace("::ffff:", "", StringComparison.Ordinal)} is in a network that is never banned; chain \"test\", step 1 (nftBan) asked for it.",
            }));
        });
    }

    [Test]
    public void Networks_that_the_configuration_names_are_never_banned()
    {
        string toml = "bans = { never = ['192.0.2.7', '10.1.0.0/16', '2001:db8::/32', '::ffff:198.51.100.0/120'] }\n" + Workflows.Chain(Ipset);
        string[] addresses = ["192.0.2.7", "::ffff:192.0.2.7", "10.1.2.3", "2001:db8:1::1", "198.51.100.9", "192.0.2.8", "10.2.0.0", "2001:db9::1"];
        Assert.That(
            Workflows.Run(toml, addresses.Select(static ip => TestEntries.Of($"IP={ip}"))).Effects.OfType<BanEffect>().Select(static ban => ban.Address.ToString()),
            Is.EqualTo(new[] { "192.0.2.8", "10.2.0.0", "2001:db9::1" }));
    }

    [TestCase("", 0, TestName = "A ban without length is for ever")]
    [TestCase(", banSeconds = 86400", 86_400)]
    [TestCase(", banSeconds = '1d'", 86_400)]
    [TestCase(", banSeconds = '90s'", 90)]
    [TestCase(", banSeconds = 1.9", 1, TestName = "A ban is cut to whole seconds")]
    [TestCase(", banSeconds = '10ms'", 1, TestName = "A ban lasts at least a second")]
    public void A_ban_has_a_length(string argument, long expected) =>
        Assert.That(Bans(Ipset.Replace(" }", argument + " }", StringComparison.Ordinal), "192.0.2.1"), Is.EqualTo(new[] { $"Ipset ssh4 192.0.2.1 {expected}" }));

    [Test]
    public void A_ban_ends_by_the_time_of_its_entry_and_keeps_the_evidence()
    {
        var ban = (BanEffect)Workflows.RunSteps(Nft, TestEntries.AtSecond(5, $"IP=192.0.2.1 | MESSAGE=guilty {new string('x', 5000)}")).Effects.Single();
        Assert.Multiple(() =>
        {
            Assert.That(ban.Until, Is.EqualTo(TestEntries.Start + 65_000_000));
            Assert.That(ban.Evidence, Has.Length.EqualTo(1024));
            Assert.That(ban.Evidence, Does.StartWith("guilty "));
        });
    }

    [Test]
    public void A_ban_is_an_effect_like_any_other() => Assert.That(
        Workflows.RunSteps(Nft, TestEntries.AtSecond(5, "IP=192.0.2.1")).Lines,
        Is.EqualTo(new[] { """{"t":1761000005000000,"chain":"test","step":0,"kind":"ban","set":"inet filter ssh4","ip":"192.0.2.1","seconds":60}""" }));

    [TestCase("ssh4")]
    [TestCase("filter ssh4")]
    [TestCase("inet filter ssh4 extra")]
    [TestCase("inet filter ssh4; flush ruleset")]
    [TestCase("inet filter {x}")]
    [TestCase("inet filter -x")]
    [TestCase("tcp filter ssh4")]
    [TestCase("")]
    public void What_is_no_set_of_nftables_is_refused(string set) => Assert.That(
        Workflows.ProblemOf(Nft.Replace("inet filter ssh4", set, StringComparison.Ordinal)),
        Is.EqualTo($"The action \"nftBan\" refuses this: \"{set}\" is no set of nftables; write family, table and set, such as \"inet filter ssh4\"."));

    [TestCase("")]
    [TestCase("two words")]
    [TestCase("-exist")]
    [TestCase("x;reboot")]
    [TestCase("a_name_of_thirty_two_characters_")]
    public void What_is_no_name_of_an_ipset_is_refused(string set) => Assert.That(
        Workflows.ProblemOf(Ipset.Replace("ssh6", set, StringComparison.Ordinal)),
        Is.EqualTo($"The action \"ipsetBan\" refuses this: \"{set}\" is no name of an ipset; it has 1 to 31 letters, digits and _ . : -"));

    private static IEnumerable<string> Bans(string step, string ip) => Workflows.RunSteps(step, TestEntries.Of($"IP={ip}")).Effects.OfType<BanEffect>()
        .Select(static ban => $"{ban.Firewall} {ban.Set} {ban.Address} {ban.Seconds}");

    private static void AssertRefused(string text, string reason)
    {
        foreach (string step in (string[])[Nft, Ipset])
        {
            WorkflowRun run = Workflows.RunSteps(step, TestEntries.Of($"IP={text}"));
            Assert.That(run.Effects, Is.Empty);
            Assert.That(run.Failures, Has.Count.EqualTo(1));
            Assert.That(run.Failures[0], Does.EndWith(reason));
            Assert.That(run.Failures[0].Any(char.IsControl), Is.False);
        }
    }
}
