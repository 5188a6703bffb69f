using System.Text;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>What came of an attempt to read an entry.</summary>
internal enum ReadResult
{
    /// <summary>There is one.</summary>
    Entry,

    /// <summary>There is none now.</summary>
    Drained,

    /// <summary>The file was cut off: it is another log now.</summary>
    CutOff,
}

/// <summary>What is given out of the end of a file that may not be whole.</summary>
internal enum Flush
{
    /// <summary>Nothing: the rest may come.</summary>
    Nothing,

    /// <summary>Lines that are whole, though more of them may belong to the entry.</summary>
    WholeLines,

    /// <summary>Everything, also a line without its end.</summary>
    Everything,
}

/// <summary>Takes files apart into entries: lines, or groups of lines. It has one buffer for all files; what was not given out is read again.</summary>
/// <param name="maxLength">The length in bytes beyond which a line is cut.</param>
/// <param name="first">Found in the first line of each entry; null: each line is an entry.</param>
/// <param name="encoding">What decodes a line that is not UTF-8, for <paramref name="first"/>.</param>
/// <param name="time">The clock for intervals.</param>
internal sealed class LineReader(int maxLength, LogPattern? first, Encoding encoding, TimeProvider time)
{
    /// <summary>More lines than these make another entry.</summary>
    public const int MaxLines = 500;

    private const int BlockSize = 128 * 1024;

    private byte[] _buffer = new byte[2 * BlockSize];
    private char[] _text = [];
    private TailedFile? _file;
    private int _start;
    private int _end;

    /// <summary>How many bytes from the start on have no newline that was not seen.</summary>
    private int _scanned;

    /// <summary>How many bytes from the start on are whole lines of the entry that is being collected, and how many lines.</summary>
    private int _group;
    private int _groupLines;
    private Range _entry;

    /// <summary>The entry, without the newline at its end; until the next one is read.</summary>
    public ReadOnlySpan<byte> Entry => _buffer.AsSpan(_entry);

    /// <summary>Whether the entry was longer, and was cut.</summary>
    public bool IsCut { get; private set; }

    /// <summary>How many bytes were read since the file was taken up.</summary>
    public long Taken { get; private set; }

    /// <summary>Reads the next entry of a file; empty lines are none.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public ReadResult Read(TailedFile file, Flush flush)
    {
        if (_file != file)
            Detach();
        _file = file;
        while (true)
        {
            if (TryTake())
                return ReadResult.Entry;
            int count = Fill(file);
            if (count < 0)
            {
                Detach();
                return ReadResult.CutOff;
            }
            if (count > 0)
                continue;
            if (TryTakeRest(flush))
                return ReadResult.Entry;
            file.HasPending = _end > _start && flush == Flush.Nothing;
            return ReadResult.Drained;
        }
    }

    /// <summary>Lets the file go; what was not given out of it will be read again.</summary>
    public void Detach()
    {
        _file = null;
        _start = _end = _scanned = _group = _groupLines = 0;
        Taken = 0;
    }

    private bool TryTake()
    {
        TailedFile file = _file!;
        while (true)
        {
            DropNulBytes();
            int newline = _buffer.AsSpan((_start + _scanned)..(_end)).IndexOf((byte)'\n');
            int lineStart = _start + _group;
            if (newline < 0)
            {
                _scanned = _end - _start;
                return TryCut(lineStart);
            }
            int end = _start + _scanned + newline;
            _scanned = end + 1 - _start;
            if (file.IsInCutLine)
            {
                Consume(_scanned);
                file.IsInCutLine = false;
                continue;
            }
            if (first is not null && _group > 0 && (_groupLines >= MaxLines || end - _start > maxLength || IsFirst(lineStart, end)))
            {
                if (TakeGroup())
                    return true;
                continue;
            }
            _group = _scanned;
            _groupLines++;
            if (first is null && TakeGroup())
                return true;
        }
    }

    /// <summary>Gives out the beginning of a line that is too long, or what comes before it.</summary>
    private bool TryCut(int lineStart)
    {
        if (_file!.IsInCutLine)
        {
            Consume(_end - _start);
            return false;
        }
        if (_end - lineStart <= maxLength)
            return false;
        if (_group > 0 && TakeGroup())
            return true;
        Set(_start, maxLength, isCut: true);
        Consume(maxLength);
        _file.IsInCutLine = true;
        return true;
    }

    private bool TryTakeRest(Flush flush)
    {
        if (flush == Flush.Nothing || _end == _start)
            return false;
        bool hasPart = flush == Flush.Everything && !_file!.IsInCutLine && _end > _start + _group;
        if (hasPart && (_group == 0 || first?.IsMatch(Decode(_start + _group, _end)) != true))
            _group = _end - _start;
        return _group > 0 && TakeGroup();
    }

    /// <summary>Gives out the lines collected so far.</summary>
    /// <returns>False when there is nothing in them.</returns>
    private bool TakeGroup()
    {
        int length = _group;
        int start = _start;
        Consume(length);
        ReadOnlySpan<byte> text = _buffer.AsSpan(start, length).TrimEnd("\r\n"u8);
        Set(start, Math.Min(text.Length, maxLength), text.Length > maxLength);
        return !text.IsEmpty;
    }

    private void Set(int start, int length, bool isCut)
    {
        _entry = start..(start + length);
        IsCut = isCut;
    }

    private void Consume(int count)
    {
        _start += count;
        _scanned = Math.Max(0, _scanned - count);
        _file!.Offset += count;
        if (_group > 0)
            _scanned = 0;
        _group = _groupLines = 0;
    }

    /// <summary>Leaves out the hole that a file has at its beginning when it was cut off while its writer went on where it was.</summary>
    private void DropNulBytes()
    {
        if (_group > 0 || _start == _end || _buffer[_start] != 0)
            return;
        int count = _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept((byte)0);
        // NUL bytes at the end of a file may be filled in yet.
        if (count < 0 && _end - _start < BlockSize / 2)
            return;
        Consume(count < 0 ? _end - _start : count);
    }

    private bool IsFirst(int start, int end)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(start, end - start);
        return first!.IsCandidate(line) && first.IsMatch(Decode(start, end));
    }

    private ReadOnlySpan<char> Decode(int start, int end)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(start, end - start).TrimEnd((byte)'\r');
        if (_text.Length < line.Length)
            _text = new char[Math.Max(4096, line.Length)];
        Encoding right = System.Text.Unicode.Utf8.IsValid(line) ? Encoding.UTF8 : encoding;
        return right.TryGetChars(line, _text, out int count) ? _text.AsSpan(0, count) : right.GetString(line);
    }

    private int Fill(TailedFile file)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        if (_buffer.Length - _end < BlockSize)
        {
            byte[] target = _buffer.Length - (_end - _start) < BlockSize ? new byte[_buffer.Length * 2] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(target);
            _buffer = target;
            _end -= _start;
            _start = 0;
        }
        long seen = file.Seen;
        int count = file.Read(_buffer.AsSpan(_end, BlockSize), file.Offset + (_end - _start));
        if (file.Seen > seen)
            file.LastGrowth = time.GetTimestamp();
        _end += Math.Max(0, count);
        Taken += Math.Max(0, count);
        return count;
    }
}
