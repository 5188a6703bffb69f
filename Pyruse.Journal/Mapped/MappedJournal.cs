namespace Pyruse.Journal.Mapped;

/// <summary>Journal files in memory, read in the order of their entries' numbers.</summary>
/// <remarks>
/// Only files whose order is beyond doubt are taken: those of one run of numbers are in the order of these, and runs must not overlap in time.
/// For the rest, libsystemd's own rules hold, see sd_journal_next(3).
/// </remarks>
internal sealed class MappedJournal : IDisposable
{
    /// <summary>Files of so many programs and users at once are unusual, and each takes address space.</summary>
    private const int MaxFiles = 1000;

    private readonly Unpacker _unpacker = new();
    private readonly List<MappedJournalFile> _files = [];
    private readonly Queue<List<MappedJournalFile>> _runs = new();
    private readonly PriorityQueue<MappedJournalFile, ulong> _waiting = new();
    private MappedJournalFile? _current;

    /// <summary>Up to here, no other file has anything.</summary>
    private ulong _limit;

    private MappedJournal()
    {
    }

    /// <summary>The file whose entry is read.</summary>
    public MappedJournalFile Current => _current!;

    /// <summary>Opens files.</summary>
    /// <returns>Null when libsystemd must read them.</returns>
    public static MappedJournal? TryOpen(IReadOnlyCollection<string> paths)
    {
        if (!BitConverter.IsLittleEndian || !Environment.Is64BitProcess || paths.Count > MaxFiles)
            return null;
        var journal = new MappedJournal();
        if (journal.TryAdd(paths) && journal.TryOrder())
            return journal;
        journal.Dispose();
        return null;
    }

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False behind the last one.</returns>
    /// <exception cref="JournalFormatException">A file is damaged.</exception>
    public bool MoveNext()
    {
        if (_current is not null && _current.MoveNext())
        {
            if (_current.Sequence < _limit)
                return true;
            _waiting.Enqueue(_current, _current.Sequence);
        }
        else if (_current is not null)
        {
            _current.Release();
        }
        return TakeNextFile();
    }

    /// <summary>Lets go of the pages that were read.</summary>
    public void Release() => _current?.Release();

    public void Dispose()
    {
        foreach (MappedJournalFile file in _files)
            file.Dispose();
        _unpacker.Dispose();
    }

    private bool TryAdd(IEnumerable<string> paths)
    {
        try
        {
            foreach (string path in paths)
            {
                if (MappedJournalFile.TryOpen(path, _unpacker) is not { } file)
                    return false;
                _files.Add(file);
            }
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // libsystemd finds the same, and passes over the file.
            return false;
        }
    }

    private bool TryOrder()
    {
        long end = long.MinValue;
        IEnumerable<List<MappedJournalFile>> runs = _files.Where(static file => !file.IsEmpty).GroupBy(static file => file.SequenceId).Select(static run => run.ToList());
        foreach (List<MappedJournalFile> run in runs.OrderBy(static run => run.Min(static file => file.HeadRealtime)))
        {
            if (run.Min(static file => file.HeadRealtime) <= end)
                return false;
            end = run.Max(static file => file.TailRealtime);
            _runs.Enqueue(run);
        }
        return true;
    }

    private bool TakeNextFile()
    {
        _current = null;
        if (_waiting.Count == 0 && _runs.TryDequeue(out List<MappedJournalFile>? run))
        {
            foreach (MappedJournalFile file in run)
            {
                if (file.MoveNext())
                    _waiting.Enqueue(file, file.Sequence);
            }
        }
        if (!_waiting.TryDequeue(out _current, out ulong sequence))
            return false;
        _limit = _waiting.TryPeek(out _, out ulong next) ? next : ulong.MaxValue;
        // The same entry twice, or two with one number: libsystemd decides which of them count.
        return _limit != sequence ? true : throw new JournalFormatException($"Two entries have the number {sequence}.");
    }
}
