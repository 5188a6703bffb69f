using Pyruse.Journal;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Journal;

/// <summary>Reading what a real journald writes at the same time.</summary>
public sealed class FollowingTests
{
    [Test]
    public void From_the_tail_only_what_is_new_is_read()
    {
        using var journald = new PrivateJournald();
        journald.WriteNumbers(0, 10);
        journald.Sync();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail);
        Assert.That(reader.ReadNumbers(), Is.Empty);
        journald.WriteNumbers(10, 5);
        Assert.That(reader.ReadNumbers(5), Is.EqualTo(Enumerable.Range(10, 5)));
    }

    [TestCase(JournalStart.Head)]
    [TestCase(JournalStart.Boot)]
    public void From_the_head_and_from_the_boot_what_was_written_before_is_read_too(object start)
    {
        using var journald = new PrivateJournald();
        journald.WriteNumbers(0, 10);
        journald.Rotate();
        journald.WriteNumbers(10, 10);
        journald.Sync();
        using var reader = new SourceReader(journald.Location, (JournalStart)start);
        Assert.That(reader.ReadNumbers(), Is.EqualTo(Enumerable.Range(0, 20)));
        journald.WriteNumbers(20, 5);
        Assert.That(reader.ReadNumbers(5), Is.EqualTo(Enumerable.Range(20, 5)));
    }

    [Test]
    public void Entries_that_were_not_read_before_a_rotation_are_read_once_and_in_order()
    {
        using var journald = new PrivateJournald();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail);
        journald.WriteNumbers(0, 100);
        journald.Sync();
        List<int> numbers = [.. Enumerable.Range(0, 10).Select(_ => reader.ReadNumber()!.Value)];
        for (int first = 100; first < 500; first += 100)
        {
            journald.Rotate();
            journald.WriteNumbers(first, 100);
        }
        numbers.AddRange(reader.ReadNumbers(490));
        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, 500)));
    }

    [Test]
    public void Reading_goes_on_when_journald_is_stopped_and_started()
    {
        using var journald = new PrivateJournald();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail);
        List<int> numbers = [];
        for (int first = 0; first < 30; first += 10)
        {
            journald.WriteNumbers(first, 10);
            journald.Restart();
            numbers.AddRange(reader.ReadNumbers(10));
        }
        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, 30)));
    }

    [TestCase(JournalStart.Tail)]
    [TestCase(JournalStart.Boot)]
    [TestCase(JournalStart.Head)]
    public void A_namespace_that_appears_later_is_read_from_its_first_entry(object start)
    {
        using var journald = new PrivateJournald(isStarted: false);
        using var reader = new SourceReader(journald.Location, (JournalStart)start);
        Assert.That(reader.ReadNumbers(), Is.Empty);
        journald.Start();
        journald.WriteNumbers(0, 20);
        Assert.That(reader.ReadNumbers(20), Is.EqualTo(Enumerable.Range(0, 20)));
    }

    [Test]
    public void Entries_removed_while_they_are_waited_for_are_counted_in_a_warning()
    {
        using var journald = new PrivateJournald();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail);
        journald.WriteNumbers(0, 100);
        journald.Sync();
        Assert.That(reader.ReadNumber(), Is.Zero);
        journald.Rotate();
        journald.WriteNumbers(100, 10);
        journald.Rotate();
        journald.Vacuum();
        journald.WriteNumbers(110, 10);
        List<int> numbers = reader.ReadUntilSaid("were removed before they could be read");
        Assert.That(numbers, Is.Ordered.Ascending.And.Unique);
        Assert.That(numbers, Is.SupersetOf(Enumerable.Range(110, 10)));
    }

    [Test]
    public void Rotation_alone_gives_no_warning()
    {
        using var journald = new PrivateJournald();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail);
        for (int first = 0; first < 50; first += 10)
        {
            journald.WriteNumbers(first, 10);
            journald.Rotate();
            reader.ReadNumbers(10);
        }
        Assert.That(reader.Sentences, Is.Empty);
    }
}
