using Microsoft.Extensions.Logging;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Journal;

/// <summary>How a journal is read by a <see cref="JournalSource"/>.</summary>
/// <param name="Location">Which journal.</param>
/// <param name="Start">Where to begin when no position was kept.</param>
internal sealed record JournalReading(JournalLocation Location, JournalStart Start)
{
    /// <summary>Whether to wait for new entries; otherwise the source ends when all are read.</summary>
    public bool IsFollowing { get; init; } = true;

    /// <summary>Where to begin instead, in microseconds since 1970-01-01 UTC.</summary>
    public long? Since { get; init; }
}

/// <summary>Follows a systemd journal through libsystemd: passively, across rotation and restarts, without losing or repeating an entry.</summary>
/// <remarks>See sd-journal(3), and docs/journal.md for what was measured. Used on one thread, which opens and closes the journal.</remarks>
[Source("journal")]
public sealed class JournalSource : ISource, IEntryOrigin
{
    /// <summary>libsystemd learns about rotated files only when asked; they are held open until then.</summary>
    private const int EntriesBetweenProcessing = 1000;

    /// <summary>Some ten megabytes of journal.</summary>
    private const int EntriesBetweenReleases = 10_000;

    /// <summary>Longer values are cut.</summary>
    private const int MaxValueLength = 1024 * 1024;

    private const int MaxAttempts = 3;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private readonly JournalReading _reading;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private JournalHandle? _journal;
    private JournalWaiter? _waiter;
    private string? _cursor;
    private bool _cursorIsOld;
    private bool _hasEntry;
    private bool _mustProcess;
    private bool _hasSaidUnreadable;
    private int _sinceProcessing;
    private int _sinceRelease;
    private int _attempts;
    private long _lastRealtime;
    private Field? _monotonic;

    /// <summary>Makes a source as the configuration describes it.</summary>
    /// <param name="logger">Takes what the administrator should know.</param>
    /// <param name="time">The clock for retries.</param>
    /// <param name="directory">A directory with journal files, in place of the machine's own journal.</param>
    /// <param name="files">Certain journal files, in place of the machine's own journal; new ones are not noticed.</param>
    /// <param name="namespace">A namespace of the journal, in place of the machine's own journal.</param>
    /// <param name="since">Where the very first start begins: TAIL (only what is new), BOOT (this boot) or HEAD (everything).</param>
    public JournalSource(
        ILogger logger,
        TimeProvider time,
        DirectoryInfo? directory = null,
        FileInfo[]? files = null,
        string? @namespace = null,
        JournalStart since = JournalStart.Tail)
        : this(new JournalReading(Locate(directory, files, @namespace), since), logger, time)
    {
    }

    /// <summary>Makes a source in code.</summary>
    /// <param name="reading">What to read.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    /// <param name="time">The clock for retries.</param>
    internal JournalSource(JournalReading reading, ILogger logger, TimeProvider time)
    {
        _reading = reading;
        _logger = logger;
        _time = time;
    }

    /// <inheritdoc/>
    public string? Cursor
    {
        get
        {
            if (_cursorIsOld && _journal is not null && _journal.GetCursor(out string? cursor) >= 0)
                _cursor = cursor;
            _cursorIsOld = false;
            return _cursor;
        }
    }

    /// <summary>Makes a source that reads the same journal once, oldest entry first, and ends.</summary>
    /// <param name="since">Where to begin, in microseconds since 1970-01-01 UTC; null: at the oldest entry.</param>
    public JournalSource ForReplay(long? since) => new(_reading with { Start = JournalStart.Head, IsFollowing = false, Since = since }, _logger, _time);

    /// <inheritdoc/>
    public void Open(SourceStart start)
    {
        Native.LibSystemd.Require();
        _cursor = start.Cursor;
        JournalFiles.WarnOfUnreadable(_reading.Location, _logger, out IReadOnlyList<string> readable);
        if (_reading.Location is JournalLocation.Files && readable.Count == 0)
            throw new SourceException($"Nothing of {_reading.Location} can be read; see the messages above.");
        if (_reading is { IsFollowing: false, Location: JournalLocation.Directory { Path: var path } } && !Directory.Exists(path))
            throw new SourceException($"There is no journal directory {path}.");
        TryOpen(readable);
    }

    /// <inheritdoc/>
    public bool TryRead(LogEntry entry)
    {
        if (_journal is null && !TryOpen())
            return false;
        while (true)
        {
            if (!TryAdvance())
                return false;
            int result = _journal!.GetRealtime(out long realtime);
            if (result < 0)
            {
                _logger.LogWarning("An entry of {Journal} has no readable time and is left out: {Problem}", _reading.Location, Errno.Describe(result));
                continue;
            }
            Fill(entry, realtime);
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (!_reading.IsFollowing)
            return false;
        if (_journal is null || !RootExists())
        {
            // What does not exist can't be watched by libsystemd: it is opened again when it has appeared.
            await Task.Delay(RetryDelay, _time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        _mustProcess = true;
        _waiter ??= new JournalWaiter();
        await _waiter.WaitAsync(_journal.GetFd(), _journal.GetEvents(), _journal.GetTimeout(), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _waiter?.Dispose();
        _waiter = null;
        _ = Cursor;
        _journal?.Dispose();
        _journal = null;
        return ValueTask.CompletedTask;
    }

    string IEntryOrigin.GetCursor() => Cursor ?? "";

    void IEntryOrigin.Fetch(Field field, LogEntry entry) => AddFields(entry, field);

    private static JournalLocation Locate(DirectoryInfo? directory, FileInfo[]? files, string? name)
    {
        int given = (directory is null ? 0 : 1) + (files is null ? 0 : 1) + (name is null ? 0 : 1);
        if (given > 1)
            throw new ArgumentException("Only one of \"directory\", \"files\" and \"namespace\" can be given.");
        if (directory is not null)
            return new JournalLocation.Directory(directory.FullName);
        if (files is not null)
            return new JournalLocation.Files([.. files.Select(static file => file.FullName)]);
        return name is null ? new JournalLocation.System() : new JournalLocation.Namespace(name);
    }

    private bool RootExists() => _reading.Location is JournalLocation.Files || _reading.Location.Roots().Any(Directory.Exists);

    private bool TryOpen(IReadOnlyList<string>? readableFiles = null)
    {
        if (_reading.IsFollowing && !RootExists())
        {
            if (!_hasSaidUnreadable)
                _logger.LogWarning("There is nothing of {Journal} yet ({Roots}); waiting for it to appear.", _reading.Location, string.Join(", ", _reading.Location.Roots()));
            _hasSaidUnreadable = true;
            return false;
        }
        JournalLocation location = _reading.Location is JournalLocation.Files && readableFiles is not null ? new JournalLocation.Files(readableFiles) : _reading.Location;
        int result = JournalHandle.TryOpen(location, out _journal);
        if (result < 0)
        {
            if (!_reading.IsFollowing)
                throw new SourceException($"Nothing of {_reading.Location} can be read: {Errno.Describe(result)}");
            _logger.LogWarning("Nothing of {Journal} can be read: {Problem} Trying again.", _reading.Location, Errno.Describe(result));
            return false;
        }
        // The order matters: only what happens after the watch exists is announced.
        if (_reading.IsFollowing)
            _journal!.GetFd();
        Position(_journal!);
        return true;
    }

    /// <summary>Stands before the first entry to read; or on it, and says so in <see cref="_hasEntry"/>.</summary>
    private void Position(JournalHandle journal)
    {
        _hasEntry = false;
        if (_cursor is not null)
            Resume(journal, _cursor);
        else if (_reading.Since is { } since)
            journal.SeekRealtime(since);
        else if (_reading.Start == JournalStart.Head)
            journal.SeekHead();
        else if (_reading.Start == JournalStart.Boot)
            SeekBoot(journal);
        else if (journal.SeekTail() < 0 || journal.Previous() <= 0)
            // Without this, the first entries of an empty journal would be passed over.
            journal.SeekHead();
    }

    private void Resume(JournalHandle journal, string cursor)
    {
        JournalCursor? kept = JournalCursor.TryParse(cursor);
        if (kept is null || journal.SeekCursor(cursor) < 0)
        {
            _logger.LogWarning("The position that was kept for {Journal} is not one of a journal (\"{Cursor}\"); reading goes on at the beginning of this boot.", _reading.Location, cursor);
            SeekBoot(journal);
            return;
        }
        if (journal.Next() > 0)
        {
            JournalCursor? found = Current(journal);
            if (found is not null && !found.IsSameEntry(kept))
            {
                // It is new, or follows a gap: it must not be skipped.
                _hasEntry = true;
                if (kept.EntriesUpTo(found) is { } lost and > 0)
                    _logger.LogWarning("The entry where reading stopped is gone from {Journal}: up to {Lost} entries were removed before they could be read.", _reading.Location, lost);
            }
            return;
        }
        if (journal.SeekTail() < 0 || journal.Previous() <= 0)
        {
            journal.SeekHead();
            return;
        }
        if (Current(journal) is { } newest && newest.IsSameEntry(kept))
            return;
        _logger.LogWarning("The position that was kept for {Journal} is later than every entry (was the clock set back, or the journal emptied?); reading goes on at the beginning of this boot.", _reading.Location);
        SeekBoot(journal);
    }

    private static JournalCursor? Current(JournalHandle journal) => journal.GetCursor(out string? cursor) >= 0 ? JournalCursor.TryParse(cursor!) : null;

    private void SeekBoot(JournalHandle journal)
    {
        try
        {
            if (journal.SeekBoot(File.ReadAllText("/proc/sys/kernel/random/boot_id")) >= 0)
                return;
        }
        catch (IOException exception)
        {
            _logger.LogWarning("The id of this boot can't be read ({Problem}); reading begins at the oldest entry.", exception.Message);
        }
        journal.SeekHead();
    }

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False when there is none now.</returns>
    private bool TryAdvance()
    {
        if (_hasEntry)
        {
            _hasEntry = false;
            return true;
        }
        if (_mustProcess || ++_sinceProcessing >= EntriesBetweenProcessing)
        {
            // Whatever it says (nothing, appended, files came or went): reading on tells what is new.
            _journal!.Process();
            _mustProcess = false;
            _sinceRelease += _sinceProcessing;
            _sinceProcessing = 0;
            if (_sinceRelease >= EntriesBetweenReleases)
            {
                MappedFiles.Release();
                _sinceRelease = 0;
            }
        }
        while (true)
        {
            int result = _journal!.Next();
            if (result > 0)
            {
                _attempts = 0;
                _cursorIsOld = true;
                return true;
            }
            if (result == 0 || !TryRecover(result))
                return false;
        }
    }

    /// <summary>Opens the journal again where reading stopped; after some failures, behind the entry that can't be read.</summary>
    private bool TryRecover(int error)
    {
        _attempts++;
        string? cursor = _cursor;
        _journal!.Dispose();
        _journal = null;
        if (_attempts > 2 * MaxAttempts)
        {
            if (!_reading.IsFollowing)
                throw new SourceException($"Reading {_reading.Location} fails again and again: {Errno.Describe(error)}");
            _attempts = 0;
            return false;
        }
        if (!TryOpen() || _journal is null)
            return false;
        if (_attempts >= MaxAttempts)
        {
            _logger.LogWarning("An entry of {Journal} after {Cursor} can't be read and is left out: {Problem}", _reading.Location, cursor, Errno.Describe(error));
            _journal.SeekRealtime(_lastRealtime + 1);
            _hasEntry = false;
        }
        return true;
    }

    private void Fill(LogEntry entry, long realtime)
    {
        _lastRealtime = realtime;
        entry.Begin(realtime, this);
        AddFields(entry, only: null);
        if (_monotonic is null && entry.Fields.TryFind("__MONOTONIC_TIMESTAMP", out Field? monotonic))
            _monotonic = monotonic;
        if (_monotonic is not null && _journal!.GetMonotonic(out long microseconds) >= 0)
            entry.Set(_monotonic, microseconds);
    }

    /// <summary>One pass over all fields of the entry is cheaper than asking for more than one by name.</summary>
    private void AddFields(LogEntry entry, Field? only)
    {
        _journal!.RestartData();
        int result;
        while ((result = _journal.EnumerateData(out ReadOnlySpan<byte> data)) > 0)
        {
            int equals = data.IndexOf((byte)'=');
            if (equals <= 0 || !entry.Fields.TryFind(data[..equals], out Field? field) || (only is not null && field != only))
                continue;
            ReadOnlySpan<byte> value = data[(equals + 1)..];
            entry.Add(field, value[..Math.Min(value.Length, MaxValueLength)]);
        }
        if (result < 0)
            _logger.LogWarning("Some fields of an entry of {Journal} can't be read: {Problem}", _reading.Location, Errno.Describe(result));
    }
}
