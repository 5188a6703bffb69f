using System.Globalization;
using System.Text;
using Pyruse.Plugins.Builtin.Sources.Syslog;

namespace Pyruse.Plugins.Builtin.Actions;

/// <summary>Makes a message as RFC 5424 has it of an entry, whatever source that came from. Nothing in a field can make it anything but one message.</summary>
internal sealed class ForwardedMessage(FieldTable fields, MessageTemplate text)
{
    private const int UserFacility = 1;
    private const int NoticeSeverity = 5;

    // The longest parts of the header: RFC 5424, section 6.
    private const int LongestHost = 255;
    private const int LongestName = 48;
    private const int LongestProcess = 128;
    private const int LongestMessageId = 32;

    private readonly Field _severity = fields["PRIORITY"];
    private readonly Field _facility = fields["SYSLOG_FACILITY"];
    private readonly Field _timestamp = fields["SYSLOG_TIMESTAMP"];
    private readonly Field _sourceTime = fields["_SOURCE_REALTIME_TIMESTAMP"];
    private readonly Field[] _host = [fields["_HOSTNAME"], fields["PYRUSE_PEER"]];
    private readonly Field[] _name = [fields["SYSLOG_IDENTIFIER"], fields["_COMM"]];
    private readonly Field[] _process = [fields["SYSLOG_PID"], fields["_PID"]];
    private readonly Field[] _messageId = [fields["SYSLOG_MSGID"]];
    private readonly Field _structuredData = fields["SYSLOG_STRUCTURED_DATA"];
    private readonly StringBuilder _line = new();

    /// <summary>Makes the message.</summary>
    public string Of(LogEntry entry)
    {
        StringBuilder line = _line.Clear();
        line.Append(CultureInfo.InvariantCulture, $"<{(Number(entry, _facility, 23, UserFacility) * 8) + Number(entry, _severity, 7, NoticeSeverity)}>1 ");
        AppendTime(line, entry);
        AppendToken(line, entry, _host, LongestHost);
        AppendToken(line, entry, _name, LongestName);
        AppendToken(line, entry, _process, LongestProcess);
        AppendToken(line, entry, _messageId, LongestMessageId);
        AppendStructuredData(line, entry);
        line.Append(text.Fill(entry));
        string message = line.ToString();
        if (line.Capacity > 64 * 1024)
            line.Clear().Capacity = 1024;
        return message;
    }

    private static long Number(LogEntry entry, Field field, int highest, int otherwise) =>
        entry.First(field).TryGetInteger(out long number) && number >= 0 && number <= highest ? number : otherwise;

    /// <summary>Appends the sender's own stamp if it is one of RFC 5424, else the time that it means, else that of the entry.</summary>
    private void AppendTime(StringBuilder line, LogEntry entry)
    {
        ReadOnlySpan<byte> stamp = entry.First(_timestamp).Utf8;
        if (SyslogTimestamp.IsModern(stamp))
        {
            line.Append(Encoding.ASCII.GetString(stamp));
            return;
        }
        FieldValue own = entry.First(_sourceTime);
        DateTimeOffset time = EntryTime.ToUtc(own.Kind == FieldValueKind.Time ? own.Number : entry.RealtimeMicroseconds);
        line.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}");
    }

    /// <summary>Appends the first field that there is, with "?" for what can't be in a header, or "-".</summary>
    private static void AppendToken(StringBuilder line, LogEntry entry, Field[] fields, int longest)
    {
        line.Append(' ');
        int start = line.Length;
        foreach (Field field in fields)
        {
            string? value = entry.First(field).Text;
            foreach (char c in value.AsSpan(0, Math.Min(value?.Length ?? 0, longest)))
                line.Append(c is > ' ' and <= '~' ? c : '?');
            if (line.Length > start)
                return;
        }
        line.Append('-');
    }

    private void AppendStructuredData(StringBuilder line, LogEntry entry)
    {
        FieldValue data = entry.First(_structuredData);
        ReadOnlySpan<byte> bytes = data.Utf8;
        bool isSound = !bytes.IsEmpty && StructuredData.LengthOf(bytes) == bytes.Length && !bytes.ContainsAnyInRange((byte)0, (byte)31);
        line.Append(' ').Append(isSound ? data.Text : "-").Append(' ');
    }
}
