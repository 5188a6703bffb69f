using System.Buffers;
using System.Text;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>Puts a message into an entry: those of its parts that the workflow knows as fields, and nothing else.</summary>
/// <remarks>Used on the engine's thread.</remarks>
internal sealed class SyslogFields
{
    private const string StructuredPrefix = "SD_";

    private static readonly byte[][] Digits = [.. Enumerable.Range(0, 24).Select(static number => Encoding.ASCII.GetBytes($"{number}"))];

    private readonly Field? _priority;
    private readonly Field? _facility;
    private readonly Field? _identifier;
    private readonly Field? _processId;
    private readonly Field? _host;
    private readonly Field? _message;
    private readonly Field? _timestamp;
    private readonly Field? _sourceTime;
    private readonly Field? _messageId;
    private readonly Field? _structuredData;
    private readonly Field? _peer;
    private readonly Field? _commonName;
    private readonly Field? _source;
    private readonly Field? _cut;
    private readonly (byte[] Name, Field Field)[] _structured;
    private readonly byte[] _sourceName;

    private SyslogFields(Func<string, Field?> find, IEnumerable<Field> structured, string sourceName)
    {
        _priority = find("PRIORITY");
        _facility = find("SYSLOG_FACILITY");
        _identifier = find("SYSLOG_IDENTIFIER");
        _processId = find("SYSLOG_PID");
        _host = find("_HOSTNAME");
        _message = find("MESSAGE");
        _timestamp = find("SYSLOG_TIMESTAMP");
        _sourceTime = find("_SOURCE_REALTIME_TIMESTAMP");
        _messageId = find("SYSLOG_MSGID");
        _structuredData = find("SYSLOG_STRUCTURED_DATA");
        _peer = find("PYRUSE_PEER");
        _commonName = find("PYRUSE_PEER_CN");
        _source = find("PYRUSE_SOURCE");
        _cut = find("PYRUSE_CUT");
        _structured = [.. structured.Where(static field => field.Name.StartsWith(StructuredPrefix, StringComparison.Ordinal)).Select(static field => (Folded(field), field))];
        _sourceName = Encoding.UTF8.GetBytes(sourceName);
    }

    /// <summary>All fields that a table knows.</summary>
    public static SyslogFields Of(FieldTable table, string sourceName) =>
        new(name => table.TryFind(name, out Field? field) ? field : null, table.All, sourceName);

    /// <summary>One field alone.</summary>
    public static SyslogFields Only(Field field, string sourceName) => new(name => name == field.Name ? field : null, [field], sourceName);

    /// <summary>Puts a message into an entry that was begun.</summary>
    public void Add(LogEntry entry, ReadOnlySpan<byte> line, in Frame frame)
    {
        SyslogMessage message = SyslogMessage.Parse(line);
        if (message.Priority >= 0)
        {
            if (_priority is not null)
                entry.Add(_priority, Digits[message.Priority & 7]);
            if (_facility is not null)
                entry.Add(_facility, Digits[message.Priority >> 3]);
        }
        Add(entry, _identifier, message.Identifier);
        Add(entry, _processId, message.ProcessId);
        Add(entry, _host, message.Host);
        Add(entry, _timestamp, message.Timestamp);
        Add(entry, _messageId, message.MessageId);
        Add(entry, _structuredData, message.StructuredData);
        Add(entry, _peer, frame.Peer.Address);
        Add(entry, _commonName, frame.Peer.CommonName);
        Add(entry, _source, _sourceName);
        if (_message is not null)
            entry.Add(_message, message.Text);
        if (frame.IsCut)
            Add(entry, _cut, "1"u8);
        AddSourceTime(entry, message.Timestamp);
        if (_structured.Length > 0 && !message.StructuredData.IsEmpty)
            AddStructured(entry, message.StructuredData);
    }

    private static void Add(LogEntry entry, Field? field, ReadOnlySpan<byte> value)
    {
        if (field is not null && !value.IsEmpty)
            entry.Add(field, value);
    }

    private void AddSourceTime(LogEntry entry, ReadOnlySpan<byte> stamp)
    {
        if (_sourceTime is null || !SyslogTimestamp.TryParse(stamp, entry.RealtimeMicroseconds, entry.Fields.TimeZone, out long moment))
            return;
        Span<byte> digits = stackalloc byte[20];
        if (moment.TryFormat(digits, out int length))
            entry.Add(_sourceTime, digits[..length]);
    }

    private void AddStructured(LogEntry entry, ReadOnlySpan<byte> data)
    {
        var parameters = new StructuredData(data);
        while (parameters.MoveNext())
        {
            foreach ((byte[] name, Field field) in _structured)
            {
                if (IsNamed(name, parameters.Id, parameters.Name))
                    AddUnescaped(entry, field, parameters.Escaped);
            }
        }
    }

    private static void AddUnescaped(LogEntry entry, Field field, ReadOnlySpan<byte> escaped)
    {
        if (escaped.IndexOf((byte)'\\') < 0)
        {
            entry.Add(field, escaped);
            return;
        }
        byte[] value = ArrayPool<byte>.Shared.Rent(escaped.Length);
        entry.Add(field, value.AsSpan(0, StructuredData.Unescape(escaped, value)));
        ArrayPool<byte>.Shared.Return(value);
    }

    /// <summary>The name of a field without its prefix, in the form that names are compared in.</summary>
    private static byte[] Folded(Field field)
    {
        byte[] name = Encoding.UTF8.GetBytes(field.Name[StructuredPrefix.Length..]);
        return Array.ConvertAll(name, Fold);
    }

    /// <summary>Whether a parameter is the one that a field is named after: <c>id_name</c>, where each byte that can't be in a field's name counts as "_".</summary>
    private static bool IsNamed(ReadOnlySpan<byte> folded, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name)
    {
        if (folded.Length != id.Length + 1 + name.Length || folded[id.Length] != '_')
            return false;
        return IsFolded(folded[..id.Length], id) && IsFolded(folded[(id.Length + 1)..], name);
    }

    private static bool IsFolded(ReadOnlySpan<byte> folded, ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (folded[i] != Fold(text[i]))
                return false;
        }
        return true;
    }

    private static byte Fold(byte value) => value switch
    {
        >= (byte)'a' and <= (byte)'z' => (byte)(value - 32),
        >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9' => value,
        _ => (byte)'_',
    };
}
