using System.Text;

namespace Pyruse.Plugins.Builtin.Sources.Files.Lines;

/// <summary>Reads the time at the beginning of a line, and leaves the line whole.</summary>
internal sealed class PlainLineParser(LineClock clock) : ILineParser
{
    public void Parse(ReadOnlySpan<byte> line, ParsedLine into)
    {
        if (clock.TryRead(line, out long time, out _))
            into.Time = time;
    }
}

/// <summary>Reads what syslog daemons write into files: <c>[&lt;PRI&gt;]TIME HOST TAG[PID]: MESSAGE</c>, the time as in RFC 3164 or RFC 3339.</summary>
internal sealed class SyslogLineParser(LineClock clock) : ILineParser
{
    private const int MaxTag = 128;

    public void Parse(ReadOnlySpan<byte> line, ParsedLine into)
    {
        ReadOnlySpan<byte> rest = line;
        if (TryReadPriority(ref rest, out int priority))
        {
            into.Add("PRIORITY"u8, [(byte)('0' + (priority & 7))]);
            Span<byte> digits = stackalloc byte[4];
            (priority >> 3).TryFormat(digits, out int count);
            into.Add("SYSLOG_FACILITY"u8, digits[..count]);
        }
        if (!clock.TryRead(rest, out long time, out int length) || length >= rest.Length || rest[length] != ' ')
        {
            into.Clear();
            return;
        }
        into.Time = time;
        rest = rest[(length + 1)..];
        int space = rest.IndexOf((byte)' ');
        if (space <= 0)
        {
            into.Add("MESSAGE"u8, rest);
            return;
        }
        into.Add("_HOSTNAME"u8, rest[..space]);
        ReadTagAndMessage(rest[(space + 1)..], into);
    }

    private static bool TryReadPriority(ref ReadOnlySpan<byte> line, out int priority)
    {
        int end = line.Length > 2 && line[0] == '<' ? line[..Math.Min(5, line.Length)].IndexOf((byte)'>') : -1;
        priority = 0;
        if (end < 2 || !System.Buffers.Text.Utf8Parser.TryParse(line[1..end], out priority, out int taken) || taken != end - 1 || priority is < 0 or > 191)
            return false;
        line = line[(end + 1)..];
        return true;
    }

    private static void ReadTagAndMessage(ReadOnlySpan<byte> rest, ParsedLine into)
    {
        int end = rest.IndexOfAny(" :["u8);
        if (end <= 0 || end > MaxTag || rest[end] == ' ')
        {
            into.Add("MESSAGE"u8, rest);
            return;
        }
        ReadOnlySpan<byte> after = rest[end..];
        ReadOnlySpan<byte> process = default;
        if (after[0] == '[' && after.IndexOf((byte)']') is var close and > 0)
        {
            process = after[1..close];
            after = after[(close + 1)..];
        }
        if (after.IsEmpty || after[0] != ':')
        {
            into.Add("MESSAGE"u8, rest);
            return;
        }
        into.Add("SYSLOG_IDENTIFIER"u8, rest[..end]);
        if (!process.IsEmpty && process.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            into.Add("SYSLOG_PID"u8, process);
        after = after[1..];
        into.Add("MESSAGE"u8, after.StartsWith(" "u8) ? after[1..] : after);
    }
}

/// <summary>Makes fields of the named groups of a regular expression. A group <c>time</c> or <c>timestamp</c> tells the time.</summary>
internal sealed class PatternLineParser : ILineParser
{
    private readonly LogPattern _pattern;
    private readonly Encoding _encoding;
    private readonly LineClock _clock;
    private readonly (int Number, byte[] Name)[] _groups;
    private readonly int _time;
    private byte[] _scratch = new byte[256];

    public PatternLineParser(LogPattern pattern, Encoding encoding, LineClock clock)
    {
        _pattern = pattern;
        _encoding = encoding;
        _clock = clock;
        _groups = [.. pattern.Groups.Where(static group => group.Name is not null).Select(static group => (group.Number, Encoding.UTF8.GetBytes(group.Name!)))];
        _time = pattern.Groups.FirstOrDefault(static group => group.Name is "time" or "timestamp")?.Number ?? 0;
    }

    public void Parse(ReadOnlySpan<byte> line, ParsedLine into)
    {
        if (!_pattern.IsCandidate(line))
            return;
        string text = (System.Text.Unicode.Utf8.IsValid(line) ? Encoding.UTF8 : _encoding).GetString(line);
        if (_pattern.Match(text) is not { } match)
            return;
        foreach ((int number, byte[] name) in _groups)
        {
            if (match.Span(number) is not var (index, length))
                continue;
            ReadOnlySpan<char> value = text.AsSpan(index, length);
            into.Add(name, value);
            if (number == _time && TryReadTime(value) is { } time)
                into.Time = time;
        }
    }

    private long? TryReadTime(ReadOnlySpan<char> value)
    {
        int size = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_scratch.Length < size)
            _scratch = new byte[size];
        int count = Encoding.UTF8.GetBytes(value, _scratch);
        return _clock.TryRead(_scratch.AsSpan(0, count), out long time, out _) ? time : null;
    }
}
