namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>
/// Finds the messages in what one connection sends: octet-counted (<c>LENGTH SP MESSAGE</c>) and ended by a newline or NUL, told apart message by message.
/// See RFC 6587, section 3.4.
/// </summary>
/// <remarks>
/// A message counts as octet-counted if its length is followed by a "&lt;", or if the one before it was octet-counted: a line of text that begins with a
/// number does not swallow what follows. What is longer than the limit is cut, and the rest is skipped. Nothing makes it fail or wait for more than the limit.
/// </remarks>
/// <param name="maxMessage">How many bytes of a message are kept.</param>
internal sealed class FrameReader(int maxMessage)
{
    /// <summary>The longest length that is understood has nine digits; a space and a "&lt;" follow.</summary>
    private const int MaxDigits = 9;

    private bool _isCounting;
    private long _toSkip;
    private bool _skipsLine;

    /// <summary>How much of the unfinished line at the beginning is known to hold no end.</summary>
    private int _scanned;

    /// <summary>Finds all whole messages.</summary>
    /// <param name="data">What was received and not consumed yet; it lies at <paramref name="offset"/> in the block.</param>
    /// <param name="offset">Where the data begins in the block's buffer.</param>
    /// <param name="peer">Who sends.</param>
    /// <param name="block">Takes the messages.</param>
    /// <returns>How much was consumed. The rest belongs to an unfinished message, and comes again with what follows.</returns>
    public int Read(ReadOnlySpan<byte> data, int offset, Peer peer, MessageBlock block)
    {
        int start = 0;
        while (start < data.Length && Take(data[start..], offset + start, peer, block) is > 0 and int taken)
            start += taken;
        return start;
    }

    /// <summary>Takes what is left when the connection ends: an unfinished message is better than none.</summary>
    public void End(ReadOnlySpan<byte> data, int offset, Peer peer, MessageBlock block)
    {
        int taken = Read(data, offset, peer, block);
        ReadOnlySpan<byte> rest = data[taken..];
        if (rest.IsEmpty)
            return;
        int header = CountedHeader(rest, out _);
        block.Add(header > 0 ? new Frame(offset + taken + header, rest.Length - header, peer, IsCut: true) : new Frame(offset + taken, rest.Length, peer, IsCut: false));
    }

    /// <summary>Takes the first message, or a piece to skip; gives its length, 0 when it is unfinished.</summary>
    private int Take(ReadOnlySpan<byte> data, int offset, Peer peer, MessageBlock block)
    {
        if (_toSkip > 0)
        {
            int skipped = (int)Math.Min(_toSkip, data.Length);
            _toSkip -= skipped;
            return skipped;
        }
        if (_skipsLine)
        {
            int rest = EndOfLine(data);
            _skipsLine = rest < 0;
            return rest < 0 ? data.Length : rest + 1;
        }
        if (data[0] is (byte)'\n' or 0)
            return 1;
        if (_scanned == 0 && data[0] is >= (byte)'1' and <= (byte)'9')
        {
            int header = CountedHeader(data, out int length);
            if (header > 0)
                return TakeCounted(data, header, length, offset, peer, block);
            if (header < 0)
                return 0;
        }
        return TakeLine(data, offset, peer, block);
    }

    private int TakeCounted(ReadOnlySpan<byte> data, int header, int length, int offset, Peer peer, MessageBlock block)
    {
        int kept = Math.Min(length, maxMessage);
        if (data.Length < header + kept)
            return 0;
        _isCounting = true;
        _toSkip = length - kept;
        Add(data.Slice(header, kept), offset + header, length > kept, peer, block);
        return header + kept;
    }

    private int TakeLine(ReadOnlySpan<byte> data, int offset, Peer peer, MessageBlock block)
    {
        int end = EndOfLine(data[_scanned..]);
        if (end < 0 && data.Length <= maxMessage)
        {
            _scanned = data.Length;
            return 0;
        }
        int length = end < 0 ? data.Length : _scanned + end;
        _scanned = 0;
        _isCounting = false;
        _skipsLine = end < 0;
        Add(data[..Math.Min(length, maxMessage)], offset, length > maxMessage, peer, block);
        return end < 0 ? length : length + 1;
    }

    private static void Add(ReadOnlySpan<byte> message, int offset, bool isCut, Peer peer, MessageBlock block)
    {
        int length = message.Length;
        // The cut does not go through a character, or the whole message would not be UTF-8 any more.
        if (isCut)
            length -= Utf8Tail.IncompleteBytes(message);
        block.Add(new Frame(offset, length, peer, isCut));
    }

    private static int EndOfLine(ReadOnlySpan<byte> data) => data.IndexOfAny((byte)'\n', (byte)0);

    /// <summary>Reads the length before an octet-counted message.</summary>
    /// <returns>How many bytes it takes with its space; 0: it is none; negative: that can't be told yet.</returns>
    private int CountedHeader(ReadOnlySpan<byte> data, out int length)
    {
        length = 0;
        for (int i = 0; i < data.Length; i++)
        {
            byte next = data[i];
            if (next is >= (byte)'0' and <= (byte)'9' && i < MaxDigits && (i > 0 || next != '0'))
                length = (length * 10) + next - '0';
            else if (next != ' ' || i == 0)
                return 0;
            else if (i + 1 == data.Length)
                return _isCounting ? i + 1 : -1;
            else
                return _isCounting || data[i + 1] == '<' ? i + 1 : 0;
        }
        return -1;
    }
}

/// <summary>Looks at the end of bytes that were cut off.</summary>
internal static class Utf8Tail
{
    /// <summary>How many bytes at the end are the beginning of a character that is not whole; 0 when there is none, or when the bytes are no UTF-8.</summary>
    public static int IncompleteBytes(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            byte value = bytes[^back];
            if ((value & 0xC0) == 0x80)
                continue;
            int needed = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : value >= 0xC0 ? 2 : 1;
            return needed > back ? back : 0;
        }
        return 0;
    }
}
