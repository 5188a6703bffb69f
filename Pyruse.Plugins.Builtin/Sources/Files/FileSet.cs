using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>What a set of files needs to know.</summary>
/// <param name="Globs">The paths.</param>
/// <param name="Rotated">Finds what became of a log.</param>
/// <param name="FromStart">Files that are there at the very first start are read from their beginning.</param>
/// <param name="Size">The size whose multiples are watched for; null: none.</param>
internal sealed record FileSetting(IReadOnlyList<PathGlob> Globs, RotatedFiles Rotated, bool FromStart, long? Size);

/// <summary>The logs of a source: which there are, in which order they are read, and what became of them.</summary>
/// <remarks>
/// Implementation notes. A log is known by device and inode, and by what it begins with. At its path there may be another file (it was renamed), or the same
/// one with other content (it was copied and cut off). An old log is read to its end through its open descriptor, or where it is found again after a restart,
/// before the new one is begun; both are followed as long as somebody may write to the old one.
/// </remarks>
internal sealed class FileSet(FileSetting setting, FileWatch? watch, ILogger logger, TimeProvider time) : IDisposable
{
    private const int MaxFiles = 4096;
    private static readonly TimeSpan RemovedInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SettleInterval = TimeSpan.FromSeconds(1);

    private readonly MatchingFiles _matching = new(setting.Globs);
    private readonly CopiesInTheMaking _copies = new(time, SettleInterval);
    private readonly List<TailedFile> _files = [];
    private readonly Queue<TailedFile> _queue = new();
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Files that could not be opened at first sight, and where they are to be read from.</summary>
    private readonly Dictionary<FileIdentity, long> _unopened = [];

    /// <summary>Paths that an earlier run knew, and when the log there was last written to.</summary>
    private readonly Dictionary<string, long> _earlier = new(StringComparer.Ordinal);
    private long? _cursorTime;
    private bool _isFirstScan = true;

    /// <summary>Whether entries of several lines are made, so that the end of one shows only after a while.</summary>
    public bool HasGroups { get; init; }

    /// <summary>Whether there are other files that wait to be read.</summary>
    public bool HasQueued => _queue.Count > 0;

    /// <summary>Whether there is more than one file, so that entries do not come in the order of their times.</summary>
    public bool HasSeveral => _files.Count > 1;

    /// <summary>The position in all files.</summary>
    public IReadOnlyList<FilePosition> Positions => [.. _files.Select(PositionOf)];

    /// <summary>Finds the files, and goes on where an earlier run stopped.</summary>
    public void Open(FileCursor? cursor)
    {
        _cursorTime = cursor?.Time;
        foreach (FilePosition position in cursor?.Files ?? [])
            Restore(position);
        Scan();
        _isFirstScan = false;
    }

    /// <summary>Takes in what happened to the files.</summary>
    /// <returns>Whether other files came or went.</returns>
    public bool TakeNews()
    {
        if (watch is null || (!watch.TakeIn(Enqueue) && _copies.UntilDecision is not { Ticks: <= 0 }))
            return false;
        Scan();
        return true;
    }

    /// <summary>Gives the file to be read next; null: there is nothing to read.</summary>
    public TailedFile? Next()
    {
        while (_queue.TryDequeue(out TailedFile? file))
        {
            file.IsQueued = false;
            if (file.IsClosed)
                continue;
            if (file.After is { IsQueued: true })
            {
                Enqueue(file);
                continue;
            }
            file.After = null;
            return file;
        }
        return null;
    }

    public void Enqueue(TailedFile file)
    {
        if (file.IsQueued || file.IsClosed)
            return;
        file.IsQueued = true;
        _queue.Enqueue(file);
    }

    /// <summary>What may be given out of the end of a file now.</summary>
    public Flush FlushOf(TailedFile file)
    {
        if (file.IsStatic || watch is null)
            return Flush.Everything;
        bool isSettled = time.GetElapsedTime(file.LastGrowth) >= SettleInterval;
        return !isSettled ? Flush.Nothing : file.IsRotated ? Flush.Everything : HasGroups ? Flush.WholeLines : Flush.Nothing;
    }

    /// <summary>Notes that a file was read to its end.</summary>
    public void Drained(TailedFile file)
    {
        if (file.Look() is { } look)
            file.Modified = look.Modified;
        bool isRemoved = file.Look() is { Names: 0 } && time.GetElapsedTime(file.LastGrowth) >= RemovedInterval;
        if (file.IsStatic || isRemoved)
            Forget(file);
    }

    /// <summary>Looks again at files of which time alone makes something; tells when the next one is due.</summary>
    /// <returns>Negative: none.</returns>
    public TimeSpan EnqueueDue()
    {
        TimeSpan next = _copies.UntilDecision is { } decision ? Max(decision, TimeSpan.Zero) : Timeout.InfiniteTimeSpan;
        foreach (TailedFile file in _files.Where(static file => !file.IsClosed))
        {
            TimeSpan? interval = file.HasPending && (file.IsRotated || HasGroups) ? SettleInterval : file is { IsRotated: true, IsStatic: false } && file.Look() is { Names: 0 } ? RemovedInterval : null;
            if (interval is not { } length)
                continue;
            TimeSpan left = length - time.GetElapsedTime(file.LastGrowth);
            if (left <= TimeSpan.Zero)
                Enqueue(file);
            else if (next < TimeSpan.Zero || left < next)
                next = left;
        }
        return _queue.Count > 0 ? TimeSpan.Zero : next;
    }

    /// <summary>Takes note that a file was cut off: what was not read of it is looked for in its copy, and it is read anew.</summary>
    public void CutOff(TailedFile file)
    {
        FilePosition position = PositionOf(file);
        long after = file.Modified;
        TailedFile? last = null;
        if (setting.Rotated.Find(position, isCopied: true) is { } copy)
        {
            last = Insert(file, copy.File, copy.Bytes);
            // What was written while the copy was made, and read here, is not in it.
            long end = last.Look()?.Size ?? long.MaxValue;
            last.GoOn(Math.Min(position.Offset, end), position.Head, position.IsInCutLine, position.Multiples);
            after = Math.Max(after, copy.File.Modified);
        }
        else if (file.Seen > file.Offset)
        {
            logger.LogWarning("{File} was cut off before its last {Bytes} bytes were read, and no copy of it is found; they are lost.", file.Path, file.Seen - file.Offset);
        }
        file.StartAnew();
        // What it begins with now tells its copies, should they be in the making, from those of logs that were missed.
        file.LearnHead();
        InsertMissed(file, last, after);
        file.Modified = file.Look()?.Modified ?? after;
        Enqueue(file);
    }

    /// <summary>Takes note that a file can't be read.</summary>
    public void Fail(TailedFile file, IOException exception)
    {
        logger.LogWarning("{File} can't be read any more, and is left alone until it changes its name: {Problem}", file.Path, exception.Message);
        Close(file);
    }

    public void Dispose()
    {
        foreach (TailedFile file in _files)
            file.Dispose();
        watch?.Dispose();
    }

    private static FilePosition PositionOf(TailedFile file) =>
        new(file.Path, file.Identity, file.Offset, file.Head, file.Modified, file.IsRotated, file.IsInCutLine, file.Multiples);

    /// <summary>Finds a file of an earlier run again.</summary>
    private void Restore(FilePosition position)
    {
        // Of a log that nothing was read of, the first write counts too.
        bool isUnread = position is { Offset: 0, Head.Length: 0 };
        long after = isUnread ? position.Modified - 1 : position.Modified;
        // One after another: an earlier generation that nothing was read of is not to be left out either.
        if (!position.IsRotated)
            _earlier.TryAdd(position.Path, after);
        if (TryOpenAtItsPath(position, out FileLook there) is { } handle)
        {
            TailedFile file = Add(position.Path, there.Identity, new PlainBytes(handle));
            file.GoOn(position.Offset, position.Head, position.IsInCutLine, position.Multiples);
            file.Modified = position.Modified;
            // Another log may have got the inode, or the log was cut off.
            if (there.Size < position.Offset || !file.CheckHead())
                CutOff(file);
            else if (isUnread)
                InsertMissed(file, null, after);
            return;
        }
        if (setting.Rotated.Find(position, isCopied: false) is { } found)
        {
            TailedFile file = Add(position.Path, found.File.Identity, found.Bytes, found.File.IsCompressed);
            file.GoOn(position.Offset, position.Head, position.IsInCutLine, position.Multiples);
            file.Modified = position.Modified;
            file.IsRotated = true;
            return;
        }
        if (isUnread)
            _earlier.TryAdd(position.Path, after);
        else if (!position.IsRotated)
        {
            logger.LogWarning(
                "What became of {File} since this ended can't be found: neither it nor what a rotation makes of it; what was written to it after byte {Offset} is lost, if there was anything.",
                position.Path, position.Offset);
        }
    }

    /// <summary>Opens the file of an earlier run, if it is still at its path.</summary>
    private static SafeFileHandle? TryOpenAtItsPath(FilePosition position, out FileLook look)
    {
        look = default;
        // Another one must not even be opened: it might be a pipe.
        if (FileCalls.TryLook(position.Path) is not { IsRegular: true } there || !there.Identity.IsStill(position.Identity) || FileCalls.TryOpen(position.Path) is not { } handle)
            return null;
        if (FileCalls.TryLook(handle) is { IsRegular: true } opened && opened.Identity == there.Identity)
        {
            look = opened;
            return handle;
        }
        handle.Dispose();
        return null;
    }

    /// <summary>Finds files that came, and those that went.</summary>
    private void Scan()
    {
        // What appears in a directory before it is watched is found by looking once more.
        for (int attempt = 0; attempt < 8; attempt++)
        {
            var directories = new HashSet<string>(StringComparer.Ordinal);
            Take(_matching.Find(directories, SayOnce, out bool isSettled), isSettled);
            if (watch?.WatchDirectories(directories) != true)
                return;
        }
    }

    private void Take(Dictionary<string, FileLook> found, bool isSettled)
    {
        foreach (TailedFile file in _files.Where(static file => !file.IsClosed && !file.IsStatic))
        {
            // One that was found empty is told from those of other rotations by what it has got since, even before it is read.
            file.LearnHead();
            bool wasRotated = file.IsRotated;
            file.IsRotated = !found.TryGetValue(file.Path, out FileLook there) || there.Identity != file.Identity;
            if (file.IsRotated != wasRotated)
                Enqueue(file);
        }
        foreach ((string path, FileLook look) in found)
        {
            if (!_files.Exists(file => file.Identity == look.Identity && !file.IsStatic))
                Discover(path, look);
        }
        if (!isSettled)
            return;
        HashSet<FileIdentity> present = [.. found.Values.Select(static look => look.Identity)];
        ForgetOldGenerations(present);
        foreach (FileIdentity gone in _unopened.Keys.Where(identity => !present.Contains(identity)).ToList())
            _unopened.Remove(gone);
        // Those that are known by now have been decided elsewhere: they were found to be what became of a log that was cut off.
        _copies.Keep(identity => present.Contains(identity) && !_files.Exists(file => file.Identity == identity));
    }

    private void Discover(string path, FileLook look)
    {
        if (_files.Count >= MaxFiles)
        {
            SayOnce($"More than {MaxFiles} files match; the others, such as {path}, are not read. Narrow the path down.");
            return;
        }
        TailedFile? predecessor = _files.FindLast(file => file.Path == path);
        bool isNew = predecessor is not null || _earlier.ContainsKey(path) || setting.FromStart || IsNewSince(look);
        if (FileCalls.TryOpen(path) is not { } handle)
        {
            SayOnce($"{path} can't be read: {Marshal.GetLastPInvokeErrorMessage()}. It is tried again when that changes.");
            _unopened.TryAdd(look.Identity, isNew ? 0 : look.Size);
            return;
        }
        if (FileCalls.TryLook(handle) is not { } opened || opened.Identity != look.Identity || IsCopyOfKnown(path, handle, opened))
        {
            handle.Dispose();
            return;
        }
        _said.RemoveWhere(sentence => sentence.StartsWith($"{path} can't", StringComparison.Ordinal));
        if (predecessor is not null || _earlier.ContainsKey(path))
            predecessor = AddMissed(path, predecessor, look.Identity) ?? predecessor;
        TailedFile file = Add(path, look.Identity, new PlainBytes(handle));
        long begin = _unopened.Remove(look.Identity, out long seen) ? Math.Min(seen, look.Size) : isNew ? 0 : look.Size;
        file.GoOn(begin, default, false, setting.Size is { } size ? begin / size : 0);
        file.Modified = look.Modified;
        file.After = predecessor;
        file.LearnHead();
    }

    /// <summary>Adds whole logs that were rotated before they were seen.</summary>
    private TailedFile? AddMissed(string path, TailedFile? last, FileIdentity current)
    {
        long after = Math.Max(last?.Modified ?? 0, _earlier.GetValueOrDefault(path));
        foreach ((RotatedFile missed, LogBytes bytes) in setting.Rotated.FindMissed(path, after, (file, head) => file.Identity == current || IsKnown(file, head)))
        {
            TailedFile whole = Add(path, missed.Identity, bytes, missed.IsCompressed);
            whole.Modified = missed.Modified;
            whole.IsRotated = true;
            whole.After = last;
            last = whole;
        }
        _earlier.Remove(path);
        return last;
    }

    private bool IsNewSince(FileLook look) => !_isFirstScan || (_cursorTime is { } time && (look.Identity.Born is not { } born || born >= time - 1_000_000));

    private bool IsKnown(RotatedFile candidate, byte[] head) =>
        _files.Exists(file => file.Identity == candidate.Identity || (file.Head.Length > 0 && file.Head.Matches(head)));

    /// <summary>Whether a file with a name as rotation gives them is, or may become, a copy of a log that is followed: it holds nothing new, but what may be missed when the log is cut off.</summary>
    private bool IsCopyOfKnown(string path, SafeFileHandle handle, FileLook look)
    {
        TailedFile[] logs = [.. _files.Where(file => file.Head.Length > 0 && RotatedFiles.IsNameOfRotated(file.Path, path))];
        if (logs.Length == 0)
            return false;
        byte[] head = new byte[Fingerprint.MaxLength];
        head = head[..RandomAccess.Read(handle, head, 0)];
        if (Array.Exists(logs, log => log.Head.Matches(head)))
        {
            _copies.Forget(look.Identity);
            return true;
        }
        return watch is not null && Array.Exists(logs, log => head.Length < log.Head.Length) && !_copies.HasStopped(look);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Lets go of logs that two others have followed: nobody writes to them any more.</summary>
    private void ForgetOldGenerations(HashSet<FileIdentity> present)
    {
        foreach (IGrouping<string, TailedFile> log in _files.GroupBy(static file => file.Path).ToList())
        {
            foreach (TailedFile old in log.SkipLast(2).Where(static file => file is { IsRotated: true, IsQueued: false }))
            {
                // As long as its new name matches too, it must be known that it was read.
                if (present.Contains(old.Identity))
                    Close(old);
                else
                    Forget(old);
            }
        }
    }

    private TailedFile Add(string path, FileIdentity identity, LogBytes bytes, bool isStatic = false)
    {
        var file = new TailedFile(path, identity, bytes) { IsStatic = isStatic, LastGrowth = time.GetTimestamp() };
        _files.Add(file);
        watch?.Add(file);
        Enqueue(file);
        return file;
    }

    /// <summary>Adds whole logs that were copied from a log, which was cut off then, before they were seen.</summary>
    private void InsertMissed(TailedFile file, TailedFile? last, long after)
    {
        foreach ((RotatedFile missed, LogBytes bytes) in setting.Rotated.FindMissed(file.Path, after, IsKnown))
        {
            TailedFile whole = Insert(file, missed, bytes);
            whole.After = last;
            last = whole;
        }
        file.After = last;
    }

    /// <summary>Adds what became of a log before the log itself.</summary>
    private TailedFile Insert(TailedFile before, RotatedFile rotated, LogBytes bytes)
    {
        TailedFile file = Add(before.Path, rotated.Identity, bytes, rotated.IsCompressed);
        _files.Remove(file);
        _files.Insert(_files.IndexOf(before), file);
        file.Modified = rotated.Modified;
        file.IsRotated = true;
        return file;
    }

    private void Close(TailedFile file)
    {
        if (!file.IsClosed)
            watch?.Remove(file);
        file.Dispose();
    }

    private void Forget(TailedFile file)
    {
        Close(file);
        _files.Remove(file);
    }

    private void SayOnce(string sentence)
    {
        if (_said.Count < 1000 && _said.Add(sentence))
            logger.LogWarning("{Problem}", sentence);
    }
}
