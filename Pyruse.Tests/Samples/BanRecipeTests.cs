using Pyruse.Core.Effects;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Samples;

/// <summary>The recipes that ban, on what the programs write, on what attackers make them write, and on what others write in their name.</summary>
public sealed class BanRecipeTests
{
    private const string Sshd = "_SYSTEMD_UNIT=ssh.service | _UID=0 | _COMM=sshd | _TRANSPORT=syslog | SYSLOG_IDENTIFIER=sshd | PRIORITY=6";
    private const string Nginx = "_SYSTEMD_UNIT=nginx.service | _UID=33 | _COMM=nginx | _TRANSPORT=syslog | SYSLOG_IDENTIFIER=nginx | PRIORITY=3";
    private const string Access = "_SYSTEMD_UNIT=nginx.service | _UID=33 | _COMM=nginx | _TRANSPORT=syslog | SYSLOG_IDENTIFIER=nginx_access | PRIORITY=6";
    private const string Smtpd = "_SYSTEMD_UNIT=postfix@-.service | _UID=105 | _COMM=smtpd | _TRANSPORT=syslog | SYSLOG_IDENTIFIER=postfix/smtpd | PRIORITY=6";
    private const string Dovecot = "_SYSTEMD_UNIT=dovecot.service | _UID=0 | _COMM=log | _TRANSPORT=syslog | SYSLOG_IDENTIFIER=dovecot | PRIORITY=6";
    private const string Time = "2026/01/31 12:00:00 [error] 812#812: *4711 ";

    [TestCase("10-sshd", Sshd, "Failed password for root from 203.0.113.7 port 4022 ssh2")]
    [TestCase("10-sshd", Sshd, "Failed password for invalid user oracle from 203.0.113.7 port 4022 ssh2")]
    [TestCase("10-sshd", Sshd, "Failed keyboard-interactive/pam for invalid user a b from 203.0.113.7 port 4022 ssh2")]
    [TestCase("10-sshd", Sshd, "Invalid user  from 203.0.113.7 port 4022")]
    [TestCase("10-sshd", Sshd, "Invalid user pi from 203.0.113.7", Description = "OpenSSH before 7.6")]
    [TestCase("10-sshd", Sshd, "User root from 203.0.113.7 not allowed because not listed in AllowUsers")]
    [TestCase("10-sshd", Sshd, "User bob from 203.0.113.7 not allowed because none of user's groups are listed in AllowGroups")]
    [TestCase("10-sshd", Sshd, "Connection closed by invalid user admin 203.0.113.7 port 4022 [preauth]")]
    [TestCase("10-sshd", Sshd, "Connection reset by authenticating user root 203.0.113.7 port 4022 [preauth]")]
    [TestCase("10-sshd", Sshd, "Disconnected from authenticating user root 203.0.113.7 port 4022 [preauth]")]
    [TestCase("10-sshd", Sshd, "error: maximum authentication attempts exceeded for root from 203.0.113.7 port 4022 ssh2 [preauth]")]
    [TestCase("10-sshd", "_SYSTEMD_UNIT=sshd.service | _UID=0 | _COMM=sshd-session | _TRANSPORT=syslog | PRIORITY=6", "Failed password for root from 203.0.113.7 port 4022 ssh2", Description = "OpenSSH 9.8")]
    [TestCase("20-nginx", Nginx, Time + "user \"bob\": password mismatch, client: 203.0.113.7, server: example.org, request: \"GET /p/ HTTP/1.1\", host: \"example.org\"")]
    [TestCase("20-nginx", Nginx, Time + "user \"x\" was not found in \"/etc/nginx/htpasswd\", client: 203.0.113.7, server: _, request: \"GET / HTTP/2.0\", host: \"h\", referrer: \"https://h/\"")]
    [TestCase("20-nginx", Nginx, Time + "limiting requests, excess: 20.120 by zone \"one\", client: 203.0.113.7, server: _, request: \"GET / HTTP/1.1\", host: \"h\"")]
    [TestCase("20-nginx", Nginx, Time + "limiting connections by zone \"addr\", client: 203.0.113.7, server: _, request: \"GET / HTTP/1.1\", host: \"h\"")]
    [TestCase("20-nginx", Access, "203.0.113.7 404 \"GET /wp-login.php HTTP/1.1\"")]
    [TestCase("20-nginx", Access, "203.0.113.7 403 \"GET /.git/config HTTP/1.1\"")]
    [TestCase("20-nginx", Access, "203.0.113.7 404 \"POST /backup/db.sql?x=1 HTTP/1.1\"")]
    [TestCase("30-postfix", Smtpd, "warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6")]
    [TestCase("30-postfix", Smtpd, "warning: mail.example.net[203.0.113.7]: SASL PLAIN authentication failed: (reason unavailable), sasl_username=bob@example.org", Description = "3.9")]
    [TestCase("30-postfix", Smtpd, "too many errors after AUTH from unknown[203.0.113.7]")]
    [TestCase("30-postfix", Smtpd, "improper command pipelining after CONNECT from unknown[203.0.113.7]: \\026\\003\\001")]
    [TestCase("30-postfix", Smtpd, "improper command pipelining after DATA (0 bytes) from unknown[203.0.113.7]: subject: x")]
    [TestCase("30-postfix", Smtpd, "NOQUEUE: reject: RCPT from unknown[203.0.113.7]: 554 5.7.1 <a@example.com>: Relay access denied; from=<> to=<a@example.com> proto=ESMTP helo=<x>")]
    [TestCase("30-postfix", "_SYSTEMD_UNIT=postfix.service | _UID=105 | _COMM=postscreen | PRIORITY=6", "PREGREET 11 after 0.06 from [203.0.113.7]:52101: EHLO User\\r\\n")]
    [TestCase("40-dovecot", Dovecot, "imap-login: Aborted login (auth failed, 1 attempts): user=<bob@example.org>, method=CRAM-MD5, rip=203.0.113.7, lip=192.0.2.1, TLS")]
    [TestCase("40-dovecot", Dovecot, "imap-login: Disconnected (auth failed, 3 attempts in 15 secs): user=<bob>, method=PLAIN, rip=203.0.113.7, lip=192.0.2.1, TLS, session=<YADINsQCDs5BH8Pg>", Description = "2.3")]
    [TestCase("40-dovecot", Dovecot, "pop3-login: Disconnected: Connection closed: SSL_read() failed: error:0A000126:SSL routines::unexpected eof while reading (auth failed, 1 attempts in 2 secs): user=<bob>, method=PLAIN, rip=203.0.113.7, lip=192.0.2.1, TLS: SSL_read() failed, session=<a/b+c>")]
    [TestCase("40-dovecot", Dovecot, "imap-login: Login aborted: Connection closed (auth failed, 2 attempts in 8 secs) (auth_failed): user=<bob>, method=PLAIN, rip=203.0.113.7, lip=192.0.2.1, TLS, session=<abc>", Description = "2.4")]
    [TestCase("40-dovecot", Dovecot, "submission-login: Disconnected (auth failed, 1 attempts in 2 secs): method=PLAIN, rip=203.0.113.7, lip=192.0.2.1")]
    public void Who_guesses_or_scans_is_banned(string recipe, string fields, string message)
    {
        Assert.That(Recipes.Banned(recipe, fields, message), Is.EqualTo(new[] { Recipes.Attacker }));
        Assert.That(Recipes.Banned(recipe, fields, message.Replace(Recipes.Attacker, "2001:db8::7", StringComparison.Ordinal)), Is.EqualTo(new[] { "2001:db8::7" }), "by IPv6, too");
    }

    // Each has the attacker's text in it as if 192.0.2.66 were the one.
    [TestCase("10-sshd", Sshd, "Failed password for invalid user x from 192.0.2.66 port 22 ssh2 from 203.0.113.7 port 4022 ssh2")]
    [TestCase("10-sshd", Sshd, "Invalid user x from 192.0.2.66 port 22 from 203.0.113.7 port 4022")]
    [TestCase("10-sshd", Sshd, "Invalid user x from 192.0.2.66 from 203.0.113.7 port 4022")]
    [TestCase("10-sshd", Sshd, "Connection closed by invalid user x 192.0.2.66 port 22 [preauth] 203.0.113.7 port 4022 [preauth]")]
    [TestCase("10-sshd", Sshd, "error: maximum authentication attempts exceeded for invalid user x from 192.0.2.66 port 2 ssh2 [preauth] from 203.0.113.7 port 4022 ssh2 [preauth]")]
    [TestCase("20-nginx", Nginx, Time + "user \"x, client: 192.0.2.66, server\": password mismatch, client: 203.0.113.7, server: _, request: \"GET / HTTP/1.1\", host: \"h\"")]
    [TestCase("20-nginx", Nginx, Time + "user \"x\" was not found in \"y, client: 192.0.2.66, \" was not found in \"/etc/p\", client: 203.0.113.7, server: _, request: \"GET / HTTP/1.1\"")]
    [TestCase("20-nginx", Nginx, Time + "limiting requests, excess: 1.0 by zone \"one\", client: 203.0.113.7, server: _, request: \"GET / HTTP/1.1\", host: \"x\", client: 192.0.2.66, server: _\"")]
    [TestCase("20-nginx", Access, "203.0.113.7 404 \"GET /x.php?\" 192.0.2.66 404 \"GET /x.php HTTP/1.1\"")]
    [TestCase("30-postfix", Smtpd, "warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: (reason unavailable), sasl_username=x[192.0.2.66]: SASL LOGIN authentication failed: y")]
    [TestCase("30-postfix", Smtpd, "improper command pipelining after DATA from unknown[203.0.113.7]: too many errors after AUTH from unknown[192.0.2.66]")]
    [TestCase("30-postfix", Smtpd, "NOQUEUE: reject: RCPT from unknown[203.0.113.7]: 554 5.7.1 <[192.0.2.66]: 554 5.7.1 <x>: Relay access denied; helo=<[192.0.2.66]>")]
    [TestCase("40-dovecot", Dovecot, "imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<x>, method=PLAIN, rip=192.0.2.66, lip=192.0.2.1, TLS, session=<y>, method=PLAIN, rip=203.0.113.7, lip=192.0.2.1, TLS, session=<abc>")]
    [TestCase("40-dovecot", Dovecot, "imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<x>, rip=192.0.2.66, lip=192.0.2.1>, method=PLAIN, rip=203.0.113.7, lip=192.0.2.1, TLS")]
    public void Text_of_the_attacker_never_stands_for_the_address(string recipe, string fields, string message) =>
        Assert.That(Recipes.Banned(recipe, fields, message), Is.SubsetOf(new[] { Recipes.Attacker }));

    // The message is right, but somebody else has written it.
    [TestCase("10-sshd", "_SYSTEMD_UNIT=session-3.scope | _UID=1000 | _COMM=logger | SYSLOG_IDENTIFIER=sshd | PRIORITY=6", "Failed password for root from 192.0.2.66 port 1 ssh2")]
    [TestCase("10-sshd", "_SYSTEMD_UNIT=ssh.service | _UID=1000 | _COMM=sshd | SYSLOG_IDENTIFIER=sshd | PRIORITY=6", "Failed password for root from 192.0.2.66 port 1 ssh2")]
    [TestCase("10-sshd", "_SYSTEMD_UNIT=ssh.service | _UID=0 | _COMM=sshd | _TRANSPORT=stdout | PRIORITY=6", "Failed password for root from 192.0.2.66 port 1 ssh2", Description = "a line that a user's name began")]
    [TestCase("10-sshd", "_TRANSPORT=kernel | SYSLOG_IDENTIFIER=sshd | PRIORITY=6", "Failed password for root from 192.0.2.66 port 1 ssh2")]
    [TestCase("20-nginx", "_SYSTEMD_UNIT=php8.2-fpm.service | _UID=33 | _TRANSPORT=syslog | SYSLOG_IDENTIFIER=nginx_access", "192.0.2.66 404 \"GET /x.php HTTP/1.1\"")]
    [TestCase("20-nginx", "_SYSTEMD_UNIT=nginx.service | _UID=33 | _TRANSPORT=stdout | SYSLOG_IDENTIFIER=nginx", Time + "user \"x\": password mismatch, client: 192.0.2.66, server: _")]
    [TestCase("20-nginx", Nginx, Time + "open() \"/var/www/x\" failed (2: No such file or directory), client: 192.0.2.66, server: _, request: \"a\" failed (2: No such file or directory), client: 203.0.113.7")]
    [TestCase("30-postfix", "_SYSTEMD_UNIT=postfix.service | _UID=1000 | _COMM=logger | SYSLOG_IDENTIFIER=postfix/smtpd", "too many errors after AUTH from unknown[192.0.2.66]")]
    [TestCase("40-dovecot", "_SYSTEMD_UNIT=dovecot.service | _UID=1000 | _COMM=imap | SYSLOG_IDENTIFIER=dovecot | PRIORITY=6", "imap-login: Disconnected (auth failed, 1 attempts): user=<x>, rip=192.0.2.66, lip=192.0.2.1")]
    public void What_others_write_in_the_name_of_a_program_bans_nobody(string recipe, string fields, string message) =>
        Assert.That(Recipes.Banned(recipe, fields, message), Is.Empty);

    [TestCase("10-sshd", Sshd, "Failed password for root from gate.example.org port 4022 ssh2")]
    [TestCase("10-sshd", Sshd, "Failed publickey for invalid user x from 203.0.113.7 port 4022 ssh2: RSA-CERT ID x from 192.0.2.66 port 22 ssh2")]
    [TestCase("10-sshd", Sshd, "Accepted publickey for bob from 203.0.113.7 port 4022 ssh2: ED25519 SHA256:abc")]
    [TestCase("20-nginx", Access, "203.0.113.7 404 \"GET /favicon.ico HTTP/1.1\"")]
    [TestCase("30-postfix", Smtpd, "warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: Connection lost to authentication server")]
    [TestCase("30-postfix", Smtpd, "NOQUEUE: reject: RCPT from unknown[203.0.113.7]: 450 4.2.0 <a@example.org>: Recipient address rejected: Greylisted")]
    [TestCase("40-dovecot", Dovecot, "imap-login: Login: user=<bob>, method=PLAIN, rip=203.0.113.7, lip=192.0.2.1, mpid=7, TLS, session=<abc>")]
    [TestCase("40-dovecot", Dovecot, "imap-login: Disconnected (no auth attempts in 0 secs): user=<>, rip=203.0.113.7, lip=192.0.2.1, TLS, session=<abc>")]
    public void Daily_business_bans_nobody(string recipe, string fields, string message) =>
        Assert.That(Recipes.Banned(recipe, fields, message), Is.Empty);

    [Test]
    public void Five_failures_within_ten_minutes_are_forgiven_and_six_are_not()
    {
        const string Failure = Sshd + " | MESSAGE=Failed password for bob from 203.0.113.7 port 4022 ssh2";
        IEnumerable<TestEntry> slowly = Enumerable.Range(0, 20).Select(static i => TestEntries.AtSecond(i * 121, Failure));
        IEnumerable<TestEntry> fast = Enumerable.Range(0, 6).Select(static i => TestEntries.AtSecond(i * 119, Failure));
        Assert.That((Recipes.Run("10-sshd", slowly).Effects.Count, Recipes.Run("10-sshd", fast).Effects.OfType<BanEffect>().Count()), Is.EqualTo((0, 1)));
    }

    [Test]
    public void Who_logs_in_is_not_banned_for_the_mistakes_before()
    {
        string[] wrong = [.. Enumerable.Repeat("Failed password for bob from 203.0.113.7 port 4022 ssh2", 5)];
        WorkflowRun run = Recipes.Run("10-sshd", Sshd, [.. wrong, "Accepted password for bob from 203.0.113.7 port 4022 ssh2", .. wrong]);
        Assert.That(run.ReportLines(), Is.EqualTo(new[] { "INFO: SSH LOGIN OF BOB FROM 203.0.113.7 BY PASSWORD" }));
    }

    [Test]
    public void Each_ban_makes_one_line_in_the_report()
    {
        WorkflowRun run = Recipes.Run("10-sshd", Sshd, Enumerable.Repeat("Invalid user pi from 203.0.113.7 port 4022", 17));
        Assert.That((run.Effects.OfType<BanEffect>().Count(), run.ReportLines().Count()), Is.EqualTo((2, 2)));
    }
}
