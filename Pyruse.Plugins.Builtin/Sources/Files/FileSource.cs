using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Configuration;
using Pyruse.Plugins.Builtin.Sources.Files.Lines;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>Where files that are there at the very first start are read from.</summary>
public enum FileStart
{
    /// <summary>From their end: only what is new.</summary>
    End,

    /// <summary>From their beginning.</summary>
    Start,
}

/// <summary>
/// Follows log files line by line, through all that logrotate does to them, and goes on where it was after a restart. Fields: MESSAGE, PYRUSE_SOURCE,
/// PYRUSE_FILE, and what "parse" finds. See docs/files.md.
/// </summary>
[Source("file")]
public sealed class FileSource : IReplayableSource, IEntryOrigin
{
    /// <summary>After this many bytes of a file, others have their turn.</summary>
    private const int Turn = 1024 * 1024;

    private readonly Arguments _arguments;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly FieldTable _fields;
    private readonly LineReader _reader;
    private readonly ILineParser? _parser;
    private readonly LineClock _clock;
    private readonly ParsedLine _parsed = new();
    private readonly bool _isReplay;
    private FileWatch? _watch;
    private FileSet? _set;
    private TailedFile? _current;
    private Flush _flush;
    private TailedFile? _last;
    private string _kind = "";
    private byte[] _name = "file"u8.ToArray();
    private byte[] _decoded = [];
    private string? _cursor;
    private bool _cursorIsOld;
    private long _now;
    private long _lastTime;
    private TailedFile? _grown;

    /// <summary>Makes the source.</summary>
    /// <param name="logger">Takes what the administrator should know.</param>
    /// <param name="time">The clock.</param>
    /// <param name="fields">The fields of the workflow.</param>
    /// <param name="path">The files: a path or a list, with *, ?, […] and ** for many.</param>
    /// <param name="from">Where files that are there at the very first start are read from: END (only what is new) or START.</param>
    /// <param name="encoding">What decodes lines that are not UTF-8; default: the configuration's encoding.</param>
    /// <param name="multiline">Found in the first line of each entry; the lines until the next such line belong to it. Default: each line is an entry.</param>
    /// <param name="parse">"none", "syslog", "json", or a regular expression whose named groups become fields.</param>
    /// <param name="timestamp">The format of times, in strftime's codes: at the beginning of lines, or of what "parse" takes for the time.</param>
    /// <param name="timezone">The zone of times that tell none, such as "Europe/Berlin"; default: the machine's.</param>
    /// <param name="size">Whenever a file has grown by this much, an entry with PYRUSE_EVENT=size says so; default: never.</param>
    /// <param name="maxLine">A line or entry that is longer is cut, and has the field PYRUSE_CUT; default: 1M.</param>
    /// <param name="olddir">Directories in which rotated files lie, beside their own and those directly in it.</param>
    public FileSource(
        ILogger logger,
        TimeProvider time,
        FieldTable fields,
        PathPatterns path,
        FileStart from = FileStart.End,
        Encoding? encoding = null,
        LogPattern? multiline = null,
        LogPattern? parse = null,
        string? timestamp = null,
        string? timezone = null,
        ByteSize? size = null,
        [ArgumentName("max_line")] ByteSize? maxLine = null,
        DirectoryInfo[]? olddir = null)
        : this(new Arguments(path, from, encoding ?? fields.LegacyEncoding, multiline, parse, TimestampOf(timestamp), ZoneOf(timezone, time), size?.Bytes, MaxLineOf(maxLine), olddir ?? []), logger, time, fields, false)
    {
    }

    private FileSource(Arguments arguments, ILogger logger, TimeProvider time, FieldTable fields, bool isReplay)
    {
        _arguments = arguments;
        _logger = logger;
        _time = time;
        _fields = fields;
        _isReplay = isReplay;
        _clock = new LineClock(arguments.Timestamp, arguments.Zone);
        _reader = new LineReader(arguments.MaxLine, arguments.Multiline, arguments.Encoding, time);
        _parser = arguments.Parse?.Source switch
        {
            null or "none" => arguments.Timestamp is null ? null : new PlainLineParser(_clock),
            "syslog" => new SyslogLineParser(_clock),
            "json" => new JsonLineParser(_clock),
            _ => new PatternLineParser(arguments.Parse, arguments.Encoding, _clock),
        };
    }

    /// <inheritdoc/>
    public string? Cursor
    {
        get
        {
            if (_cursorIsOld)
                _cursor = new FileCursor(EntryTime.ToMicroseconds(_time.GetUtcNow()), _set!.Positions).ToString();
            _cursorIsOld = false;
            return _cursor;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Files are read one after the other.</remarks>
    public bool IsInOrder => _set is not { HasSeveral: true };

    /// <inheritdoc/>
    public ISource ForReplay(long? since) => new FileSource(_arguments with { From = FileStart.Start }, _logger, _time, _fields, isReplay: true);

    /// <inheritdoc/>
    public void Open(SourceStart start)
    {
        _kind = start.Name ?? "file";
        _name = Encoding.UTF8.GetBytes(_kind);
        FileCursor? cursor = start.Cursor is null || _isReplay ? null : FileCursor.TryParse(start.Cursor);
        if (start.Cursor is not null && cursor is null && !_isReplay)
            _logger.LogWarning("The position that was kept for the source \"{Source}\" can't be understood; it begins anew.", _kind);
        _watch = _isReplay ? null : new FileWatch(_logger, _time);
        PathGlob[] globs = [.. _arguments.Path.Paths.Select(static path => new PathGlob(path))];
        var rotated = new RotatedFiles([.. _arguments.OldDirectories.Select(static directory => directory.FullName)]);
        _set = new FileSet(new FileSetting(globs, rotated, _arguments.From == FileStart.Start, _arguments.Size), _watch, _logger, _time) { HasGroups = _arguments.Multiline is not null };
        _set.Open(cursor);
        if (_isReplay && !_set.HasQueued)
            throw new SourceException($"There is no file to read: nothing matches {string.Join(", ", _arguments.Path.Paths)}.");
        _cursorIsOld = true;
    }

    /// <inheritdoc/>
    public bool TryRead(LogEntry entry)
    {
        if (_grown is { } grown)
        {
            _grown = null;
            TellSize(entry, grown);
            return true;
        }
        while ((_current ??= NextFile()) is { } file)
        {
            switch (Read(file))
            {
                case ReadResult.Entry:
                    Deliver(entry, file);
                    if (_reader.Taken > Turn && _set!.HasQueued)
                        PutBack(file);
                    return true;
                case ReadResult.CutOff:
                    _set!.CutOff(file);
                    break;
                default:
                    _set!.Drained(file);
                    break;
            }
            _cursorIsOld = true;
            _current = null;
        }
        return false;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (_watch is null)
            return false;
        TimeSpan patience = _set!.EnqueueDue();
        if (patience != TimeSpan.Zero)
            await _watch.WaitAsync(patience, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _set?.Dispose();
        return ValueTask.CompletedTask;
    }

    string IEntryOrigin.GetCursor() => _last is { } file ? string.Create(CultureInfo.InvariantCulture, $"file={file.Path};offset={file.Offset}") : "";

    void IEntryOrigin.Fetch(Field field, LogEntry entry)
    {
        if (field.Name == "PYRUSE_SOURCE")
            entry.Add(field, _name);
        else if (field.Name == "PYRUSE_FILE" && _last is { } file)
            entry.Add(field, file.PathUtf8);
        else
            _parsed.AddTo(entry, field);
    }

    private static TimestampFormat? TimestampOf(string? timestamp)
    {
        try
        {
            return timestamp is null ? null : TimestampFormat.Parse(timestamp);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException(exception.Message, nameof(timestamp), exception);
        }
    }

    private static TimeZoneInfo ZoneOf(string? timezone, TimeProvider time)
    {
        try
        {
            return timezone is null ? time.LocalTimeZone : TimeZoneInfo.FindSystemTimeZoneById(timezone);
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new ArgumentException($"There is no time zone \"{timezone}\"; name one such as \"Europe/Berlin\" or \"UTC\".", nameof(timezone), exception);
        }
    }

    private static int MaxLineOf(ByteSize? maxLine) => maxLine?.Bytes switch
    {
        null => 1024 * 1024,
        >= 64 and <= 16 * 1024 * 1024 => (int)maxLine.Value.Bytes,
        var bytes => throw new ArgumentException($"A line of at most {bytes} bytes is not possible; it must be from 64 to 16M.", nameof(maxLine)),
    };

    /// <summary>Finds the file to go on with, and takes in what happened meanwhile.</summary>
    private TailedFile? NextFile()
    {
        _now = EntryTime.ToMicroseconds(_time.GetUtcNow());
        _cursorIsOld |= _set!.TakeNews();
        if (!_set.HasQueued)
            _set.EnqueueDue();
        TailedFile? file = _set.Next();
        if (file is null)
            return null;
        _flush = _set.FlushOf(file);
        // A stored log was written until it was written to last, not now.
        _clock.Reference = _isReplay ? file.Modified : _now;
        return file;
    }

    private ReadResult Read(TailedFile file)
    {
        try
        {
            return _reader.Read(file, _flush);
        }
        catch (IOException exception)
        {
            _set!.Fail(file, exception);
            return ReadResult.Drained;
        }
    }

    private void PutBack(TailedFile file)
    {
        _reader.Detach();
        _set!.Enqueue(file);
        _current = null;
    }

    private void Deliver(LogEntry entry, TailedFile file)
    {
        _last = file;
        _cursorIsOld = true;
        ReadOnlySpan<byte> line = _reader.Entry;
        if (!ReferenceEquals(_arguments.Encoding, _fields.LegacyEncoding) && !System.Text.Unicode.Utf8.IsValid(line))
            line = Decode(line);
        _parsed.Clear();
        _parser?.Parse(line, _parsed);
        _lastTime = _parsed.Time ?? _now;
        entry.Begin(_lastTime, this);
        if (!_parsed.Has("MESSAGE"u8))
            entry.Add(_fields.Message, line);
        _parsed.AddTo(entry);
        AddOrigin(entry, file);
        if (_reader.IsCut)
            entry.Add("PYRUSE_CUT"u8, "1"u8);
        if (_arguments.Size is { } size && file.Offset / size > file.Multiples)
            _grown = file;
    }

    private void AddOrigin(LogEntry entry, TailedFile file)
    {
        entry.Add("PYRUSE_SOURCE"u8, _name);
        entry.Add("PYRUSE_FILE"u8, file.PathUtf8);
    }

    private byte[] Decode(ReadOnlySpan<byte> line)
    {
        _decoded = Encoding.UTF8.GetBytes(_arguments.Encoding.GetString(line));
        return _decoded;
    }

    /// <summary>Makes the entry that tells how large a file has grown.</summary>
    private void TellSize(LogEntry entry, TailedFile file)
    {
        file.Multiples = file.Offset / _arguments.Size!.Value;
        _cursorIsOld = true;
        _parsed.Clear();
        _parsed.Add("PYRUSE_EVENT"u8, "size"u8);
        _parsed.Add("SIZE"u8, file.Offset.ToString(CultureInfo.InvariantCulture));
        _parsed.Add("MESSAGE"u8, string.Create(CultureInfo.InvariantCulture, $"{file.Path} has grown to {file.Offset} bytes"));
        entry.Begin(_lastTime, this);
        _parsed.AddTo(entry);
        AddOrigin(entry, file);
    }

    /// <summary>What the configuration says.</summary>
    private sealed record Arguments(
        PathPatterns Path, FileStart From, Encoding Encoding, LogPattern? Multiline, LogPattern? Parse, TimestampFormat? Timestamp, TimeZoneInfo Zone, long? Size, int MaxLine, DirectoryInfo[] OldDirectories);
}
