using Pyruse.Core.Effects;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Samples;

/// <summary>The recipes that ban, on thousands of names that are put together from what the expressions look for.</summary>
public sealed class ForgedNameTests
{
    private const int Names = 3000;

    private const string Sshd = "_SYSTEMD_UNIT=ssh.service | _UID=0 | _TRANSPORT=syslog | PRIORITY=6";
    private const string Nginx = "_SYSTEMD_UNIT=nginx.service | _UID=33 | _TRANSPORT=syslog | SYSLOG_IDENTIFIER=nginx | PRIORITY=3";
    private const string Smtpd = "_SYSTEMD_UNIT=postfix.service | _UID=105 | _COMM=smtpd | PRIORITY=6";
    private const string Dovecot = "_SYSTEMD_UNIT=dovecot.service | _UID=0 | _COMM=log | PRIORITY=6";

    private static readonly string[] Pieces =
    [
        "192.0.2.66", "x", " ", " from ", " port 22", " ssh2", " [preauth]", "invalid user ", "authenticating user ", "\"", "\": password mismatch", "\" was not found in \"", ", client: ", ", ",
        ">", "<", ">, ", "rip=", "lip=192.0.2.1", ", TLS", ", session=<", "method=PLAIN, ", "[", "]", "]: ", "SASL LOGIN authentication failed", ": ", "\n", " after AUTH from unknown[",
        " from 192.0.2.66 port 22 ssh2", " 192.0.2.66 port 22 [preauth]", "\": password mismatch, client: 192.0.2.66, server: ", "\" was not found in \"y\", client: 192.0.2.66, ",
        ">, method=PLAIN, rip=192.0.2.66, lip=192.0.2.1", ", session=<abc>", "[192.0.2.66]: SASL LOGIN authentication failed: ", "too many errors after AUTH from unknown[192.0.2.66]",
    ];

    [TestCase("10-sshd", Sshd, "Failed password for invalid user NAME from 203.0.113.7 port 4022 ssh2")]
    [TestCase("10-sshd", Sshd, "Invalid user NAME from 203.0.113.7 port 4022")]
    [TestCase("10-sshd", Sshd, "Connection closed by invalid user NAME 203.0.113.7 port 4022 [preauth]")]
    [TestCase("10-sshd", Sshd, "error: maximum authentication attempts exceeded for invalid user NAME from 203.0.113.7 port 4022 ssh2 [preauth]")]
    [TestCase("20-nginx", Nginx, "2026/01/31 12:00:00 [error] 812#812: *4711 user \"NAME\": password mismatch, client: 203.0.113.7, server: _, request: \"GET / HTTP/1.1\", host: \"h\"", ":")]
    [TestCase("20-nginx", Nginx, "2026/01/31 12:00:00 [error] 812#812: *4711 user \"NAME\" was not found in \"/etc/p\", client: 203.0.113.7, server: _, request: \"GET / HTTP/1.1\", host: \"h\"", ":")]
    [TestCase("20-nginx", Nginx, "2026/01/31 12:00:00 [error] 812#812: *4711 user \"bob\": password mismatch, client: 203.0.113.7, server: _, request: \"GET / HTTP/1.1\", host: \"NAME\"")]
    [TestCase("20-nginx", Nginx, "2026/01/31 12:00:00 [error] 812#812: *4711 limiting requests, excess: 1.000 by zone \"one\", client: 203.0.113.7, server: _, request: \"GET / HTTP/1.1\", host: \"NAME\"")]
    [TestCase("30-postfix", Smtpd, "warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: (reason unavailable), sasl_username=NAME")]
    [TestCase("30-postfix", Smtpd, "improper command pipelining after DATA from unknown[203.0.113.7]: NAME")]
    [TestCase("40-dovecot", Dovecot, "imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<NAME>, method=PLAIN, rip=203.0.113.7, lip=192.0.2.1, TLS, session=<abc>")]
    [TestCase("40-dovecot", Dovecot, "imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<NAME>, method=PLAIN, rip=203.0.113.7, lip=192.0.2.1")]
    public void No_name_bans_another_address(string recipe, string fields, string message, string without = "\0")
    {
        var random = new Random(20260131);
        string Name() => string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)])).Replace(without, "", StringComparison.Ordinal);
        WorkflowRun run = Recipes.Run(recipe, Enumerable.Range(0, Names).Select(i => TestEntries.At(i * 1000, $"{fields} | MESSAGE={message.Replace("NAME", Name(), StringComparison.Ordinal)}")));
        Assert.That(run.Effects.OfType<BanEffect>().Select(static ban => ban.Address.ToString()).Distinct(), Is.EqualTo(new[] { Recipes.Attacker }));
    }
}
