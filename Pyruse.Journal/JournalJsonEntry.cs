using System.Globalization;
using System.Text;
using System.Text.Json;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Journal;

/// <summary>One entry in JSON, as <c>journalctl --output=json</c> prints it: a source that yields it and ends.</summary>
/// <remarks>
/// A field is a text, a list of numbers (bytes that are no text), a list of either (it occurs several times), or null (journalctl leaves out what is
/// larger than 4096 bytes, unless <c>--all</c> is given); see journalctl(1).
/// </remarks>
public sealed class JournalJsonEntry : ISource, IEntryOrigin
{
    /// <summary>A longer text is no entry of a journal.</summary>
    public const int MaxSize = 16 * 1024 * 1024;

    /// <summary>How many values an entry has at most.</summary>
    public const int MaxValues = 1024;

    private readonly IReadOnlyList<(string Name, byte[] Value)> _fields;
    private bool _isRead;

    private JournalJsonEntry(IReadOnlyList<(string Name, byte[] Value)> fields, IReadOnlyList<string> omitted, long time)
    {
        _fields = fields;
        Omitted = omitted;
        Time = time;
        Cursor = Find("__CURSOR");
    }

    /// <summary>The time of the entry, in microseconds since 1970-01-01 UTC: its <c>__REALTIME_TIMESTAMP</c>, else the time at which it was read.</summary>
    public long Time { get; }

    /// <summary>The fields that are null: they were too large for journalctl to print.</summary>
    public IReadOnlyList<string> Omitted { get; }

    /// <inheritdoc/>
    public string? Cursor { get; }

    /// <summary>Reads an entry.</summary>
    /// <param name="json">The stream, read to its end.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="now">The time of an entry that has none.</param>
    /// <exception cref="SourceException">It is not an entry in JSON; the message says where and what was expected.</exception>
    public static JournalJsonEntry Read(Stream json, string name, DateTimeOffset now)
    {
        byte[] bytes = ReadAll(json, name);
        var reader = new JournalJsonReader(bytes, name);
        reader.Read();
        string? time = reader.Fields.FirstOrDefault(static field => field.Name == "__REALTIME_TIMESTAMP") is { Value: { } value } ? Encoding.UTF8.GetString(value) : null;
        if (time is null)
            return new(reader.Fields, reader.Omitted, EntryTime.ToMicroseconds(now));
        return long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            ? new(reader.Fields, reader.Omitted, microseconds)
            : throw new SourceException($"{name}: The field __REALTIME_TIMESTAMP is \"{Core.Chains.VisibleText.Of(time, 40)}\"; it must be a number of microseconds since 1970-01-01 UTC.");
    }

    /// <inheritdoc/>
    public void Open(SourceStart start)
    {
        // It was read when it was made.
    }

    /// <inheritdoc/>
    public bool TryRead(LogEntry entry)
    {
        if (_isRead)
            return false;
        ArgumentNullException.ThrowIfNull(entry);
        entry.Begin(Time, this);
        foreach ((string name, byte[] value) in _fields.Where(static field => field.Name is not ("__REALTIME_TIMESTAMP" or "__CURSOR")))
            entry.Add(Encoding.UTF8.GetBytes(name), value);
        return _isRead = true;
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => ValueTask.FromResult(!_isRead);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    string IEntryOrigin.GetCursor() => Cursor ?? "";

    void IEntryOrigin.Fetch(Field field, LogEntry entry)
    {
        foreach ((_, byte[] value) in _fields.Where(candidate => candidate.Name == field.Name))
            entry.Add(field, value);
    }

    private static byte[] ReadAll(Stream json, string name)
    {
        using var all = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        try
        {
            for (int read = json.Read(buffer); read > 0; read = json.Read(buffer))
            {
                all.Write(buffer, 0, read);
                if (all.Length > MaxSize)
                    throw new SourceException($"{name}: This is more than the {MaxSize / 1024 / 1024} MiB that one entry may have; give a single entry, as \"journalctl --output=json --lines=1\" prints it.");
            }
        }
        catch (IOException exception)
        {
            throw new SourceException($"{name} can't be read: {exception.Message}", exception);
        }
        return all.ToArray();
    }

    private string? Find(string name) => _fields.FirstOrDefault(field => field.Name == name) is { Value: { } value } ? Encoding.UTF8.GetString(value) : null;
}

/// <summary>Takes an entry in JSON apart.</summary>
/// <param name="json">The text.</param>
/// <param name="name">What it is called in messages.</param>
internal sealed class JournalJsonReader(byte[] json, string name)
{
    private readonly List<(string Name, byte[] Value)> _fields = [];
    private readonly List<string> _omitted = [];

    public IReadOnlyList<(string Name, byte[] Value)> Fields => _fields;

    public IReadOnlyList<string> Omitted => _omitted;

    public void Read()
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
        try
        {
            if (json.All(static b => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
                throw Wrong(0, "There is nothing; an entry is an object such as {\"MESSAGE\": \"…\"}, as \"journalctl --output=json --lines=1\" prints it.");
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw Wrong(reader, $"This is {Describe(reader.TokenType)}; an entry is an object such as {{\"MESSAGE\": \"…\"}}.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                ReadField(ref reader);
            ReadEnd(ref reader);
        }
        catch (JsonException exception)
        {
            throw Wrong(Place(exception), "This is no JSON. " + Reason(exception));
        }
    }

    /// <summary>Only the runtime's description of the fault, without the place that is told already.</summary>
    private static string Reason(JsonException exception)
    {
        int place = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return Core.Chains.VisibleText.Of(place < 0 ? exception.Message : exception.Message[..place], 200);
    }

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    private void ReadEnd(ref Utf8JsonReader reader)
    {
        long end = reader.BytesConsumed;
        ReadOnlySpan<byte> rest = json.AsSpan((int)end).TrimStart(" \t\r\n"u8);
        if (!rest.IsEmpty)
            throw Wrong(json.Length - rest.Length, "Something comes after the entry; give one entry alone, as \"journalctl --output=json --lines=1\" prints it.");
    }

    private void ReadField(ref Utf8JsonReader reader)
    {
        string field = reader.GetString()!;
        long start = reader.TokenStartIndex;
        if (field.Length == 0)
            throw Wrong(start, "The name of a field is empty.");
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                _omitted.Add(field);
                break;
            case JsonTokenType.StartArray:
                ReadList(ref reader, field);
                break;
            default:
                Add(field, ReadText(ref reader, field), reader.TokenStartIndex);
                break;
        }
    }

    /// <summary>Reads the bytes of one value, or several values.</summary>
    private void ReadList(ref Utf8JsonReader reader, string field)
    {
        long start = reader.TokenStartIndex;
        var bytes = new List<byte>();
        bool areValues = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && !areValues)
            {
                bytes.Add(ReadByte(ref reader, field));
                continue;
            }
            if (bytes.Count > 0)
                throw Wrong(reader, $"The list of the field \"{Shown(field)}\" begins with numbers, the bytes of one value, so {Describe(reader.TokenType)} can't follow.");
            areValues = true;
            if (reader.TokenType == JsonTokenType.StartArray)
                Add(field, ReadBytes(ref reader, field), reader.TokenStartIndex);
            else if (reader.TokenType == JsonTokenType.Null)
                _omitted.Add(field);
            else
                Add(field, ReadText(ref reader, field), reader.TokenStartIndex);
        }
        if (!areValues)
            Add(field, [.. bytes], start);
    }

    private byte[] ReadBytes(ref Utf8JsonReader reader, string field)
    {
        var bytes = new List<byte>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            bytes.Add(ReadByte(ref reader, field));
        return [.. bytes];
    }

    private byte ReadByte(ref Utf8JsonReader reader, string field) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out byte value)
            ? value
            : throw Wrong(reader, $"The list of the field \"{Shown(field)}\" holds {Describe(reader.TokenType)} where a byte, 0 to 255, was expected.");

    private byte[] ReadText(ref Utf8JsonReader reader, string field)
    {
        // Numbers are no form of journalctl's, but what else they could mean nobody could say.
        if (reader.TokenType is JsonTokenType.String)
            return TextOf(ref reader, field);
        return reader.TokenType is JsonTokenType.Number
            ? reader.ValueSpan.ToArray()
            : throw Wrong(reader, $"The field \"{Shown(field)}\" is {Describe(reader.TokenType)}; a text, a list of bytes, a list of these, or null was expected.");
    }

    private byte[] TextOf(ref Utf8JsonReader reader, string field)
    {
        try
        {
            return Encoding.UTF8.GetBytes(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            throw Wrong(reader, $"The text of the field \"{Shown(field)}\" is not valid Unicode.");
        }
    }

    private void Add(string field, byte[] value, long place)
    {
        if (_fields.Count == JournalJsonEntry.MaxValues)
            throw Wrong(place, $"The entry has more than {JournalJsonEntry.MaxValues} values.");
        _fields.Add((field, value));
    }

    private static string Shown(string field) => Core.Chains.VisibleText.Of(field, 64);

    private SourceException Wrong(in Utf8JsonReader reader, string sentence) => Wrong(reader.TokenStartIndex, sentence);

    private long Place(JsonException exception)
    {
        long line = exception.LineNumber ?? 0;
        int start = 0;
        for (; line > 0; line--)
            start += json.AsSpan(start).IndexOf((byte)'\n') + 1;
        return start + (exception.BytePositionInLine ?? 0);
    }

    private SourceException Wrong(long place, string sentence)
    {
        ReadOnlySpan<byte> before = json.AsSpan(0, (int)Math.Min(place, json.Length));
        int line = before.Count((byte)'\n') + 1;
        int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new SourceException($"{name}:{line}:{column}: {sentence}");
    }
}
