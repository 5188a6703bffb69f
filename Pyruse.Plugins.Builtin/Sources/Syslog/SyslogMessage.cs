namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>
/// The parts of a syslog message, as RFC 5424, RFC 3164 or neither has them. Nothing is refused: what can be read is read, and if something is wrong
/// the whole line is the text.
/// </summary>
/// <remarks>A missing part is empty. All parts are slices of the line; nothing is copied.</remarks>
internal ref struct SyslogMessage
{
    private const int HighestPriority = 191;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Facility times 8 plus severity; -1: there is none.</summary>
    public int Priority;

    public ReadOnlySpan<byte> Timestamp;
    public ReadOnlySpan<byte> Host;
    public ReadOnlySpan<byte> Identifier;
    public ReadOnlySpan<byte> ProcessId;
    public ReadOnlySpan<byte> MessageId;
    public ReadOnlySpan<byte> StructuredData;
    public ReadOnlySpan<byte> Text;

    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads a message.</summary>
    public static SyslogMessage Parse(ReadOnlySpan<byte> line)
    {
        // Octet-counted messages of some senders end in a newline all the same, and those on Unix sockets in a NUL.
        line = line.TrimEnd("\r\n\0"u8);
        int priority = ReadPriority(line, out int length);
        var message = new SyslogMessage { Priority = priority, _rest = line[length..] };
        if (priority >= 0 && message._rest.StartsWith("1 "u8))
        {
            message._rest = message._rest[2..];
            return message.TryReadModern() ? message : new SyslogMessage { Priority = priority, Text = line };
        }
        message.ReadTraditional();
        if (priority < 0)
            message.Text = line;
        return message;
    }

    private static int ReadPriority(ReadOnlySpan<byte> line, out int length)
    {
        length = 0;
        int end = line.Length > 2 && line[0] == '<' ? line[..Math.Min(5, line.Length)].IndexOf((byte)'>') : -1;
        if (end < 2)
            return -1;
        int priority = 0;
        foreach (byte digit in line[1..end])
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return -1;
            priority = (priority * 10) + digit - '0';
        }
        if (priority > HighestPriority)
            return -1;
        length = end + 1;
        return priority;
    }

    /// <summary>Reads what follows the version: RFC 5424, section 6.</summary>
    private bool TryReadModern()
    {
        if (!TryToken(out Timestamp) || !TryToken(out Host) || !TryToken(out Identifier) || !TryToken(out ProcessId) || !TryToken(out MessageId))
            return false;
        if (!Timestamp.IsEmpty && !SyslogTimestamp.IsModern(Timestamp))
            return false;
        int length = _rest.StartsWith("-"u8) ? 1 : Syslog.StructuredData.LengthOf(_rest);
        if (length <= 0 || (_rest.Length > length && _rest[length] != ' '))
            return false;
        StructuredData = _rest[0] == '-' ? default : _rest[..length];
        Text = _rest[Math.Min(length + 1, _rest.Length)..];
        if (Text.StartsWith(ByteOrderMark))
            Text = Text[ByteOrderMark.Length..];
        return true;
    }

    /// <summary>Takes the text up to the next space; "-" stands for nothing.</summary>
    private bool TryToken(out ReadOnlySpan<byte> token)
    {
        int space = _rest.IndexOf((byte)' ');
        token = default;
        if (space <= 0)
            return false;
        if (_rest[..space] is not [(byte)'-'])
            token = _rest[..space];
        _rest = _rest[(space + 1)..];
        return true;
    }

    /// <summary>Reads what follows the priority: RFC 3164, section 4.1, and what programs make of it.</summary>
    private void ReadTraditional()
    {
        int stamp = SyslogTimestamp.LengthOf(_rest);
        if (stamp > 0)
        {
            Timestamp = _rest[..stamp];
            _rest = _rest[Math.Min(stamp + 1, _rest.Length)..];
            // Programs on this machine leave the host's name out: then the tag comes first.
            int space = _rest.IndexOf((byte)' ');
            if (space > 0 && _rest[..space].IndexOfAny((byte)'[', (byte)']') < 0 && _rest[space - 1] != ':')
            {
                Host = _rest[..space];
                _rest = _rest[(space + 1)..];
            }
        }
        else if (Priority < 0)
        {
            return;
        }
        ReadTag();
        Text = _rest;
    }

    /// <summary>Takes <c>name:</c>, <c>name[pid]:</c> or <c>name[pid]</c> off the beginning; anything else belongs to the text.</summary>
    private void ReadTag()
    {
        int end = _rest.IndexOfAny(" :["u8);
        if (end <= 0 || _rest[end] == ' ')
            return;
        int after = end;
        ReadOnlySpan<byte> processId = default;
        if (_rest[end] == '[')
        {
            int close = _rest[end..].IndexOfAny("] "u8);
            if (close < 0 || _rest[end + close] == ' ')
                return;
            processId = _rest[(end + 1)..(end + close)];
            after = end + close + 1;
        }
        if (after < _rest.Length && _rest[after] == ':')
            after++;
        // "http://…" is no tag.
        if (after < _rest.Length && _rest[after] != ' ')
            return;
        Identifier = _rest[..end];
        ProcessId = processId;
        _rest = _rest[Math.Min(after + 1, _rest.Length)..];
    }
}
