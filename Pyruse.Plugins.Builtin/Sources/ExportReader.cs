using System.Buffers.Binary;
using System.Text;

namespace Pyruse.Plugins.Builtin.Sources;

/// <summary>Takes a stream of the Journal Export Format apart, entry by entry, with bounded memory.</summary>
/// <param name="stream">The stream.</param>
/// <param name="offset">How many bytes come before the stream's first, for positions and messages.</param>
internal sealed class ExportReader(Stream stream, long offset)
{
    private const int MaxEntrySize = 16 * 1024 * 1024;

    private readonly List<(Range Name, Range Value)> _fields = [];
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private long _lastRealtime;

    /// <summary>How many bytes were read up to the end of the last entry.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>The journal's own cursor of the last entry, if it has one.</summary>
    public string? EntryCursor => Find("__CURSOR"u8) is { } cursor ? Encoding.UTF8.GetString(_buffer[cursor]) : null;

    /// <summary>Reads the next entry.</summary>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="SourceException">The stream is not in the format, or can't be read.</exception>
    public bool TryRead(LogEntry entry, IEntryOrigin origin)
    {
        _fields.Clear();
        int position = _start;
        while (true)
        {
            int lineEnd = FindLineEnd(ref position);
            if (lineEnd < 0)
            {
                // The last entry may lack the empty line, and its last line the newline.
                if (_buffer.AsSpan(position, _end - position).Contains((byte)'='))
                    ReadField(position, _end);
                Take(_end);
                return Deliver(entry, origin);
            }
            if (lineEnd == position)
            {
                Take(lineEnd + 1);
                position = _start;
                if (Deliver(entry, origin))
                    return true;
                continue;
            }
            position = ReadField(position, lineEnd);
        }
    }

    /// <summary>Adds the values of a field of the last entry.</summary>
    public void Fetch(Field field, LogEntry entry)
    {
        byte[] name = Encoding.UTF8.GetBytes(field.Name);
        foreach ((Range candidate, Range value) in _fields)
        {
            if (_buffer.AsSpan(candidate).SequenceEqual(name))
                entry.Add(field, _buffer.AsSpan(value));
        }
    }

    private Range? Find(ReadOnlySpan<byte> name)
    {
        foreach ((Range candidate, Range value) in _fields)
        {
            if (_buffer.AsSpan(candidate).SequenceEqual(name))
                return value;
        }
        return null;
    }

    private bool Deliver(LogEntry entry, IEntryOrigin origin)
    {
        if (_fields.Count == 0)
            return false;
        // An entry without a time happened, as far as anybody knows, together with the one before.
        if (Find("__REALTIME_TIMESTAMP"u8) is { } time && long.TryParse(_buffer.AsSpan(time), out long realtime) && realtime >= 0)
            _lastRealtime = realtime;
        entry.Begin(_lastRealtime, origin);
        foreach ((Range name, Range value) in _fields)
        {
            if (entry.Fields.TryFind(_buffer.AsSpan(name), out Field? field) && field != entry.Fields.Realtime)
                entry.Add(field, _buffer.AsSpan(value));
        }
        return true;
    }

    /// <summary>Reads a field whose first line ends at <paramref name="lineEnd"/>; gives the position after it.</summary>
    private int ReadField(int position, int lineEnd)
    {
        int equals = _buffer.AsSpan(position, lineEnd - position).IndexOf((byte)'=');
        if (equals >= 0)
        {
            _fields.Add((position..(position + equals), (position + equals + 1)..lineEnd));
            return lineEnd + 1;
        }
        // A line with a name alone announces binary data: its length in 64 bits, little-endian, the data, and a newline.
        int nameLength = lineEnd - position;
        long fieldOffset = Offset + (position - _start);
        Require(ref position, nameLength + 1 + 8, fieldOffset);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(_buffer.AsSpan(position + nameLength + 1));
        if (length > MaxEntrySize)
            throw new SourceException($"This is not the Journal Export Format: the binary field at byte {fieldOffset} claims to be {length} bytes long. Make the file with \"journalctl -o export\".");
        Require(ref position, nameLength + 1 + 8 + (int)length + 1, fieldOffset);
        int value = position + nameLength + 1 + 8;
        if (_buffer[value + (int)length] != (byte)'\n')
            throw new SourceException($"This is not the Journal Export Format: the binary field at byte {fieldOffset} does not end with a newline. Make the file with \"journalctl -o export\".");
        _fields.Add((position..(position + nameLength), value..(value + (int)length)));
        return value + (int)length + 1;
    }

    private int FindLineEnd(ref int position)
    {
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(position + searched, _end - position - searched).IndexOf((byte)'\n');
            if (found >= 0)
                return position + searched + found;
            searched = _end - position;
            if (!Fill(ref position))
                return -1;
        }
    }

    private void Require(ref int position, int count, long fieldOffset)
    {
        while (_end - position < count)
        {
            if (!Fill(ref position))
                throw new SourceException($"The export ends in the middle of the binary field at byte {fieldOffset}; the file was cut off.");
        }
    }

    /// <summary>Reads more bytes, moving the entry to the front of the buffer or enlarging it if necessary.</summary>
    private bool Fill(ref int position)
    {
        if (_end == _buffer.Length)
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                Shift(_start);
                position -= _start;
                _end -= _start;
                _start = 0;
            }
            else if (_buffer.Length >= 2 * MaxEntrySize)
            {
                throw new SourceException($"The entry at byte {Offset} is longer than {MaxEntrySize / 1024 / 1024} MiB; this is not the Journal Export Format. Make the file with \"journalctl -o export\".");
            }
            else
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
        }
        try
        {
            int count = stream.Read(_buffer.AsSpan(_end));
            _end += count;
            return count > 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The export can't be read at byte {Offset + (_end - _start)}: {exception.Message}", exception);
        }
    }

    private void Shift(int by)
    {
        for (int i = 0; i < _fields.Count; i++)
        {
            (Range name, Range value) = _fields[i];
            _fields[i] = ((name.Start.Value - by)..(name.End.Value - by), (value.Start.Value - by)..(value.End.Value - by));
        }
    }

    private void Take(int end)
    {
        Offset += end - _start;
        _start = end;
    }
}
