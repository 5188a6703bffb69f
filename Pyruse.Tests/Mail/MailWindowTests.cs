using Pyruse.Core.Effects.Mail;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Mail;

/// <summary>So many mails go in any hour, whatever happens to the process and to the clock.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MailWindowTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly RecordingLogger _logger = new();
    private ManualTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Test]
    public void The_hour_slides()
    {
        MailWindow window = Window();
        window.Add();
        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.That(window.Wait(), Is.EqualTo(TimeSpan.Zero));
        window.Add();
        Assert.That(window.Wait(), Is.EqualTo(TimeSpan.FromMinutes(40)));
        _time.Advance(TimeSpan.FromMinutes(40));
        Assert.That(window.Wait(), Is.EqualTo(TimeSpan.Zero));
        window.Add();
        Assert.That(window.Wait(), Is.EqualTo(TimeSpan.FromMinutes(20)));
    }

    [Test]
    public void A_restart_makes_no_room()
    {
        Add(2);
        Assert.That(Window().Wait(), Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public void A_clock_that_is_set_back_does_not_stop_mails_for_longer_than_the_hour()
    {
        Add(2);
        _time = new ManualTime(_time.GetUtcNow() - TimeSpan.FromDays(3));
        Assert.That(Window().Wait(), Is.EqualTo(TimeSpan.Zero));
    }

    [TestCase("")]
    [TestCase("noise\0\n\n2025-99-99\n")]
    public void A_damaged_file_is_as_good_as_none(string content)
    {
        File.WriteAllText(Path.Combine(_directory.Path, "sent"), content);
        Assert.That(Window().Wait(), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_file_that_cannot_be_written_is_told_and_harms_nothing()
    {
        var window = new MailWindow(2, "/nowhere/sent", _time, _logger);
        window.Add();
        Assert.That(_logger.Messages, Has.Count.EqualTo(1).And.All.StartsWith("Warning: The time of a mail can't be noted"));
    }

    private MailWindow Window() => new(2, Path.Combine(_directory.Path, "sent"), _time, _logger);

    private void Add(int count)
    {
        MailWindow window = Window();
        for (int i = 0; i < count; i++)
            window.Add();
    }
}
