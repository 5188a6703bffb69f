using Pyruse.Core.Entries;
using Pyruse.Journal;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Journal;

/// <summary>What was written in the native protocol, as it comes out of the journal.</summary>
public sealed class JournalWriterTests
{
    [TestCase("plain")]
    [TestCase("")]
    [TestCase("two\nlines")]
    [TestCase("\n")]
    [TestCase("naïve ☃ 🛡")]
    [TestCase("a=b=c")]
    public void A_text_comes_out_as_it_went_in(string text)
    {
        using var journald = new PrivateJournald();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail);
        journald.Write(("TEST_NUMBER", "1"), ("MESSAGE", text), ("TEST_TEXT", text));
        Assert.That(reader.ReadNumbers(1), Is.EqualTo([1]));
        // journald drops an empty value.
        Assert.That(ReadText(journald, "MESSAGE") ?? "", Is.EqualTo(text));
        Assert.That(ReadText(journald, "TEST_TEXT") ?? "", Is.EqualTo(text));
    }

    [Test]
    public void The_journal_adds_the_trusted_fields()
    {
        using var journald = new PrivateJournald();
        var fields = new FieldTable();
        Field process = fields["_PID"];
        Field user = fields["_UID"];
        using var reader = new SourceReader(journald.Location, JournalStart.Tail, fields: fields);
        journald.WriteNumbers(1, 1);
        Assert.That(reader.ReadNumbers(1), Is.EqualTo([1]));
        // Drained since, but the entry is still the last one.
        Assert.That(reader.Entry.First(process).Number, Is.EqualTo(Environment.ProcessId));
        Assert.That(reader.Entry.First(user).Number, Is.EqualTo(OwnUser.Id));
    }

    [Test]
    public void A_field_may_be_written_several_times()
    {
        using var journald = new PrivateJournald();
        var fields = new FieldTable();
        Field twice = fields["TEST_TWICE"];
        using var reader = new SourceReader(journald.Location, JournalStart.Tail, fields: fields);
        journald.Write(("TEST_NUMBER", "1"), ("TEST_TWICE", "one"), ("TEST_TWICE", "two"));
        reader.ReadNumbers(1);
        List<string?> values = [];
        foreach (FieldValue value in reader.Entry[twice])
            values.Add(value.Text);
        Assert.That(values, Is.EquivalentTo(new[] { "one", "two" }));
    }

    [TestCase('x', 1_000_000)]
    [TestCase('☃', 1_000_000)]
    public void A_message_that_is_too_big_for_a_datagram_is_cut_between_characters(char letter, int length)
    {
        using var journald = new PrivateJournald();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail);
        journald.Write(("TEST_NUMBER", "1"), ("MESSAGE", new string(letter, length)));
        reader.ReadNumbers(1);
        string text = ReadText(journald, "MESSAGE")!;
        Assert.That(text, Has.Length.InRange(10_000, length - 1));
        Assert.That(text.Distinct(), Is.EqualTo([letter]));
    }

    [Test]
    public void Many_long_fields_are_cut_until_they_fit()
    {
        using var journald = new PrivateJournald();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail);
        string text = new('x', 50_000);
        journald.Write([.. Enumerable.Range(0, 40).Select(index => ($"TEST_{index}", text)), ("TEST_NUMBER", "1")]);
        Assert.That(reader.ReadNumbers(1), Is.EqualTo([1]));
    }

    [Test]
    public void A_missing_socket_is_no_error_but_counted()
    {
        using var writer = new JournalWriter("/nonexistent/socket");
        Assert.That(writer.TryWrite(("MESSAGE", "hello")), Is.False);
        Assert.That(writer.TryWrite(("MESSAGE", "hello")), Is.False);
        Assert.That(writer.Dropped, Is.EqualTo(2));
    }

    [Test]
    public void Writing_after_the_end_is_no_error_but_counted()
    {
        var writer = new JournalWriter("/nonexistent/socket");
        writer.Dispose();
        Assert.That(writer.TryWrite(("MESSAGE", "hello")), Is.False);
        Assert.That(writer.Dropped, Is.EqualTo(1));
    }

    [Test]
    public void A_journal_that_is_busy_drops_and_never_blocks()
    {
        using var directory = new JournalFixture();
        string path = Path.Combine(directory.Path, "socket");
        using var deaf = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Unspecified);
        deaf.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        using var writer = new JournalWriter(path);
        Assert.That(() => Enumerable.Range(0, 5000).Count(_ => writer.TryWrite(("MESSAGE", "hello"))), Is.LessThan(5000).After(0));
        Assert.That(writer.Dropped, Is.Positive);
    }

    [Test]
    public void Threads_may_write_at_the_same_time()
    {
        const int Threads = 4;
        const int Each = 50;
        using var journald = new PrivateJournald();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail);
        Parallel.For(0, Threads, thread => journald.WriteNumbers(thread * Each, Each));
        Assert.That(reader.ReadNumbers(Threads * Each), Is.EquivalentTo(Enumerable.Range(0, Threads * Each)));
    }

    [TestCase("")]
    [TestCase("lower")]
    [TestCase("_TRUSTED")]
    [TestCase("1ST")]
    [TestCase("WITH SPACE")]
    [TestCase("WITH=EQUALS")]
    [TestCase("WITH\nNEWLINE")]
    [TestCase("ÜMLAUT")]
    [TestCase("A2345678901234567890123456789012345678901234567890123456789012345")]
    public void A_malformed_name_is_refused(string name)
    {
        using var writer = new JournalWriter("/nonexistent/socket");
        Assert.That(
            () => writer.TryWrite((name, "value")),
            Throws.ArgumentException.With.Message.StartsWith($"\"{name}\" is no name of a journal field: it needs 1 to 64 of A–Z, 0–9 and _, beginning with a letter."));
        Assert.That(JournalWriter.IsValidName(name), Is.False);
    }

    [TestCase("MESSAGE")]
    [TestCase("A")]
    [TestCase("A_1_B")]
    public void A_well_formed_name_is_accepted(string name) => Assert.That(JournalWriter.IsValidName(name), Is.True);

    private static string? ReadText(PrivateJournald journald, string name)
    {
        using var reader = new SourceReader(journald.Location, JournalStart.Head);
        Assert.That(reader.ReadNumber(), Is.EqualTo(1));
        return reader.Entry[name];
    }
}
