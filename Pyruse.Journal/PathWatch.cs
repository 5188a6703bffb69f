using Pyruse.Core.Watching;

namespace Pyruse.Journal;

/// <summary>Watches what libsystemd does not: directories that do not exist yet or go away, and files that were named one by one.</summary>
/// <remarks>Not safe for use by several threads, but for waiting on <see cref="Descriptor"/>.</remarks>
internal sealed class PathWatch : IDisposable
{
    private const PathEvents Gone = PathEvents.DeletedSelf | PathEvents.MovedSelf | PathEvents.Unmounted;

    private readonly Inotify _inotify = new();

    /// <summary>Negative when inotify is not to be had; nothing is noticed then.</summary>
    public int Descriptor => _inotify.Descriptor;

    /// <summary>Notices when a file is written to.</summary>
    public void AddFile(string path) => _ = _inotify.TryAdd(path, PathEvents.Modified);

    /// <summary>Notices when a directory appears, or when it is there, that it goes away.</summary>
    /// <returns>Whether it is there.</returns>
    public bool AddDirectory(string path)
    {
        // An ancestor may come into being between the look and the watch: look again.
        string watched;
        do
        {
            watched = WatchedPaths.NearestExisting(path);
            PathEvents self = PathEvents.DeletedSelf | PathEvents.MovedSelf;
            _ = _inotify.TryAdd(watched, watched == path ? self : PathEvents.Created | PathEvents.MovedTo | self);
        }
        while (WatchedPaths.NearestExisting(path) != watched);
        return watched == path;
    }

    /// <summary>Takes in all events.</summary>
    /// <returns>Whether something that was watched has gone away.</returns>
    public bool Drain()
    {
        bool hasGone = false;
        _inotify.Drain(change => hasGone |= (change.Events & Gone) != PathEvents.None);
        return hasGone;
    }

    public void Dispose() => _inotify.Dispose();
}
