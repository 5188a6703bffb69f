using System.Text;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects.Mail;
using Pyruse.Tests.Mail.Support;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Mail;

/// <summary>Mails are right in every byte, whatever is in a log. The judge is Python's email package.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MailComposerTests
{
    /// <summary>What is known to go wrong in headers, in quoted-printable, in mailboxes, in SMTP.</summary>
    private static readonly string[] Morsels =
    [
        "a", "b c", " ", "  ", "\t", "=", "=3D", "=?utf-8?B?YQ==?=", "=?", "?=", "_", "é", "ü ", "漢字", "😀", "👩‍👩‍👧", "\ud83d", "\ude00", ".", "\n.\n", "\n..", "\r", "\n", "\r\n", "\r\n\r\n",
        "\nFrom me", "From ", "\0", "\u001b[31m", "\u007f", "\u0085", "\u2028", "\u2029", "\ufeff", "\uffff", "\u202e", " \n", "\t\n", "\"", "\\", "<", ">", ",", ";", ":", "(", ")", "@",
        "\r\nBcc: x@y", "\nContent-Type: text/html\n\n<b>", "--=_", "Subject: x", new string('x', 75), new string('x', 76), new string('x', 77), new string('é', 40), new string('.', 80),
        new string('F', 200), new string(' ', 90), new string('x', 1500), "ab cd ef gh ij kl mn op qr st uv wx yz ",
    ];

    private readonly ManualTime _time = new();
    private readonly TempDirectory _directory = new();

    [TearDown]
    public void Clean_up() => _directory.Dispose();

    [Test]
    public void Any_text_reads_back_as_it_was([Range(1, 3)] int seed)
    {
        var random = new Random(seed);
        MailComposer composer = Composer();
        var mails = new List<MailTools.ExpectedMail>();
        for (int i = 0; i < 400; i++)
        {
            (string subject, string text, string? html) = (Random(random, 12), Random(random, 40), i % 2 == 0 ? Random(random, 40) : null);
            mails.Add(new(Write($"{i}.eml", composer.Compose(subject, text, html)), subject, text, html));
        }
        MailTools.AssertWellFormed(mails);
    }

    [TestCase("", "")]
    [TestCase("x", "")]
    [TestCase("", "\n")]
    [TestCase(" ", " ")]
    [TestCase("Failed login of <script>alert(1)</script>\r\nBcc: x@y", "\r\n.\r\nMAIL FROM:<x@y>\r\n")]
    public void So_do_the_odd_ones(string subject, string text) => MailTools.AssertWellFormed(
        new MailTools.ExpectedMail(Write("a.eml", Composer().Compose(subject, text)), subject, text),
        new MailTools.ExpectedMail(Write("b.eml", Composer().Compose(subject, text, text)), subject, text, text));

    [Test]
    public void Names_and_hosts_in_any_script_are_fine_in_addresses()
    {
        MailComposer composer = Composer("\"Wächter, 1\" <pyruse@müller.example>", "漢字 <a@example.org>", "root", "Plain Name <b@example.org>", "c@例え.example");
        OutgoingMail mail = composer.Compose("x", "x");
        MailTools.AssertWellFormed(new MailTools.ExpectedMail(Write("a.eml", mail), "x", "x"));
        (_, string addresses, _) = MailTools.Run([MailTools.Python, "-c", "import email,email.policy,sys\nm=email.message_from_binary_file(open(sys.argv[1],'rb'),policy=email.policy.SMTP)\n"
            + "print(ascii([(a.display_name,a.addr_spec) for h in ('From','To') for a in m[h].addresses]))", Path.Combine(_directory.Path, "a.eml")]);
        Assert.That(mail.Sender, Is.EqualTo("pyruse@xn--mller-kva.example"));
        Assert.That(mail.Recipients, Is.EqualTo(new[] { "a@example.org", "root@localhost", "b@example.org", "c@xn--r8jz45g.example" }));
        Assert.That(addresses, Is.EqualTo(
            "[('W\\xe4chter, 1', 'pyruse@xn--mller-kva.example'), ('\\u6f22\\u5b57', 'a@example.org'), ('', 'root@localhost'), ('Plain Name', 'b@example.org'), ('', 'c@xn--r8jz45g.example')]\n"));
    }

    [Test]
    public void A_plain_mail_is_readable_as_it_is() => Assert.That(
        Encoding.ASCII.GetString(Composer().Compose("sudo: bob on quickstart", "Line 1\nLine = 2 é").Content.Span), Does.Match(
        """
        \ADate: Mon, 20 Oct 2025 22:40:00 \+0000\r
        From: pyruse@example.org\r
        To: admin@example.org\r
        Subject: sudo: bob on quickstart\r
        Message-ID: <[0-9a-f]{32}@example\.org>\r
        Auto-Submitted: auto-generated\r
        MIME-Version: 1\.0\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Transfer-Encoding: quoted-printable\r
        \r
        Line 1\r
        Line =3D 2 =C3=A9\r\n\z
        """.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\\r\n", "\\r\\n", StringComparison.Ordinal)));

    [TestCase(200, 200)]
    [TestCase(201, 200)]
    [TestCase(5000, 200)]
    public void A_subject_is_cut(int length, int expected) => Assert.That(HeaderText.OneLine(new string('x', length)), Has.Length.EqualTo(expected));

    [Test]
    public void A_cut_is_never_within_a_character()
    {
        string cut = HeaderText.OneLine(new string('x', 198) + "😀😀");
        Assert.That(cut, Is.EqualTo(new string('x', 198) + "…"));
    }

    private MailComposer Composer(string? from = null, params string[] to) =>
        new(new EmailSettings(from ?? "pyruse@example.org", to.Length > 0 ? to : ["admin@example.org"]), _time);

    private string Write(string name, OutgoingMail mail)
    {
        string path = Path.Combine(_directory.Path, name);
        File.WriteAllBytes(path, mail.Content.ToArray());
        return path;
    }

    private static string Random(Random random, int most) => string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => Morsels[random.Next(Morsels.Length)]));
}
