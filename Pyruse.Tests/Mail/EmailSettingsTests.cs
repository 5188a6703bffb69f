using Pyruse.Core.Effects.Mail.Smtp;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Mail;

/// <summary>Every mistake in <c>[email]</c> is named at load, in its place.</summary>
[TestFixture]
public sealed class EmailSettingsTests
{
    [TestCase("to = ['root', 'a b@example.org', 'x@']", "1:25: error: The key \"to\" of [email] is wrong: \"a b@example.org\" is no mail address; write one such as \"root\", \"admin@example.org\" or \"Admin <admin@example.org>\".",
        "1:44: error: The key \"to\" of [email] is wrong: \"x@\" is no mail address; write one such as \"root\", \"admin@example.org\" or \"Admin <admin@example.org>\".")]
    [TestCase("to = []", "1:16: error: The key \"to\" of [email] names nobody; write at least one address, or leave it out for root.")]
    [TestCase("to = [\"x@y\\r\\nBcc: z@y\"]", "1:17: error: The key \"to\" of [email] is wrong: \"x@y··Bcc: z@y\" is no mail address; write one such as \"root\", \"admin@example.org\" or \"Admin <admin@example.org>\".")]
    [TestCase("from = 'wächter@example.org'", "1:18: error: The key \"from\" of [email] is wrong: \"wächter@example.org\" has other than plain ASCII characters before the \"@\", which many mail servers refuse; name another address.")]
    [TestCase("sendmail = []", "1:22: error: The key \"sendmail\" of [email] names no program; write one such as [\"/usr/sbin/sendmail\", \"-t\"].")]
    [TestCase("sendmail = ['x'], smtp = 'smtp://localhost'", "1:36: error: The keys \"sendmail\" and \"smtp\" of [email] name different ways for mails; keep one.")]
    [TestCase("file = 'x', smtp = 'smtp://localhost'", "1:18: error: The keys \"smtp\" and \"file\" of [email] name different ways for mails; keep one.")]
    [TestCase("password_file = '/dev/null'", "1:27: error: The key \"password_file\" of [email] is for \"smtp\" alone, which is not there; add smtp = \"smtp://user@host\", or take it out.")]
    [TestCase("tls = true", "1:17: error: The key \"tls\" of [email] is for \"smtp\" alone, which is not there; add smtp = \"smtp://host\", or take it out.")]
    [TestCase("smtp = 'mail.example.org'", "1:18: error: The key \"smtp\" of [email] is wrong: A mail server begins with \"smtp://\" or \"smtps://\"; write \"smtp://user@mail.example.org:587\", or without user and port.")]
    [TestCase("smtp = 'smtp://me:secret@localhost'", "1:18: error: The key \"smtp\" of [email] is wrong: A password has no place in this file; put it into a file of its own that is named by \"password_file\". (A \":\" in the user's name is \"%3A\".)")]
    [TestCase("smtp = 'smtp://localhost:99999'", "1:18: error: The key \"smtp\" of [email] is wrong: \"99999\" is no port; write a number from 1 to 65535. An IPv6 address stands in brackets: \"smtp://[2001:db8::1]:25\".")]
    [TestCase("smtp = 'smtp://a b/c'", "1:18: error: The key \"smtp\" of [email] is wrong: \"a b/c\" is no name of a server; write \"smtp://user@mail.example.org:587\", or without user and port.")]
    [TestCase("smtp = 'smtp://'", "1:18: error: The key \"smtp\" of [email] is wrong: \"\" is no name of a server; write \"smtp://user@mail.example.org:587\", or without user and port.")]
    [TestCase("smtp = 'smtp://mail.example.org'", "1:18: error: The mail server mail.example.org does not know this machine's root; name the recipients in full: to = [\"admin@example.org\"].")]
    [TestCase("to = ['a@b.c', 'bob'], smtp = 'smtp://mail.example.org'", "1:26: error: The mail server mail.example.org does not know this machine's user \"bob\"; write the address in full, such as \"bob@example.org\".")]
    [TestCase("to = ['a@b.c'], smtp = 'smtp://me@mail.example.org', tls = false", "1:70: error: In [email], tls = false would show the password to everybody on the way to mail.example.org; take it out, or take the user out of \"smtp\".")]
    [TestCase("smtp = 'smtps://localhost', tls = false", "1:45: error: In [email], tls = false contradicts \"smtps://\", which is TLS from the beginning; keep one of them.")]
    [TestCase("smtp = 'smtp://localhost', password_file = '/dev/null'", "1:54: error: There is a \"password_file\" in [email], but no user that it is for; write smtp = \"smtp://user@host\".",
        "1:54: warning: The password file /dev/null can be read or written by every user of this machine, and is not used; run: chmod 600 /dev/null")]
    [TestCase("smtp = 'smtp://me@localhost', password_file = '/nowhere/x'", "1:57: warning: There is no password file /nowhere/x; make it, with mode 600.")]
    [TestCase("max_per_hour = 0", "1:26: error: The key \"max_per_hour\" of [email] is 0; it must be from 1 to 10000.")]
    [TestCase("max_per_hour = 10001", "1:26: error: The key \"max_per_hour\" of [email] is 10001; it must be from 1 to 10000.")]
    public void A_mistake_is_named_in_its_place(string email, params string[] expected) => Assert.That(
        Workflows.Problems($"email = {{ {email} }}\n{Workflows.Chain("{ action = 'noop' }")}"), Is.EquivalentTo(expected.Select(static problem => $"t.toml:{problem}")));

    [TestCase("smtp = 'smtp://localhost'")]
    [TestCase("smtp = 'smtp://me@localhost', tls = false")]
    [TestCase("to = ['a@b.c'], smtp = 'smtp://mail.example.org', tls = false")]
    [TestCase("to = ['Admin <a@b.c>'], smtp = 'smtps://me%40example.org@mail.example.org'")]
    [TestCase("to = ['root'], from = 'pyruse@[192.0.2.1]'")]
    [TestCase("file = 'x', max_per_hour = 10000")]
    public void What_is_right_is_taken(string email) => Assert.That(Workflows.Problems($"email = {{ {email} }}\n{Workflows.Chain("{ action = 'noop' }")}"), Is.Empty);

    [TestCase("smtp://mail.example.org", "mail.example.org", 25, null, true)]
    [TestCase("smtp://me@mail.example.org/", "mail.example.org", 587, "me", true)]
    [TestCase("smtp://me@example.org@mail.example.org:2525", "mail.example.org", 2525, "me@example.org", true)]
    [TestCase("smtp://me%40example.org@mail.example.org", "mail.example.org", 587, "me@example.org", true)]
    [TestCase("SMTPS://mail.example.org", "mail.example.org", 465, null, true)]
    [TestCase("smtp://localhost", "localhost", 25, null, false)]
    [TestCase("smtp://[::1]", "::1", 25, null, false)]
    [TestCase("smtp://[::1]:26", "::1", 26, null, false)]
    [TestCase("smtp://127.0.0.1", "127.0.0.1", 25, null, false)]
    [TestCase("smtp://me@localhost", "localhost", 587, "me", true)]
    [TestCase("smtp://müller.example", "xn--mller-kva.example", 25, null, true)]
    public void A_server_is_a_host_and_may_have_a_user_and_a_port(string text, string host, int port, string? user, bool demandsTls)
    {
        SmtpServer server = SmtpServer.Parse(text);
        Assert.That((server.Host, server.Port, server.User, server.DemandsTls), Is.EqualTo((host, port, user, demandsTls)));
    }
}
