using System.Text;

namespace Pyruse.Plugins.Builtin.Sources.Files.Lines;

/// <summary>Finds fields and a time in a line.</summary>
internal interface ILineParser
{
    /// <summary>Takes a line apart. What can't be read is left as it is: the whole line is the message then.</summary>
    /// <param name="line">The line in UTF-8.</param>
    /// <param name="into">Empty; takes what is found.</param>
    void Parse(ReadOnlySpan<byte> line, ParsedLine into);
}

/// <summary>What was found in a line. It is reused, and allocates nothing once it is large enough.</summary>
internal sealed class ParsedLine
{
    private readonly List<(int NameStart, int NameLength, int ValueStart, int ValueLength)> _fields = [];
    private byte[] _bytes = new byte[4096];
    private int _used;

    /// <summary>The time that the line tells, in microseconds since 1970-01-01 UTC; null: it tells none.</summary>
    public long? Time { get; set; }

    /// <summary>How many fields were found.</summary>
    public int Count => _fields.Count;

    public void Clear()
    {
        _fields.Clear();
        _used = 0;
        Time = null;
    }

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        int nameStart = Store(name);
        _fields.Add((nameStart, name.Length, Store(value), value.Length));
    }

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        int nameStart = Store(name);
        int start = _used;
        Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        _used += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(start));
        _fields.Add((nameStart, name.Length, start, _used - start));
    }

    public bool Has(ReadOnlySpan<byte> name)
    {
        foreach ((int start, int length, _, _) in _fields)
        {
            if (name.SequenceEqual(_bytes.AsSpan(start, length)))
                return true;
        }
        return false;
    }

    /// <summary>Puts what was found into an entry.</summary>
    public void AddTo(LogEntry entry)
    {
        foreach ((int nameStart, int nameLength, int start, int length) in _fields)
            entry.Add(_bytes.AsSpan(nameStart, nameLength), _bytes.AsSpan(start, length));
    }

    /// <summary>Puts the values of one field into an entry.</summary>
    public void AddTo(LogEntry entry, Field field)
    {
        byte[] name = Encoding.UTF8.GetBytes(field.Name);
        foreach ((int nameStart, int nameLength, int start, int length) in _fields)
        {
            if (name.AsSpan().SequenceEqual(_bytes.AsSpan(nameStart, nameLength)))
                entry.Add(field, _bytes.AsSpan(start, length));
        }
    }

    private int Store(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
        return _used - bytes.Length;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _used < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + count));
    }
}
