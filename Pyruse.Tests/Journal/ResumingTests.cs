using Pyruse.Journal;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Journal;

/// <summary>Going on where an earlier run stopped.</summary>
public sealed class ResumingTests
{
    [Test]
    public void Each_entry_is_read_once_and_in_order_through_rotations_and_restarts_of_the_reader()
    {
        const int Count = 5000;
        using var journald = new PrivateJournald();
        var random = new Random(1);
        string? cursor;
        using (var first = new SourceReader(journald.Location, JournalStart.Tail))
            cursor = first.Source.Cursor;
        var writing = Task.Run(() =>
        {
            for (int number = 0; number < Count; number += 250)
            {
                journald.WriteNumbers(number, 250);
                journald.Rotate();
            }
        });
        List<int> numbers = [];
        int runs = 0;
        while (numbers.Count < Count)
        {
            runs++;
            using var reader = new SourceReader(journald.Location, JournalStart.Tail, cursor);
            int stopAt = Math.Min(Count, numbers.Count + random.Next(1, 400));
            while (numbers.Count < stopAt)
            {
                if (reader.ReadNumber() is { } number)
                    numbers.Add(number);
                else
                    reader.Wait();
                // As after a crash: what is committed is what counts.
                cursor = reader.Source.Cursor;
            }
            Assert.That(reader.Sentences, Is.Empty);
        }
        writing.Wait();
        TestContext.Out.WriteLine($"{runs} runs");
        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, Count)));
    }

    [Test]
    public void Everything_written_while_nobody_read_is_read()
    {
        using var journald = new PrivateJournald();
        journald.WriteNumbers(0, 5);
        journald.Sync();
        string? cursor;
        using (var reader = new SourceReader(journald.Location, JournalStart.Head))
        {
            Assert.That(reader.ReadNumbers(), Has.Count.EqualTo(5));
            cursor = reader.Source.Cursor;
        }
        journald.WriteNumbers(5, 5);
        journald.Rotate();
        journald.Restart();
        journald.WriteNumbers(10, 5);
        journald.Sync();
        using var resumed = new SourceReader(journald.Location, JournalStart.Tail, cursor);
        Assert.That(resumed.Source.Cursor, Is.EqualTo(cursor), "before anything is read");
        Assert.That(resumed.ReadNumbers(), Is.EqualTo(Enumerable.Range(5, 10)));
    }

    [Test]
    public void A_run_that_began_at_the_tail_and_read_nothing_leaves_its_position()
    {
        using var journald = new PrivateJournald();
        journald.WriteNumbers(0, 5);
        journald.Sync();
        string? cursor;
        using (var reader = new SourceReader(journald.Location, JournalStart.Tail))
            cursor = reader.Source.Cursor;
        journald.WriteNumbers(5, 5);
        journald.Sync();
        using var resumed = new SourceReader(journald.Location, JournalStart.Tail, cursor);
        Assert.That(resumed.ReadNumbers(), Is.EqualTo(Enumerable.Range(5, 5)));
    }

    [Test]
    public void A_rotation_after_the_last_entry_does_not_move_the_position()
    {
        using var journald = new PrivateJournald();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail);
        journald.WriteNumbers(0, 5);
        Assert.That(reader.ReadNumbers(5), Has.Count.EqualTo(5));
        // The cursor is not asked for before the file that held the entry was let go.
        journald.Rotate();
        reader.Wait();
        Assert.That(reader.ReadNumbers(), Is.Empty);
        string? cursor = reader.Source.Cursor;
        using var resumed = new SourceReader(journald.Location, JournalStart.Head, cursor);
        Assert.That(resumed.ReadNumbers(), Is.Empty);
    }

    [Test]
    public void The_position_after_the_end_was_reached_is_that_of_the_last_entry()
    {
        using var journald = new PrivateJournald();
        journald.WriteNumbers(0, 3);
        journald.Sync();
        using var reader = new SourceReader(journald.Location, JournalStart.Head);
        string last = "";
        while (reader.ReadNumber() is not null)
            last = reader.Entry.Cursor;
        Assert.That(reader.Source.Cursor, Is.EqualTo(last));
        journald.WriteNumbers(3, 1);
        Assert.That(reader.ReadNumbers(1), Is.EqualTo([3]));
    }

    [Test]
    public void Entries_removed_while_nobody_read_are_counted_in_a_warning()
    {
        using var journald = new PrivateJournald();
        string? cursor;
        journald.WriteNumbers(0, 1);
        journald.Sync();
        using (var reader = new SourceReader(journald.Location, JournalStart.Head))
        {
            Assert.That(reader.ReadNumber(), Is.Zero);
            cursor = reader.Source.Cursor;
        }
        journald.WriteNumbers(1, 100);
        journald.Rotate();
        journald.Vacuum();
        journald.WriteNumbers(101, 5);
        journald.Sync();
        using var resumed = new SourceReader(journald.Location, JournalStart.Tail, cursor);
        Assert.That(resumed.ReadNumbers(), Is.EqualTo(Enumerable.Range(101, 5)));
        Assert.That(resumed.Sentences, Has.One.EqualTo(
            $"The entry where reading stopped is gone from the journal namespace \"{journald.Namespace}\": up to 100 entries were removed before they could be read."));
    }

    [Test]
    public void The_position_is_right_after_the_first_entry_behind_a_gap()
    {
        using var fixture = new JournalFixture();
        fixture.Add("system.journal", JournalFixture.Numbers(0, 5));
        var location = new JournalLocation.Directory(fixture.Path);
        const string Gone = "s=00000000000000000000000000000001;i=1;b=0123456789abcdef0123456789abcdef;m=1;t=1;x=1";
        using var reader = new SourceReader(location, JournalStart.Tail, Gone);
        Assert.That(reader.ReadNumber(), Is.Zero);
        string? cursor = reader.Source.Cursor;
        using var resumed = new SourceReader(location, JournalStart.Tail, cursor);
        Assert.That(resumed.ReadNumbers(), Is.EqualTo(Enumerable.Range(1, 4)));
    }

    [Test]
    public void A_position_in_the_future_leads_to_the_beginning_of_this_boot_with_a_warning()
    {
        using var journald = new PrivateJournald();
        journald.WriteNumbers(0, 5);
        journald.Sync();
        const string Future = "s=00000000000000000000000000000001;i=ffff;b=00000000000000000000000000000002;m=ffffffffffff;t=ffffffffffffff;x=1";
        using var reader = new SourceReader(journald.Location, JournalStart.Tail, Future);
        Assert.That(reader.ReadNumbers(), Is.EqualTo(Enumerable.Range(0, 5)));
        Assert.That(reader.Sentences, Has.One.Contains("is later than every entry"));
    }

    [TestCase("")]
    [TestCase("garbage")]
    [TestCase("s=1;i=x")]
    [TestCase("s=00000000000000000000000000000001;i=1;b=nonsense;m=1;t=1;x=1")]
    public void A_position_that_is_none_leads_to_the_beginning_of_this_boot_with_a_warning(string cursor)
    {
        using var journald = new PrivateJournald();
        journald.WriteNumbers(0, 5);
        journald.Sync();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail, cursor);
        Assert.That(reader.ReadNumbers(), Is.EqualTo(Enumerable.Range(0, 5)));
        Assert.That(reader.Sentences, Has.One.Contains($"is not one of a journal (\"{cursor}\")"));
    }
}
