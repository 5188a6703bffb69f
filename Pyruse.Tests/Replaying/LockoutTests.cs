using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Replaying;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Replaying;

/// <summary>Addresses that would have been banned and from where somebody has logged in.</summary>
[TestFixture]
public sealed class LockoutTests
{
    [TestCase("SYSLOG_IDENTIFIER=sshd | MESSAGE=Accepted publickey for alice from 192.0.2.7 port 40022 ssh2: ED25519 SHA256:x", "192.0.2.7 alice sshd")]
    [TestCase("SYSLOG_IDENTIFIER=sshd-session | MESSAGE=Accepted password for bob from 2001:db8::7 port 40022 ssh2", "2001:db8::7 bob sshd")]
    [TestCase("SYSLOG_IDENTIFIER=sshd | MESSAGE=Accepted password for bob from ::ffff:192.0.2.7 port 40022 ssh2", "192.0.2.7 bob sshd", TestName = "A v4-mapped address is the v4 one")]
    [TestCase("SYSLOG_IDENTIFIER=dovecot | MESSAGE=imap-login: Login: user=<carol>, method=PLAIN, rip=192.0.2.8, lip=192.0.2.1, mpid=1, TLS", "192.0.2.8 carol dovecot")]
    [TestCase("SYSLOG_IDENTIFIER=dovecot | MESSAGE=imap-login: Logged in: user=<carol>, method=PLAIN, rip=192.0.2.8, lip=192.0.2.1", "192.0.2.8 carol dovecot")]
    [TestCase("SYSLOG_IDENTIFIER=postfix/submission/smtpd | MESSAGE=4A1B2C3D: client=host.example.org[192.0.2.9], sasl_method=PLAIN, sasl_username=dave@example.org", "192.0.2.9 dave@example.org postfix")]
    [TestCase("SYSLOG_IDENTIFIER=exim4 | MESSAGE=1abcDE-0001Ab-2C <= dave@example.org H=(pc) [192.0.2.9] P=esmtpsa A=plain_server:dave S=1234", "192.0.2.9 dave exim")]
    [TestCase("SYSLOG_IDENTIFIER=vsftpd | MESSAGE=[erin] OK LOGIN: Client \"192.0.2.10\"", "192.0.2.10 erin vsftpd")]
    [TestCase("SYSLOG_IDENTIFIER=proftpd | MESSAGE=ftp.example.org (host[192.0.2.11]) - USER frank: Login successful.", "192.0.2.11 frank proftpd")]
    [TestCase("SYSLOG_IDENTIFIER=pure-ftpd | MESSAGE=(?@192.0.2.12) [INFO] grace is now logged in", "192.0.2.12 grace pure-ftpd")]
    [TestCase("SYSLOG_IDENTIFIER=openvpn | MESSAGE=192.0.2.13:1194 [heidi] Peer Connection Initiated with [AF_INET]192.0.2.13:1194", "192.0.2.13 heidi openvpn")]
    [TestCase("SYSLOG_IDENTIFIER=sshd | MESSAGE=Failed password for alice from 192.0.2.7 port 40022 ssh2", null)]
    [TestCase("SYSLOG_IDENTIFIER=sshd | MESSAGE=Invalid user Accepted password for alice from 192.0.2.7 port 1 ssh2 from 198.51.100.1 port 2", null, TestName = "A user's name is no message of sshd")]
    [TestCase("SYSLOG_IDENTIFIER=logger | MESSAGE=Accepted password for alice from 192.0.2.7 port 40022 ssh2", null)]
    [TestCase("MESSAGE=Accepted password for alice from 192.0.2.7 port 40022 ssh2", null)]
    public void Logins_are_recognised(string entry, string? expected)
    {
        var table = new FieldTable();
        var logins = new SuccessfulLogins(table);
        SuccessfulLogin? login = logins.Of(TestEntries.Of(entry).In(table));
        Assert.That(login is null ? null : $"{login.Address} {login.User} {login.Program}", Is.EqualTo(expected));
    }

    [Test]
    public void An_address_is_found_in_whichever_order_ban_and_login_come()
    {
        var table = new FieldTable();
        var watch = new LockoutWatch(table);
        Login(watch, table, 1, "192.0.2.1");
        Ban(watch, 2, "192.0.2.1");
        Ban(watch, 3, "192.0.2.2");
        Ban(watch, 4, "192.0.2.2");
        Login(watch, table, 5, "192.0.2.2");
        Login(watch, table, 6, "192.0.2.2");
        Ban(watch, 7, "192.0.2.3");
        Login(watch, table, 8, "192.0.2.4");
        Assert.That(
            watch.Found.Select(static found => $"{found.Address} {found.Bans} {found.FirstBan} {found.Chain} {found.Logins} {found.FirstLogin - TestEntries.Start} {found.LastLogin - TestEntries.Start} {found.User}"),
            Is.EqualTo(new[] { "192.0.2.1 1 2 SSH 1 1 1 alice", "192.0.2.2 2 3 SSH 2 5 6 alice" }));
    }

    private static void Login(LockoutWatch watch, FieldTable table, long time, string address) =>
        watch.Look(TestEntries.At(time, $"SYSLOG_IDENTIFIER=sshd | MESSAGE=Accepted password for alice from {address} port 22 ssh2").In(table));

    private static void Ban(LockoutWatch watch, long time, string address) =>
        watch.Look(new BanEffect(new EffectOrigin("SSH", 0, time, ""), Firewall.Nft, "inet f s", System.Net.IPAddress.Parse(address), 60, ""));
}
