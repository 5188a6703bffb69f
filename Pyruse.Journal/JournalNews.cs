using Pyruse.Core.Watching;

namespace Pyruse.Journal;

/// <summary>Waits for news of a journal, and knows when it has to be opened anew because libsystemd would take no notice.</summary>
/// <remarks>
/// libsystemd watches the directories that are there when a journal is opened: never those that appear later or go away, and no files that were
/// named one by one. Used on the journal's thread, but for what completes a wait.
/// </remarks>
internal sealed class JournalNews(JournalLocation location, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private PathWatch? _watch;
    private DescriptorWaiter? _waiter;
    private List<string> _knownRoots = [];

    /// <summary>Begins to watch, before the journal is opened.</summary>
    /// <returns>Whether there is something to open.</returns>
    public bool Watch()
    {
        // A new watch forgets the ancestors of directories that have appeared since.
        Interrupt();
        _watch?.Dispose();
        _watch = new PathWatch();
        _knownRoots = WatchRoots();
        if (location is not JournalLocation.Files files)
            return _knownRoots.Count > 0;
        foreach (string file in files.Paths)
            _watch.AddFile(file);
        return true;
    }

    /// <summary>Waits until there may be something to read, or to open anew.</summary>
    /// <param name="journal">The journal; null when it could not be opened.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(JournalHandle? journal, CancellationToken cancellationToken)
    {
        // Looked at after they are watched: what appears from now on ends the wait.
        List<string> roots = WatchRoots();
        if (!roots.SequenceEqual(_knownRoots))
            return Task.CompletedTask;
        // It is there, but can't be read.
        if (journal is null && (roots.Count > 0 || location is JournalLocation.Files))
            return Task.Delay(RetryDelay, time, cancellationToken);
        AwaitedNews news = journal is null
            ? new(-1, 0, _watch!.Descriptor, Timeout.InfiniteTimeSpan)
            : new(journal.GetFd(), journal.GetEvents(), _watch!.Descriptor, journal.GetTimeout());
        // Without inotify nobody tells.
        if (news.Readable < 0)
            news = news with { Timeout = RetryDelay };
        _waiter ??= new DescriptorWaiter();
        return _waiter.WaitAsync(news, cancellationToken);
    }

    /// <summary>Takes in what ended a wait.</summary>
    /// <returns>Whether the journal has to be opened anew.</returns>
    public bool TakeIn() => _watch!.Drain() || !WatchRoots().SequenceEqual(_knownRoots);

    /// <summary>Ends the wait that is going on, if any: before the journal is closed, because the number of its descriptor may soon be another one's.</summary>
    public void Interrupt() => _waiter?.Interrupt();

    public void Dispose()
    {
        _waiter?.Dispose();
        _waiter = null;
        _watch?.Dispose();
        _watch = null;
    }

    private List<string> WatchRoots() => [.. location.Roots.Where(_watch!.AddDirectory)];
}
