using System.Text.Json;

namespace Pyruse.Plugins.Builtin.Sources.Files.Lines;

/// <summary>
/// Makes fields of the keys of a JSON object: nested ones are joined by <c>_</c>, what is no letter or digit becomes <c>_</c>, and leading ones are taken off, because
/// names that begin so are the journal's own. Items of a list are several values of one field. <c>message</c> and <c>msg</c> become MESSAGE;
/// <c>time</c>, <c>timestamp</c>, <c>@timestamp</c>, <c>ts</c> and <c>date</c> tell the time.
/// </summary>
internal sealed class JsonLineParser(LineClock clock) : ILineParser
{
    private const int MaxDepth = 8;
    private const int MaxFields = 256;
    private const int MaxName = 64;

    private readonly int[] _lengths = new int[MaxDepth + 2];
    private readonly byte[] _name = new byte[(MaxName + 1) * (MaxDepth + 2)];
    private byte[] _value = new byte[1024];

    public void Parse(ReadOnlySpan<byte> line, ParsedLine into)
    {
        if (line.IsEmpty || line.TrimStart(" \t"u8) is not [(byte)'{', ..])
            return;
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 64 });
            Read(ref reader, into);
        }
        catch (JsonException)
        {
            // What is no JSON is a line like any other: its text is the message.
            into.Clear();
        }
    }

    private void Read(ref Utf8JsonReader reader, ParsedLine into)
    {
        while (reader.Read())
        {
            int depth = Math.Min(reader.CurrentDepth, MaxDepth + 1);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when reader.CurrentDepth <= MaxDepth:
                    _lengths[depth] = AppendName(ref reader, _lengths[depth - 1]);
                    break;
                case JsonTokenType.PropertyName:
                    reader.Skip();
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth > MaxDepth:
                    reader.Skip();
                    break;
                case JsonTokenType.StartArray:
                    // Items have the name of their list.
                    _lengths[depth + 1] = _lengths[depth];
                    break;
                case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False when into.Count < MaxFields:
                    Add(ref reader, _name.AsSpan(0, _lengths[depth]), into);
                    break;
            }
        }
    }

    /// <summary>Appends a key to the name of what surrounds it.</summary>
    /// <returns>The length of the whole.</returns>
    private int AppendName(ref Utf8JsonReader reader, int length)
    {
        ReadOnlySpan<byte> key = reader.ValueSpan;
        if (length > 0 && length < _name.Length)
            _name[length++] = (byte)'_';
        foreach (byte letter in key[..Math.Min(key.Length, MaxName)])
        {
            bool isPlain = char.IsAsciiLetterOrDigit((char)letter) || letter == '_';
            if (length < _name.Length && (length > 0 || (isPlain && letter != '_')))
                _name[length++] = isPlain ? letter : (byte)'_';
        }
        return length;
    }

    private void Add(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ParsedLine into)
    {
        if (name.IsEmpty || name.StartsWith("PYRUSE_"u8))
            return;
        ReadOnlySpan<byte> value = ValueOf(ref reader);
        if (into.Time is null && IsTime(name))
            into.Time = TimeOf(value, reader.TokenType == JsonTokenType.Number);
        bool isMessage = name.SequenceEqual("message"u8) || name.SequenceEqual("msg"u8);
        if (!isMessage)
            into.Add(name, value);
        else if (!into.Has("MESSAGE"u8))
            into.Add("MESSAGE"u8, value);
    }

    private ReadOnlySpan<byte> ValueOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        if (_value.Length < reader.ValueSpan.Length)
            _value = new byte[reader.ValueSpan.Length];
        try
        {
            return _value.AsSpan(0, reader.CopyString(_value));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped.
            return reader.ValueSpan;
        }
    }

    private static bool IsTime(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("time"u8) || name.SequenceEqual("timestamp"u8) || name.SequenceEqual("ts"u8) || name.SequenceEqual("date"u8);

    /// <summary>Reads a time; a number is seconds, milliseconds, microseconds or nanoseconds since 1970-01-01 UTC, by its size.</summary>
    private long? TimeOf(ReadOnlySpan<byte> value, bool isNumber)
    {
        if (!isNumber || clock.HasFormat)
            return clock.TryRead(value, out long time, out _) ? time : null;
        if (!System.Buffers.Text.Utf8Parser.TryParse(value, out double number, out _) || number is not (> 0 and < 1e19))
            return null;
        double microseconds = number < 1e11 ? number * 1e6 : number < 1e14 ? number * 1e3 : number < 1e17 ? number : number / 1e3;
        return microseconds <= clock.Reference + 86_400_000_000 ? (long)microseconds : null;
    }
}
