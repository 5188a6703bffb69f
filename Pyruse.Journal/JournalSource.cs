using Microsoft.Extensions.Logging;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Journal.Mapped;
using Pyruse.Journal.Native;

namespace Pyruse.Journal;

/// <summary>Follows a systemd journal through libsystemd: passively, across rotation and restarts, without losing or repeating an entry.</summary>
/// <remarks>See sd-journal(3), and docs/journal.md for what was measured. Used on one thread, which opens and closes the journal.</remarks>
[Source("journal")]
public sealed class JournalSource : IReplayableSource, IEntryOrigin
{
    /// <summary>libsystemd learns about rotated files only when asked; they are held open until then.</summary>
    private const int EntriesBetweenProcessing = 1000;

    /// <summary>Some 15 MB stay in memory then, where entries that are close to each other share their values; doing it more often costs more than it saves.</summary>
    private const int EntriesBetweenReleases = 10_000;

    private readonly JournalReading _reading;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly JournalPosition _position;
    private readonly EntryReader _fields;
    private readonly JournalNews? _news;
    private readonly ReadFailures _failures = new();
    private readonly MappedFiles _mappedFiles = new();
    private JournalHandle? _journal;

    /// <summary>Of files that were named one by one, those that can be read; libsystemd opens all or none.</summary>
    private JournalLocation _location;
    private string? _saidProblem;

    /// <summary>Where to begin while there is no cursor, when that is not what <see cref="JournalReading.Start"/> says.</summary>
    private long? _since;

    /// <summary>The position after the entry last read; to be asked for anew when <see cref="_cursorIsOld"/>.</summary>
    private string? _cursor;
    private bool _cursorIsOld;
    private long _lastRealtime;

    /// <summary>The journal stands on the next entry, rather than before it.</summary>
    private bool _standsOnNext;

    /// <summary>The entry last read before files came or went; null once it is known that none was lost thereby.</summary>
    private JournalCursor? _lastBeforeChange;
    private bool _hasWaited;
    private int _sinceProcessing;
    private int _sinceRelease;

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
        _location = reading.Location;
        _logger = logger;
        _time = time;
        _position = new JournalPosition(reading, logger);
        _fields = new EntryReader(reading.Location, logger);
        _news = reading.IsFollowing ? new JournalNews(reading.Location, time) : null;
        _since = reading.Since;
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

    /// <inheritdoc/>
    public ISource ForReplay(long? since) => ForReplay(since, byLibrary: false);

    /// <summary>Makes a source that reads the same once, oldest entry first, and ends.</summary>
    /// <param name="since">Where to begin, in microseconds since 1970-01-01 UTC; null: at the oldest entry.</param>
    /// <param name="byLibrary">Whether libsystemd reads everything; otherwise it reads what can't be read from the files more quickly. The entries are the same.</param>
    public ISource ForReplay(long? since, bool byLibrary)
    {
        JournalReading reading = _reading with { Start = JournalStart.Head, IsFollowing = false, Since = since };
        return byLibrary ? new JournalSource(reading, _logger, _time) : new MappedJournalSource(reading, _logger, _time);
    }

    /// <inheritdoc/>
    public void Open(SourceStart start)
    {
        LibSystemd.Require();
        _cursor = start.Cursor;
        JournalFiles.WarnOfUnreadable(_reading.Location, _logger, out IReadOnlyList<string> readable);
        if (_reading.Location is JournalLocation.Files)
        {
            if (readable.Count == 0)
                throw new SourceException($"Nothing of {_reading.Location} can be read; see the messages above.");
            _location = new JournalLocation.Files(readable);
        }
        if (_reading is { IsFollowing: false, Location: JournalLocation.Directory { Path: var path } } && !Directory.Exists(path))
            throw new SourceException($"There is no journal directory {path}.");
        long now = EntryTime.ToMicroseconds(_time.GetUtcNow());
        TryOpen();
        // What is empty or missing now may be full when it is opened again: the tail of then would be too late.
        if (_cursor is null && _reading.Start == JournalStart.Tail)
            _since ??= start.FollowedSince ?? now;
    }

    /// <inheritdoc/>
    public bool TryRead(LogEntry entry)
    {
        if (_hasWaited)
            TakeNews();
        if (_journal is null && !TryOpen())
            return false;
        while (TryAdvance())
        {
            int result = _journal!.GetRealtime(out long realtime);
            if (result >= 0)
            {
                _lastRealtime = realtime;
                entry.Begin(realtime, this);
                _fields.Fill(entry, _journal);
                return true;
            }
            _logger.LogWarning("An entry of {Journal} has no readable time and is left out: {Problem}", _reading.Location, Errno.Describe(result));
        }
        return false;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (_news is null)
            return false;
        _hasWaited = true;
        await _news.WaitAsync(_journal, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        _news?.Dispose();
        return ValueTask.CompletedTask;
    }

    string IEntryOrigin.GetCursor() => Cursor ?? "";

    void IEntryOrigin.Fetch(Field field, LogEntry entry)
    {
        if (_journal is not null)
            _fields.Add(entry, _journal, field);
    }

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

    private bool TryOpen()
    {
        // The order matters: only what happens after it is watched is announced.
        if (_news?.Watch() == false)
        {
            SayOnce($"There is nothing of {_reading.Location} yet ({string.Join(", ", _reading.Location.Roots)}); waiting for it to appear.");
            return false;
        }
        int result = JournalHandle.TryOpen(_location, out _journal);
        // This begins libsystemd's own watch, which certain files do not get.
        if (result >= 0 && _news is not null && _location is not JournalLocation.Files)
            result = _journal!.GetFd();
        if (result < 0)
        {
            Close();
            if (!_reading.IsFollowing)
                throw new SourceException($"Nothing of {_reading.Location} can be read: {Errno.Describe(result)}");
            SayOnce($"Nothing of {_reading.Location} can be read, which is tried again and again: {Errno.Describe(result)}");
            return false;
        }
        GoToStart(_journal!);
        return true;
    }

    private void GoToStart(JournalHandle journal)
    {
        if (_failures.StepOver is { } step)
        {
            _logger.LogWarning(
                "What follows {Cursor} in {Journal} can't be read; the entries of the next {Seconds} s are left out.", _cursor, _reading.Location, step.TotalSeconds);
            journal.SeekRealtime(_lastRealtime + EntryTime.ToMicroseconds(step));
            _standsOnNext = false;
            return;
        }
        if (_cursor is not null)
        {
            _standsOnNext = _position.Resume(journal, _cursor);
            return;
        }
        _standsOnNext = _position.Begin(journal, _since);
        // From now on, nothing is lost: not even when the daemon ends before the first entry.
        if (!_standsOnNext && journal.GetCursor(out string? cursor) >= 0)
            _cursor = cursor;
    }

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False when there is none now.</returns>
    private bool TryAdvance()
    {
        if (!_standsOnNext)
        {
            int result = ++_sinceProcessing >= EntriesBetweenProcessing ? Process() : 0;
            if (result >= 0)
                result = _journal!.Next();
            if (result < 0)
                return TryRecover(result) && TryAdvance();
            if (result == 0)
                return false;
        }
        _standsOnNext = false;
        _cursorIsOld = true;
        _sinceRelease++;
        _failures.Clear();
        _saidProblem = null;
        if (_lastBeforeChange is not null)
        {
            if (Cursor is { } cursor && JournalCursor.TryParse(cursor) is { } next)
                _position.WarnOfLoss(_lastBeforeChange, next);
            _lastBeforeChange = null;
        }
        return true;
    }

    /// <summary>Takes in what ended a wait.</summary>
    private void TakeNews()
    {
        _hasWaited = false;
        if (_news!.TakeIn())
            Close();
        // What libsystemd has noticed is processed before the next entry.
        _sinceProcessing = EntriesBetweenProcessing;
    }

    /// <summary>Lets libsystemd take in which files came and went.</summary>
    private int Process()
    {
        // A file that is let go takes the position with it.
        string? last = Cursor;
        // Whatever it says, reading on tells what is new.
        int result = _journal!.Process();
        if (result == LibSystemd.Invalidated && last is not null)
            _lastBeforeChange ??= JournalCursor.TryParse(last);
        _sinceProcessing = 0;
        if (_sinceRelease >= EntriesBetweenReleases)
        {
            _mappedFiles.Release();
            _sinceRelease = 0;
        }
        return result;
    }

    /// <summary>Opens the journal again where reading stopped; after some failures, behind what can't be read.</summary>
    private bool TryRecover(int error)
    {
        _failures.Add();
        string? sure = _cursor;
        bool isOld = _cursorIsOld;
        Close();
        // libsystemd may have left the entry last read before it failed.
        if (isOld && (_cursor is null || JournalCursor.TryParse(_cursor)?.Realtime != (ulong)_lastRealtime))
            _cursor = sure;
        if (_news is not null)
        {
            SayOnce($"Reading {_reading.Location} fails and is tried again: {Errno.Describe(error)}");
            return false;
        }
        if (_failures.AreHopeless)
            throw new SourceException($"Reading {_reading.Location} fails again and again: {Errno.Describe(error)}");
        return TryOpen();
    }

    private void Close()
    {
        if (_journal is null)
            return;
        _ = Cursor;
        _news?.Interrupt();
        _journal.Dispose();
        _journal = null;
        _standsOnNext = false;
    }

    private void SayOnce(string problem)
    {
        if (_saidProblem == problem)
            return;
        _saidProblem = problem;
        _logger.LogWarning("{Problem}", problem);
    }
}
