namespace Pyruse.Cli.Commands.Regex;

/// <summary>Reads lines as bytes, whatever their length, in a bounded buffer. Lines end with LF or CRLF; the last one may lack its end.</summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>The name of a file that is none.</summary>
    public const string StandardInput = "-";

    /// <summary>Of longer lines, only so many bytes are given out: as many as the 65,536 characters have that patterns look at.</summary>
    public const int MaxLength = 4 * 65_536;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly byte[] _buffer = new byte[2 * MaxLength];
    private int _start;
    private int _end;
    private bool _isInRest;
    private bool _hasEnded;

    /// <param name="stream">What is read, and disposed of at the end.</param>
    /// <param name="name">What messages call it.</param>
    public LineReader(Stream stream, string name) => (_stream, _name) = (stream, name);

    /// <summary>Called before the stream is read, which may take long.</summary>
    public Action? BeforeWait { get; set; }

    /// <summary>How many lines were read.</summary>
    public long Count { get; private set; }

    /// <summary>Opens a file, or standard input.</summary>
    /// <exception cref="UnreadableInputException">It can't be opened.</exception>
    public static LineReader Open(string file)
    {
        if (file == StandardInput)
        {
            if (!Console.IsInputRedirected)
                Console.Error.WriteLine("pyruse: reading lines from the terminal; Ctrl-D ends them.");
            return new(Console.OpenStandardInput(), "standard input");
        }
        try
        {
            return new(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0), $"the file \"{file}\"");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string reason = Directory.Exists(file) ? "it is a directory"
                : !File.Exists(file) ? "there is no such file"
                : exception is UnauthorizedAccessException ? "this user may not read it" : exception.Message.TrimEnd('.');
            throw new UnreadableInputException($"The file \"{file}\" can't be read: {reason}.", exception);
        }
    }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line without its end; valid until the next call.</param>
    /// <param name="isCut">Whether the line is longer than <see cref="MaxLength"/>.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="UnreadableInputException">The stream can't be read.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line, out bool isCut)
    {
        int searched = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_start.._end);
            int length = rest[searched..].IndexOf((byte)'\n');
            if (length >= 0 && _isInRest)
            {
                (_start, _isInRest, searched) = (_start + length + 1, false, 0);
            }
            else if (length >= 0)
            {
                length += searched;
                _start += length + 1;
                return Give(rest[..length], out line, out isCut);
            }
            else
            {
                if (rest.Length > MaxLength && !_isInRest)
                {
                    _isInRest = true;
                    return Give(rest, out line, out isCut);
                }
                if (_hasEnded)
                    return GiveLast(rest, out line, out isCut);
                searched = _isInRest ? 0 : rest.Length;
                Fill(keeps: !_isInRest);
            }
        }
    }

    public void Dispose() => _stream.Dispose();

    private bool GiveLast(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line, out bool isCut)
    {
        line = default;
        isCut = false;
        bool isLine = rest.Length > 0 && !_isInRest;
        _start = _end;
        return isLine && Give(rest, out line, out isCut);
    }

    private bool Give(ReadOnlySpan<byte> found, out ReadOnlySpan<byte> line, out bool isCut)
    {
        Count++;
        isCut = found.Length > MaxLength;
        int length = isCut ? MaxLength : found.Length;
        // No character is cut in two.
        while (isCut && length > 0 && (found[length] & 0xC0) == 0x80)
            length--;
        if (length > 0 && found[length - 1] == '\r')
            length--;
        line = found[..length];
        return true;
    }

    private void Fill(bool keeps)
    {
        if (!keeps)
            _start = _end;
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        BeforeWait?.Invoke();
        int count = Read();
        _hasEnded = count == 0;
        _end += count;
    }

    private int Read()
    {
        try
        {
            return _stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableInputException($"{char.ToUpperInvariant(_name[0])}{_name[1..]} can't be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
