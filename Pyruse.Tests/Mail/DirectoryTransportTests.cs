using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Effects.Mail;
using Pyruse.Tests.Mail.Support;
using static Pyruse.Tests.Mail.Support.SomeMails;

namespace Pyruse.Tests.Mail;

/// <summary>Each mail becomes a file, whole or not at all.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DirectoryTransportTests : MailFixture
{
    [Test]
    public async Task Each_mail_becomes_a_file()
    {
        string path = Path.Combine(Files.Path, "not", "there");
        var mails = new List<MailTools.ExpectedMail>();
        foreach (string text in (string[])["1", "2", "3"])
        {
            MailDelivery delivery = await new DirectoryTransport(path).SendAsync(Composed(text), ["a@example.org"], default);
            Assert.That(delivery.Delivered, Is.EqualTo(new[] { "a@example.org" }));
            mails.Add(new(delivery.Response["written to ".Length..], "Alarm", text, "<p>x</p>"));
        }
        MailTools.AssertWellFormed(mails);
        string[] files = Directory.GetFiles(path);
        Assert.That(files, Is.EquivalentTo(mails.Select(static mail => mail.File)).And.All.EndsWith(".eml"));
    }

    [Test]
    public async Task AFiles_that_cannot_be_written_is_named()
    {
        string file = Files.Write("file", "");
        EffectResult result = (await new DirectoryTransport(file).SendAsync(Composed(), [], default)).Result;
        Assert.That(result.Outcome, Is.EqualTo(EffectOutcome.TryAgain));
        Assert.That(result.Problem, Does.StartWith($"The mail can't be written to {file}/"));
    }
}
