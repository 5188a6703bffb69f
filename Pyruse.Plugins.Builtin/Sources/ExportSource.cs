using System.Globalization;

namespace Pyruse.Plugins.Builtin.Sources;

/// <summary>
/// Reads entries in the Journal Export Format, from a file or from standard input, as "journalctl -o export" writes them. It ends with its input.
/// Needs no systemd. See https://systemd.io/JOURNAL_EXPORT_FORMATS/.
/// </summary>
/// <remarks>What was taken from standard input is there only once, so it goes on as it is when the configuration is read anew.</remarks>
[Source("export")]
public sealed class ExportSource : IContinuingSource, IEntryOrigin
{
    private readonly FileInfo _path;
    private readonly bool _isStandardInput;
    private Stream? _stream;
    private ExportReader? _reader;
    private string _cursor = "";

    /// <summary>Makes the source.</summary>
    /// <param name="path">The file; "-" is standard input.</param>
    public ExportSource(FileInfo path)
    {
        _path = path;
        _isStandardInput = path.Name == "-";
    }

    /// <inheritdoc/>
    public string? Cursor { get; private set; }

    /// <inheritdoc/>
    public void Open(SourceStart start)
    {
        try
        {
            _stream = _isStandardInput ? Console.OpenStandardInput() : new FileStream(_path.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The export file {_path.FullName} can't be read: {exception.Message}", exception);
        }
        long offset = 0;
        // Only a file that is at least as long as when its position was kept can be the same file.
        if (start.Cursor is { } cursor && TryParseCursor(cursor, out long kept) && _stream.CanSeek && kept <= _stream.Length)
            offset = _stream.Seek(kept, SeekOrigin.Begin);
        Cursor = start.Cursor;
        _reader = new ExportReader(_stream, offset);
    }

    /// <inheritdoc/>
    public bool TryRead(LogEntry entry)
    {
        if (!_reader!.TryRead(entry, this))
            return false;
        Cursor = string.Create(CultureInfo.InvariantCulture, $"offset={_reader.Offset}");
        _cursor = _reader.EntryCursor ?? Cursor;
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream?.DisposeAsync() ?? ValueTask.CompletedTask;

    string IEntryOrigin.GetCursor() => _cursor;

    void IEntryOrigin.Fetch(Field field, LogEntry entry) => _reader!.Fetch(field, entry);

    private static bool TryParseCursor(string cursor, out long offset)
    {
        offset = 0;
        return cursor.StartsWith("offset=", StringComparison.Ordinal)
            && long.TryParse(cursor.AsSpan("offset=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out offset);
    }
}
