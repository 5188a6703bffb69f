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
        foreach (string text in (string[])["1", "2", "3"])
            Assert.That((await new DirectoryTransport(path).SendAsync(Composed(text), ["a@example.org"], default)).Delivered, Is.EqualTo(new[] { "a@example.org" }));
        string[] files = [.. Directory.GetFiles(path).Order(StringComparer.Ordinal)];
        MailTools.AssertWellFormed([.. files.Select(static (file, i) => new MailTools.ExpectedMail(file, "Alarm", $"{i + 1}", "<p>x</p>"))]);
        Assert.That(files, Has.Length.EqualTo(3).And.All.EndsWith(".eml"));
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
