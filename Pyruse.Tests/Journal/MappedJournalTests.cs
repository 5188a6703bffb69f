using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Journal;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Journal;

/// <summary>A replay reads journal files by itself: what it reads, and in which order, is what libsystemd reads.</summary>
public sealed class MappedJournalTests
{
    private static readonly string[] Names = ["MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER", "TEST_NUMBER", "TEST_TWICE", "TEST_BYTES", "TEST_EMPTY", "__MONOTONIC_TIMESTAMP", "__CURSOR"];

    private JournalFixture _fixture = null!;

    [SetUp]
    public void Make_a_directory() => _fixture = new JournalFixture();

    [TearDown]
    public void Remove_the_directory() => _fixture?.Dispose();

    [Test]
    public void All_kinds_of_values_are_read_alike()
    {
        var random = new Random(20261121);
        _fixture.Add("system.journal", Enumerable.Range(0, 2000).Select(number => MakeEntry(number, random)));
        AssertReadAlike(2000, byLibrary: false);
    }

    [Test]
    public void Runs_of_numbers_that_overlap_are_left_to_libsystemd()
    {
        List<ExportEntry> entries = [.. JournalFixture.Numbers(0, 300)];
        _fixture.Add("a.journal", entries.Where(static (_, index) => index % 2 == 0));
        _fixture.Add("b.journal", entries.Where(static (_, index) => index % 2 != 0));
        AssertReadAlike(300, byLibrary: true);
    }

    [Test]
    public void Runs_of_numbers_one_after_the_other_are_read_one_after_the_other()
    {
        _fixture.Add("later.journal", JournalFixture.Numbers(100, 100));
        _fixture.Add("earlier.journal", JournalFixture.Numbers(0, 100));
        AssertReadAlike(200, byLibrary: false);
    }

    [Test]
    public void Files_that_were_rotated_are_read_in_the_order_of_their_numbers()
    {
        // Beyond 32 MB, journal-remote goes on in another file.
        _fixture.Add("remote.journal", Enumerable.Range(0, 60_000).Select(static number =>
            new ExportEntry(JournalFixture.TimeOf(number)).With("MESSAGE", $"entry {number}").With("TEST_NUMBER", $"{number}").With("TEST_BYTES", $"{number}".PadLeft(400, 'x'))));
        Assert.That(Directory.GetFiles(_fixture.Path), Has.Length.GreaterThan(1));
        AssertReadAlike(60_000, byLibrary: false);
    }

    [Test]
    public void A_moment_to_begin_at_leaves_out_what_was_before()
    {
        _fixture.Add("system.journal", JournalFixture.Numbers(0, 100));
        List<string> lines = Read(byLibrary: false, out _, JournalFixture.TimeOf(40));
        Assert.That(lines, Has.Count.EqualTo(60));
        Assert.That(lines, Is.EqualTo(Read(byLibrary: true, out _, JournalFixture.TimeOf(40))));
    }

    [Test]
    public void Where_a_file_is_damaged_libsystemd_goes_on_at_the_same_entry()
    {
        string file = _fixture.Add("system.journal", JournalFixture.Numbers(0, 1000));
        JournalFixture.Damage(file, static bytes => SpoilEntry(bytes, 700));
        List<string> lines = Read(byLibrary: false, out List<string> sentences);
        Assert.Multiple(() =>
        {
            Assert.That(lines.Take(700), Is.EqualTo(Read(byLibrary: true, out _).Take(700)));
            Assert.That(lines, Is.Unique);
            Assert.That(sentences, Has.Some.Contains("libsystemd goes on"));
        });
    }

    [TestCase(12, 0x40, TestName = "A_flag_that_is_not_known_is_left_to_libsystemd")]
    [TestCase(0, 'X', TestName = "A_file_that_is_no_journal_is_left_to_libsystemd")]
    public void What_is_written_in_an_unknown_way_is_left_to_libsystemd(int offset, int value)
    {
        string file = _fixture.Add("unknown.journal", JournalFixture.Numbers(0, 10));
        JournalFixture.Damage(file, bytes => bytes[offset] = (byte)value);
        _fixture.Add("known.journal", JournalFixture.Numbers(10, 10));
        AssertReadAlike(10, byLibrary: true);
    }

    [Test]
    public void Every_damage_is_survived()
    {
        string file = _fixture.Add("system.journal", Enumerable.Range(0, 200).Select(static number => MakeEntry(number, new Random(number))));
        byte[] whole = File.ReadAllBytes(file);
        var random = new Random(20261122);
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = 0; i < 20; i++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(file, damaged);
            try
            {
                Assert.That(Read(byLibrary: false, out _), Has.Count.LessThanOrEqualTo(200));
            }
            catch (SourceException exception)
            {
                Assert.That(exception.Message, Does.Contain("can be read").Or.Contain("fails"));
            }
        }
    }

    [Test]
    public void Entries_without_the_wanted_values_are_left_out()
    {
        var random = new Random(20261123);
        _fixture.Add("system.journal", Enumerable.Range(0, 2000).Select(number => MakeEntry(number, random)));
        List<string> all = Read(byLibrary: true, out _);
        string[] wanted = ["program3", "program17", "nobody"];
        List<string> lines = Read(byLibrary: false, out _, null, ("SYSLOG_IDENTIFIER", wanted));
        Assert.That(lines, Is.Not.Empty);
        Assert.That(lines, Is.EqualTo(all.Where(line => wanted.Any(value => line.Contains($"SYSLOG_IDENTIFIER={Convert.ToHexString(Encoding.UTF8.GetBytes(value))} ", StringComparison.Ordinal)))));
    }

    [Test]
    public void One_of_several_values_is_enough()
    {
        _fixture.Add("system.journal", [Twice(0, "a", "b"), Twice(1, "b", "c"), Twice(2, "c", "a")]);
        Assert.That(Read(byLibrary: false, out _, null, ("TEST_TWICE", ["a"])), Has.Count.EqualTo(2));

        static ExportEntry Twice(int number, string first, string second) => new ExportEntry(JournalFixture.TimeOf(number)).With("TEST_TWICE", first).With("TEST_TWICE", second);
    }

    [Test]
    public void Fields_that_nobody_knew_before_are_found_in_the_entry()
    {
        _fixture.Add("system.journal", [new ExportEntry(JournalFixture.TimeOf(0), monotonic: 17).With("TEST_A", "a"), new ExportEntry(JournalFixture.TimeOf(1), monotonic: 18).With("TEST_A", "b")]);
        var entry = new LogEntry(new FieldTable());
        ISource source = Replay(byLibrary: false, new RecordingLogger(), null);
        source.Open(default);
        Assert.Multiple(() =>
        {
            Assert.That(source.TryRead(entry), Is.True);
            Assert.That((entry["TEST_A"], entry["TEST_B"], entry["__MONOTONIC_TIMESTAMP"]), Is.EqualTo(("a", (string?)null, "17")));
            Assert.That(source.TryRead(entry), Is.True);
            Assert.That((entry["TEST_A"], entry["__MONOTONIC_TIMESTAMP"]), Is.EqualTo(("b", "18")));
            Assert.That(source.TryRead(entry), Is.False);
        });
        source.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static ExportEntry MakeEntry(int number, Random random)
    {
        ExportEntry entry = new ExportEntry(JournalFixture.TimeOf(number)).With("TEST_NUMBER", $"{number}").With("SYSLOG_IDENTIFIER", $"program{random.Next(20)}").With("PRIORITY", $"{random.Next(8)}");
        // Above 512 bytes, values are compressed.
        string message = random.Next(20) switch
        {
            0 => string.Concat(Enumerable.Repeat("again and again ", random.Next(5000))),
            1 => string.Concat(Enumerable.Range(0, random.Next(500)).Select(_ => $"{random.Next():x}")),
            _ => $"message {random.Next(1000)}",
        };
        entry.With("MESSAGE", message);
        if (random.Next(3) == 0)
            entry.With("TEST_TWICE", "one").With("TEST_TWICE", $"two{random.Next(3)}");
        if (random.Next(3) == 0)
            entry.With("TEST_BYTES", [(byte)random.Next(256), 0, 10, 0xFF]);
        if (random.Next(3) == 0)
            entry.With("TEST_EMPTY", "");
        if (number == 1000)
            entry.With("TEST_BYTES", new string('x', 3 * 1024 * 1024));
        return entry;
    }

    /// <summary>Writes rubbish over what the header of an entry's object says.</summary>
    private static void SpoilEntry(byte[] bytes, int entry)
    {
        int found = -1;
        for (int offset = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(88)); offset < bytes.Length - 16;)
        {
            if (bytes[offset] == 3 && ++found == entry)
            {
                bytes[offset] = 1;
                return;
            }
            long size = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset + 8));
            if (size == 0)
                break;
            offset += (int)((size + 7) & ~7);
        }
        Assert.Fail("There is no such entry.");
    }

    private void AssertReadAlike(int count, bool byLibrary)
    {
        List<string> expected = Read(byLibrary: true, out _);
        List<string> lines = Read(byLibrary: false, out _);
        Assert.That(lines, Has.Count.EqualTo(count));
        Assert.That(lines, Is.EqualTo(expected));
        Assert.That(IsReadByLibrary(), Is.EqualTo(byLibrary));
    }

    private bool IsReadByLibrary()
    {
        IReadOnlyList<string> files = [.. Directory.GetFiles(_fixture.Path, "*.journal")];
        using Pyruse.Journal.Mapped.MappedJournal? journal = Pyruse.Journal.Mapped.MappedJournal.TryOpen(files);
        return journal is null;
    }

    private ISource Replay(bool byLibrary, ILogger logger, long? since) =>
        new JournalSource(logger, TimeProvider.System, new DirectoryInfo(_fixture.Path)).ForReplay(since, byLibrary);

    private List<string> Read(bool byLibrary, out List<string> sentences, long? since = null, (string Field, string[] Values)? selection = null)
    {
        var logger = new RecordingLogger();
        var fields = new FieldTable();
        Field[] wanted = [.. Names.Select(name => fields[name])];
        var entry = new LogEntry(fields);
        ISource source = Replay(byLibrary, logger, since);
        if (selection is { } wantedOnly)
            ((ISelectiveSource)source).Select(fields[wantedOnly.Field], [.. wantedOnly.Values.Select(static value => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(value))]);
        var lines = new List<string>();
        try
        {
            source.Open(default);
            while (source.TryRead(entry))
                lines.Add(Describe(entry, wanted) + entry.Cursor);
        }
        finally
        {
            source.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        sentences = [.. logger.Sentences];
        return lines;
    }

    private static string Describe(LogEntry entry, Field[] wanted)
    {
        var text = new StringBuilder($"{entry.RealtimeMicroseconds} ");
        foreach (Field field in wanted)
        {
            text.Append(field.Name);
            foreach (FieldValue value in entry[field])
                text.Append('=').Append(Convert.ToHexString(value.Utf8));
            text.Append(' ');
        }
        return text.ToString();
    }
}
