using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Journal;

namespace Pyruse.Tests.Journal.Support;

/// <summary>Reads a journal as the engine does, on the thread of the test.</summary>
internal sealed class SourceReader : IDisposable
{
    private readonly RecordingLogger _logger = new();
    private readonly Field _number;

    public SourceReader(JournalLocation location, JournalStart start, string? cursor = null, bool isFollowing = true, long? since = null, FieldTable? fields = null)
    {
        fields ??= new FieldTable();
        _number = fields["TEST_NUMBER"];
        Entry = new LogEntry(fields);
        Source = new JournalSource(new JournalReading(location, start) { IsFollowing = isFollowing, Since = since }, _logger, TimeProvider.System);
        try
        {
            Source.Open(new SourceStart(cursor));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public JournalSource Source { get; }

    /// <summary>The entry last read.</summary>
    public LogEntry Entry { get; }

    /// <summary>What the source said.</summary>
    public IReadOnlyList<string> Sentences => _logger.Sentences;

    /// <summary>Reads a journal once to its end.</summary>
    public static SourceReader Replay(JournalLocation location, long? since = null, FieldTable? fields = null) =>
        new(location, JournalStart.Head, isFollowing: false, since: since, fields: fields);

    /// <summary>Reads up to the next numbered entry.</summary>
    /// <returns>Its number; null when the source is drained.</returns>
    public int? ReadNumber()
    {
        while (Source.TryRead(Entry))
        {
            if (Entry.First(_number).TryGetInteger(out long number))
                return (int)number;
        }
        return null;
    }

    /// <summary>Reads what is there.</summary>
    public List<int> ReadNumbers()
    {
        List<int> numbers = [];
        while (ReadNumber() is { } number)
            numbers.Add(number);
        return numbers;
    }

    /// <summary>Reads, and waits for more, until there are so many numbered entries or more.</summary>
    public List<int> ReadNumbers(int count)
    {
        List<int> numbers = ReadNumbers();
        while (numbers.Count < count)
        {
            Wait();
            numbers.AddRange(ReadNumbers());
        }
        return numbers;
    }

    /// <summary>Reads, and waits for more, until the source has said something of this kind.</summary>
    public List<int> ReadUntilSaid(string part)
    {
        List<int> numbers = ReadNumbers();
        while (!Sentences.Any(sentence => sentence.Contains(part, StringComparison.Ordinal)))
        {
            Wait();
            numbers.AddRange(ReadNumbers());
        }
        return numbers;
    }

    public void Wait()
    {
        using var deadline = new CancellationTokenSource(Until.Deadline);
        Assert.That(Source.WaitAsync(deadline.Token).AsTask().GetAwaiter().GetResult(), Is.True, "the source goes on");
    }

    public void Dispose() => Source.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
