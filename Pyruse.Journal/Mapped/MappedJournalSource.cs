using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Journal.Mapped;

/// <summary>Reads a journal once, from its oldest entry to its newest, straight from its files; whatever they hold that is not known here, libsystemd reads.</summary>
/// <remarks>Used on one thread.</remarks>
/// <param name="reading">What to read.</param>
/// <param name="logger">Takes what the administrator should know.</param>
/// <param name="time">The clock.</param>
internal sealed class MappedJournalSource(JournalReading reading, ILogger logger, TimeProvider time) : ISelectiveSource, IEntryOrigin
{
    /// <summary>Some megabytes stay in memory then.</summary>
    private const int EntriesBetweenReleases = 20_000;
    private const string Monotonic = "__MONOTONIC_TIMESTAMP";

    private MappedJournal? _mapped;
    private JournalSource? _library;
    private Field? _monotonic;
    private int _sinceRelease;
    private WantedValues? _wanted;

    /// <summary>The file of the entry last read, and where that lies in it.</summary>
    private MappedJournalFile? _lastFile;
    private long _lastOffset;

    /// <inheritdoc/>
    public string? Cursor => _library is not null ? _library.Cursor : _lastFile?.CursorOf(_lastOffset);

    /// <inheritdoc/>
    public void Select(Field field, IReadOnlyList<ReadOnlyMemory<byte>> values) => _wanted = new WantedValues(field, values);

    /// <inheritdoc/>
    public void Open(SourceStart start)
    {
        IReadOnlyList<string> files = start.Cursor is null ? JournalFiles.Find(reading.Location, NullLogger.Instance) : [];
        _mapped = files.Count == 0 ? null : MappedJournal.TryOpen(files);
        if (_mapped is null)
            OpenLibrary(start);
    }

    /// <inheritdoc/>
    public bool TryRead(LogEntry entry)
    {
        if (_mapped is not null)
        {
            try
            {
                return TryReadMapped(entry);
            }
            catch (JournalFormatException exception)
            {
                logger.LogDebug("libsystemd goes on with {Journal}: {Problem}", reading.Location, exception.Message);
                string? last = Cursor;
                Close();
                OpenLibrary(new SourceStart(last));
            }
        }
        return _library!.TryRead(entry);
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _library?.WaitAsync(cancellationToken) ?? ValueTask.FromResult(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        return _library?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    string IEntryOrigin.GetCursor() => Cursor ?? "";

    void IEntryOrigin.Fetch(Field field, LogEntry entry)
    {
        if (field.Name == Monotonic)
            entry.Set(field, _mapped!.Current.Monotonic);
        else
            _mapped!.Current.Add(entry, field);
    }

    private bool TryReadMapped(LogEntry entry)
    {
        while (_mapped!.MoveNext())
        {
            MappedJournalFile file = _mapped.Current;
            if (++_sinceRelease == EntriesBetweenReleases)
            {
                _mapped.Release();
                _sinceRelease = 0;
            }
            if (file.Realtime < reading.Since || (_wanted is not null && !file.IsWanted(_wanted, entry.Fields)))
                continue;
            entry.Begin(file.Realtime, this);
            file.Fill(entry);
            if (_monotonic is not null || entry.Fields.TryFind(Monotonic, out _monotonic))
                entry.Set(_monotonic, file.Monotonic);
            _lastFile = file;
            _lastOffset = file.Offset;
            return true;
        }
        return false;
    }

    private void OpenLibrary(SourceStart start)
    {
        _library = new JournalSource(reading, logger, time);
        _library.Open(start);
    }

    private void Close()
    {
        _mapped?.Dispose();
        _mapped = null;
        _lastFile = null;
    }
}
