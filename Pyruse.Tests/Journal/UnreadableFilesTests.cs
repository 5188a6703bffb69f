using System.Runtime.InteropServices;
using Pyruse.Core.Modules;
using Pyruse.Journal;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Journal;

/// <summary>Files that libsystemd passes over in silence.</summary>
public sealed class UnreadableFilesTests
{
    private const uint Nobody = 65534;
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ForAll = ForOwner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    [Test]
    public void Each_bad_file_is_named_and_the_good_one_is_read()
    {
        using var fixture = new JournalFixture();
        fixture.Add("good.journal", JournalFixture.Numbers(0, 5));
        string damaged = fixture.Add("damaged.journal", JournalFixture.Numbers(5, 5));
        JournalFixture.Damage(damaged, static bytes => bytes[0] = (byte)'X');
        string truncated = fixture.Add("truncated.journal", JournalFixture.Numbers(10, 5));
        JournalFixture.CutTo(truncated, 1000);
        string empty = fixture.Add("zero.journal", JournalFixture.Numbers(15, 5));
        JournalFixture.CutTo(empty, 0);
        string newer = fixture.Add("newer.journal", JournalFixture.Numbers(20, 5));
        JournalFixture.Damage(newer, static bytes => bytes[12] |= 1 << 5);
        string unclosed = Path.Combine(fixture.Path, "unclosed.journal~");
        File.Move(fixture.Add("unclosed.journal", JournalFixture.Numbers(25, 5)), unclosed);
        JournalFixture.Damage(unclosed, static bytes => bytes[0] = (byte)'X');

        using var reader = SourceReader.Replay(new JournalLocation.Directory(fixture.Path));

        Assert.That(reader.ReadNumbers(), Is.EqualTo(Enumerable.Range(0, 5)));
        Assert.That(reader.Sentences, Is.EqualTo(
        [
            $"The journal file {damaged} is passed over: it is damaged, or no journal file (\"journalctl --verify --file=…\" tells more).",
            $"The journal file {newer} is passed over: it was written by a newer systemd, with features that this machine's libsystemd does not know.",
            $"The journal file {truncated} is passed over: it is cut off or empty (\"journalctl --verify --file=…\" tells more).",
            $"The journal file {unclosed} is passed over: it is damaged, or no journal file (\"journalctl --verify --file=…\" tells more).",
            $"The journal file {empty} is passed over: it is cut off or empty (\"journalctl --verify --file=…\" tells more).",
        ]));
    }

    [Test]
    public void Of_files_that_are_named_the_bad_ones_are_passed_over()
    {
        using var fixture = new JournalFixture();
        string good = fixture.Add("good.journal", JournalFixture.Numbers(0, 5));
        string bad = fixture.Add("bad.journal", JournalFixture.Numbers(5, 5));
        JournalFixture.CutTo(bad, 0);
        string missing = Path.Combine(fixture.Path, "missing.journal");
        using var reader = SourceReader.Replay(new JournalLocation.Files([bad, good, missing]));
        Assert.That(reader.ReadNumbers(), Is.EqualTo(Enumerable.Range(0, 5)));
        Assert.That(reader.Sentences, Has.Count.EqualTo(2).And.One.EqualTo($"The journal file {missing} is passed over: it does not exist."));
    }

    [Test]
    public void When_none_of_the_named_files_can_be_read_that_is_an_error()
    {
        using var fixture = new JournalFixture();
        string missing = Path.Combine(fixture.Path, "missing.journal");
        Assert.That(
            () => SourceReader.Replay(new JournalLocation.Files([missing])).Dispose(),
            Throws.InstanceOf<SourceException>().With.Message.EqualTo($"Nothing of the journal file {missing} can be read; see the messages above."));
    }

    [TestCase(0x00)]
    [TestCase(0x41)]
    [TestCase(0xFF)]
    public void Around_damaged_places_the_rest_is_read(int filler)
    {
        const int Count = 3000;
        using var fixture = new JournalFixture();
        fixture.Add("good.journal", JournalFixture.Numbers(Count, 100));
        string damaged = fixture.Add("damaged.journal", JournalFixture.Numbers(0, Count).Select(static entry => entry.With("FILLER", Guid.NewGuid().ToString())));
        JournalFixture.Damage(damaged, bytes =>
        {
            int begin = bytes.AsSpan().IndexOf("MESSAGE=entry 1"u8);
            int end = bytes.AsSpan().LastIndexOf("MESSAGE=entry 2"u8);
            for (int place = begin + 10_000; place < end; place += 10_000)
                bytes.AsSpan(place, 64).Fill((byte)filler);
        });
        using var reader = SourceReader.Replay(new JournalLocation.Directory(fixture.Path));
        List<int> numbers = reader.ReadNumbers();
        TestContext.Out.WriteLine($"{Count + 100 - numbers.Count} entries are not read. {string.Join(' ', reader.Sentences)}");
        Assert.That(numbers, Is.Ordered.Ascending.And.Unique);
        Assert.That(numbers, Has.Count.LessThan(Count + 100), "the damage has hit something");
        Assert.That(numbers, Is.SupersetOf(Enumerable.Range(Count, 100)));
        Assert.That(reader.Sentences, Has.Count.LessThan(5), "not a sentence for every entry");
    }

    [Test]
    public void Who_may_read_nothing_is_told_which_group_may()
    {
        Requires.Root();
        using var fixture = new JournalFixture();
        File.SetUnixFileMode(fixture.Path, ForAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        string file = fixture.Add("system.journal", JournalFixture.Numbers(0, 5));
        File.SetUnixFileMode(file, ForOwner);
        List<int> numbers = [];
        IReadOnlyList<string> sentences = [];
        AsNobody(() =>
        {
            using var reader = SourceReader.Replay(new JournalLocation.Directory(fixture.Path));
            numbers = reader.ReadNumbers();
            sentences = reader.Sentences;
        });
        Assert.That(numbers, Is.Empty);
        Assert.That(sentences, Is.EqualTo(
        [
            $"None of the files of the journal directory {fixture.Path} may be read by this user; add the user to the group \"systemd-journal\" and start anew.",
        ]));
    }

    [Test]
    public void Who_may_not_read_a_named_file_is_told_so()
    {
        Requires.Root();
        using var fixture = new JournalFixture();
        File.SetUnixFileMode(fixture.Path, ForAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        string readable = fixture.Add("readable.journal", JournalFixture.Numbers(0, 5));
        File.SetUnixFileMode(readable, ForAll);
        string secret = fixture.Add("secret.journal", JournalFixture.Numbers(5, 5));
        File.SetUnixFileMode(secret, ForOwner);
        List<int> numbers = [];
        IReadOnlyList<string> sentences = [];
        AsNobody(() =>
        {
            using var reader = SourceReader.Replay(new JournalLocation.Files([readable, secret]));
            numbers = reader.ReadNumbers();
            sentences = reader.Sentences;
        });
        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, 5)));
        Assert.That(sentences, Is.EqualTo([$"The journal file {secret} is passed over: this user may not read it; add the user to the group \"systemd-journal\"."]));
    }

    /// <summary>Runs something with the rights that another user has over files; setfsuid(2) changes those of the calling thread alone.</summary>
    private static void AsNobody(Action action)
    {
        Exception? problem = null;
        var thread = new Thread(() =>
        {
            _ = SetFileSystemUser(Nobody);
            try
            {
                action();
            }
            catch (Exception exception)
            {
                problem = exception;
            }
        });
        thread.Start();
        thread.Join();
        Assert.That(problem, Is.Null);
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileSystemUser(uint user);
}
