using Pyruse.Core.Lint;
using Pyruse.Core.Patterns;

namespace Pyruse.Tests.Lint;

/// <summary>An address that an attacker can choose is found where a text proves it, and only there.</summary>
[TestFixture]
public sealed class AddressAttackTests
{
    [TestCase(@"^Invalid user .*? from (?P<ip>\S+)", "x from 198.51.100.66")]
    [TestCase(@"^Invalid user (?P<user>\S+) from (?P<ip>\S+)", "x from 198.51.100.66")]
    [TestCase(@"^Invalid user (\S+) from (?P<ip>\S+) port", "x from 198.51.100.66 port")]
    [TestCase(@"^Failed password for (\S+) from (?P<ip>[\d.]+)", "x from 198.51.100.66")]
    [TestCase(@"^Failed password for (?:invalid user )?(?P<user>\w+) from (?P<ip>[0-9.]+) port \d+", "x from 198.51.100.66 port 1")]
    [TestCase(@"user=<([^>]*)>, method=[^,]*, rip=(?P<ip>[^,]+),", "x>, method=x, rip=198.51.100.66,")]
    [TestCase(@"^login: user '(?P<user>[^']*)' from (?P<ip>[0-9a-f:]+)", "x' from 2001:db8::66")]
    [TestCase(@"from (?P<ip>\S+) port", "from 198.51.100.66 port")]
    [TestCase(@"Failed password for .* from (?P<ip>\S+)", "Failed password for x from 198.51.100.66")]
    [TestCase(@"rhost=(?P<ip>\S+)", "rhost=198.51.100.66")]
    [TestCase(@"(?i)authentication failure.*rhost=(?P<ip>[0-9.]+)", "authentication failurexrhost=198.51.100.66")]
    [TestCase(@"open\(\) ""[^""]*\.php"" failed \(2: .*\), client: (?P<ip>[^,]+),", @"open() ""x.php"" failed (2: x), client: 198.51.100.66,")]
    public void A_name_bans_somebody_else(string source, string choice)
    {
        LogPattern pattern = LogPattern.Parse(source);
        AddressAttack? attack = AddressAttack.Find(pattern, GroupOf(pattern), isWholeChosen: true);
        Assert.Multiple(() =>
        {
            Assert.That(attack?.Choice, Is.EqualTo(choice));
            Assert.That(pattern.Match(attack?.Text ?? "")?.Group("ip"), Is.EqualTo(attack?.Taken), "the text proves it");
        });
    }

    [TestCase(@"^Failed password for (invalid user )?(?P<user>.*) from (?P<ip>[^ ]*) port \d+ ssh2$")]
    [TestCase(@"^Failed password for .* from (?P<ip>[^ ]*) port", Description = "the last one is the sender's, and nothing of a user's follows")]
    [TestCase(@"^Invalid user (?P<user>\S+) from (?P<ip>\S+) port \d+$", Description = "a name with blanks does not match at all")]
    [TestCase(@"^User (?P<user>.*) from (?P<ip>[^ ]*) not allowed because not listed in AllowUsers$")]
    [TestCase(@"^\{core\} Login failed: '(.*)' \(Remote IP: '(?P<ip>.*)'\)")]
    [TestCase(@"^Unable to negotiate with (?P<ip>[^ ]*) port", Description = "nothing comes before the address")]
    [TestCase(@"^warning: unknown\[(?P<ip>[^]]+)\]: SASL LOGIN authentication failed")]
    [TestCase(@"^NOQUEUE: reject: RCPT from (\S+)\[(?P<ip>[^]]+)\]: 554", Description = "a host's name has no blanks")]
    [TestCase(@"^imap-login: Disconnected \(auth failed, [0-9]+ attempts\): user=<([^>]*)>.*, rip=(?P<ip>[^,]+),")]
    [TestCase(@"\[(?P<ip>[^ ]+)\] AUTH command used when not advertised$", Description = "it must be the end of the message")]
    [TestCase(@"^\[error\] user ""[^:]*"": password mismatch, client: (?P<ip>[^,]+), ", Description = "who leaves out colons knows that such a name has none")]
    [TestCase(@"^imap-login: Aborted login: [^<>=]* \(auth failed\): rip=(?P<ip>[^,]+), lip=", Description = "this login is what failed, not who")]
    [TestCase(@"^(?P<ip>\S+) - (?P<user>.*) \[.*\] ""GET /wp-login", Description = "the address comes first")]
    [TestCase(@"Redirect to: \?r=(.*), client: (?P<ip>.*), server: , referrer: ""\?r=\1""$")]
    public void A_sound_pattern_is_left_alone(string source)
    {
        LogPattern pattern = LogPattern.Parse(source);
        Assert.That(AddressAttack.Find(pattern, GroupOf(pattern), isWholeChosen: true), Is.Null);
    }

    [Test]
    public void Nobody_chooses_a_text_of_the_kernels()
    {
        LogPattern pattern = LogPattern.Parse(@"IN=\S* .*SRC=(?P<ip>\S+) DST=");
        Assert.Multiple(() =>
        {
            Assert.That(AddressAttack.Find(pattern, 1, isWholeChosen: true), Is.Not.Null);
            Assert.That(AddressAttack.Find(pattern, 1, isWholeChosen: false), Is.Null);
            Assert.That(Lints.Of(Firewall("_TRANSPORT")), Is.Empty);
            Assert.That(Lints.Of(Firewall("_SYSTEMD_UNIT")), Has.Exactly(1).StartsWith("PYR302"));
        });
    }

    private static string Firewall(string field) => Lints.Never + $$"""
        [[chain]]
        name = "Firewall"
        steps = [
          { filter = "equals", field = "{{field}}", value = "kernel" },
          { filter = "pcre", field = "MESSAGE", re = 'IN=\S* .*SRC=(?P<ip>\S+) DST=' },
          { action = "nftBan", IP = "ip", nftSetIPv4 = "inet t s4", nftSetIPv6 = "inet t s6" },
        ]
        """;

    private static int GroupOf(LogPattern pattern) => pattern.Groups.Single(static group => group.Name == "ip").Number;
}
