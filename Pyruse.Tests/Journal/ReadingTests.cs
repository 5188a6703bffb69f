using System.Text;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Journal;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Journal;

/// <summary>What is read from journals that were made from exports.</summary>
public sealed class ReadingTests
{
    private static readonly string[] WantedNames = ["MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER", "_PID", "_HOSTNAME", "TEST_BYTES", "TEST_TWICE"];

    [Test]
    public void All_wanted_fields_of_all_entries_equal_the_export()
    {
        using var fixture = new JournalFixture();
        List<ExportEntry> entries = [.. Enumerable.Range(0, 500).Select(MakeEntry)];
        fixture.Add("one.journal", entries.Where(static (_, index) => index % 2 == 0));
        fixture.Add("two.journal", entries.Where(static (_, index) => index % 2 != 0));
        var fields = new FieldTable();
        Field[] wanted = [.. WantedNames.Select(name => fields[name])];
        using var reader = SourceReader.Replay(new JournalLocation.Directory(fixture.Path), fields: fields);
        foreach (ExportEntry expected in entries)
        {
            Assert.That(reader.Source.TryRead(reader.Entry), Is.True);
            Assert.That($"{reader.Entry.RealtimeMicroseconds}", Is.EqualTo(Values(expected, "__REALTIME_TIMESTAMP").Single()));
            foreach (Field field in wanted)
                Assert.That(Values(reader.Entry, field), Is.EqualTo(Values(expected, field.Name)), field.Name);
        }
        Assert.That(reader.Source.TryRead(reader.Entry), Is.False);
    }

    [Test]
    public void Other_fields_are_left_in_the_journal_until_asked_for()
    {
        using var fixture = new JournalFixture();
        fixture.Add("system.journal", [MakeEntry(0), MakeEntry(1)]);
        var fields = new FieldTable();
        using var reader = SourceReader.Replay(new JournalLocation.Directory(fixture.Path), fields: fields);
        int known = fields.Count;
        Assert.That(reader.Source.TryRead(reader.Entry), Is.True);
        Assert.That(fields.Count, Is.EqualTo(known), "the journal's names do not become fields");
        Assert.That(reader.Entry["_HOSTNAME"], Is.EqualTo("host0"), "asked for with the first entry");
        Assert.That(reader.Entry["_SOMETHING_NOT_THERE"], Is.Null);
        Assert.That(reader.Source.TryRead(reader.Entry), Is.True);
        Assert.That(reader.Entry.First(fields["_HOSTNAME"]).Text, Is.EqualTo("host1"), "known since then");
    }

    [Test]
    public void The_time_since_boot_is_a_field_also_when_asked_for_late()
    {
        using var fixture = new JournalFixture();
        fixture.Add("system.journal", [new ExportEntry(JournalFixture.TimeOf(0), monotonic: 17), new ExportEntry(JournalFixture.TimeOf(1), monotonic: 18)]);
        using var reader = SourceReader.Replay(new JournalLocation.Directory(fixture.Path));
        Assert.That(reader.Source.TryRead(reader.Entry), Is.True);
        Assert.That(reader.Entry["__MONOTONIC_TIMESTAMP"], Is.EqualTo("17"));
        Assert.That(reader.Source.TryRead(reader.Entry), Is.True);
        Assert.That(reader.Entry["__MONOTONIC_TIMESTAMP"], Is.EqualTo("18"));
    }

    [Test]
    public void The_cursor_of_an_entry_is_the_position_after_it()
    {
        using var fixture = new JournalFixture();
        fixture.Add("system.journal", JournalFixture.Numbers(0, 10));
        var location = new JournalLocation.Directory(fixture.Path);
        using var reader = SourceReader.Replay(location);
        for (int number = 0; number < 10; number++)
        {
            Assert.That(reader.ReadNumber(), Is.EqualTo(number));
            using var resumed = new SourceReader(location, JournalStart.Head, reader.Entry.Cursor, isFollowing: false);
            Assert.That(resumed.ReadNumbers(), Is.EqualTo(Enumerable.Range(number + 1, 9 - number)));
        }
    }

    [TestCase(0L, 5)]
    [TestCase(1L, 4)]
    [TestCase(-1L, 5)]
    public void From_a_moment_on_everything_is_read(long microsecondsAfterFifth, int count)
    {
        using var fixture = new JournalFixture();
        fixture.Add("one.journal", JournalFixture.Numbers(0, 7));
        fixture.Add("two.journal", JournalFixture.Numbers(7, 3));
        using var reader = SourceReader.Replay(new JournalLocation.Directory(fixture.Path), since: JournalFixture.TimeOf(5) + microsecondsAfterFifth);
        Assert.That(reader.ReadNumbers(), Is.EqualTo(Enumerable.Range(10 - count, count)));
    }

    [Test]
    public void Only_the_files_that_are_named_are_read()
    {
        using var fixture = new JournalFixture();
        string one = fixture.Add("one.journal", JournalFixture.Numbers(0, 3));
        fixture.Add("two.journal", JournalFixture.Numbers(3, 3));
        string three = fixture.Add("three.journal", JournalFixture.Numbers(6, 3));
        using var reader = SourceReader.Replay(new JournalLocation.Files([three, one]));
        Assert.That(reader.ReadNumbers(), Is.EqualTo([0, 1, 2, 6, 7, 8]));
    }

    [Test]
    public void From_the_boot_nothing_of_earlier_boots_is_read()
    {
        using var fixture = new JournalFixture();
        string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim().Replace("-", "", StringComparison.Ordinal);
        fixture.Add("one.journal", JournalFixture.Numbers(0, 5));
        fixture.Add("two.journal", [.. JournalFixture.Numbers(5, 2), .. NumbersOf(boot, 7, 2)]);
        fixture.Add("three.journal", NumbersOf(boot, 9, 3));
        using var reader = new SourceReader(new JournalLocation.Directory(fixture.Path), JournalStart.Boot);
        Assert.That(reader.ReadNumbers(), Is.EqualTo(Enumerable.Range(7, 5)));
    }

    [Test]
    public void From_a_boot_without_entries_only_what_is_new_is_read()
    {
        using var fixture = new JournalFixture();
        fixture.Add("one.journal", JournalFixture.Numbers(0, 5));
        using var reader = new SourceReader(new JournalLocation.Directory(fixture.Path), JournalStart.Boot);
        Assert.That(reader.ReadNumbers(), Is.Empty);
        fixture.Add("two.journal", JournalFixture.Numbers(5, 5));
        Assert.That(reader.ReadNumbers(5), Is.EqualTo(Enumerable.Range(5, 5)));
    }

    [Test]
    public void A_missing_directory_is_an_error_of_a_replay()
    {
        using var fixture = new JournalFixture();
        string missing = Path.Combine(fixture.Path, "missing");
        Assert.That(
            () => SourceReader.Replay(new JournalLocation.Directory(missing)).Dispose(),
            Throws.InstanceOf<SourceException>().With.Message.EqualTo($"There is no journal directory {missing}."));
    }

    [Test]
    public void The_journal_of_the_machine_can_be_opened_be_it_there_or_not()
    {
        using var reader = new SourceReader(new JournalLocation.System(), JournalStart.Tail);
        Assert.That(() => reader.ReadNumbers(), Throws.Nothing);
    }

    [Test]
    public void An_empty_directory_is_pointed_out()
    {
        using var fixture = new JournalFixture();
        using var reader = SourceReader.Replay(new JournalLocation.Directory(fixture.Path));
        Assert.That(reader.ReadNumbers(), Is.Empty);
        Assert.That(reader.Sentences, Is.EqualTo([$"There is no journal file in {fixture.Path}; such files end in \".journal\"."]));
    }

    private static ExportEntry MakeEntry(int number)
    {
        ExportEntry entry = new ExportEntry(JournalFixture.TimeOf(number))
            .With("PRIORITY", $"{number % 8}").With("SYSLOG_IDENTIFIER", $"program{number % 5}").With("_PID", $"{1000 + number}").With("_HOSTNAME", $"host{number}")
            .With("NOT_WANTED", $"unwanted {number}")
            .With("MESSAGE", number % 7 == 0 ? $"line one\nline two of {number}, naïve ☃" : $"message {number}");
        if (number % 3 == 0)
            entry.With("TEST_BYTES", [0, 1, 2, 0xFF, 0xFE, (byte)number, (byte)'\n', (byte)'=']);
        if (number % 4 == 0)
            entry.With("TEST_TWICE", "first").With("TEST_TWICE", $"second {number}");
        if (number % 100 == 0)
            entry.With("TEST_BYTES", Encoding.ASCII.GetBytes(new string('x', 100_000)));
        return entry;
    }

    private static IEnumerable<ExportEntry> NumbersOf(string boot, int first, int count) =>
        Enumerable.Range(first, count).Select(number => new ExportEntry(JournalFixture.TimeOf(number), boot).With("TEST_NUMBER", $"{number}"));

    /// <summary>The journal does not keep the order of equal names, so both sides are sorted.</summary>
    private static List<string> Values(ExportEntry entry, string name) =>
        [.. entry.Fields.Where(field => field.Name == name).Select(static field => Encoding.Latin1.GetString(field.Value)).Order(StringComparer.Ordinal)];

    private static List<string> Values(LogEntry entry, Field field)
    {
        List<string> values = [];
        foreach (FieldValue value in entry[field])
            values.Add(Encoding.Latin1.GetString(value.Utf8));
        values.Sort(StringComparer.Ordinal);
        return values;
    }
}
