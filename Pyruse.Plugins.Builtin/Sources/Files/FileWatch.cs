using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Watching;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>Notices what happens to logs and to the directories in which they appear.</summary>
/// <remarks>Used on one thread, but for what completes a wait.</remarks>
internal sealed class FileWatch(ILogger logger, TimeProvider time) : IDisposable
{
    private const PathEvents InDirectories = PathEvents.Created | PathEvents.Deleted | PathEvents.MovedFrom | PathEvents.MovedTo | PathEvents.Attributes | PathEvents.DeletedSelf | PathEvents.MovedSelf;
    private const PathEvents InFiles = PathEvents.Modified | PathEvents.Attributes | PathEvents.DeletedSelf;
    private const short PollIn = 1;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly Inotify _inotify = new();
    private readonly Dictionary<int, TailedFile> _files = [];
    private readonly Dictionary<string, int> _directories = new(StringComparer.Ordinal);
    private readonly Action<TailedFile> _noChange = static _ => { };
    private DescriptorWaiter? _waiter;
    private bool _hasToLook;
    private long _lastLook;
    private Action<TailedFile>? _changed;
    private bool _isElsewhere;

    /// <summary>Begins to watch directories, and ends it for those that are not named any more.</summary>
    /// <returns>Whether one is watched that was not before: what happened in it until now was not noticed.</returns>
    public bool WatchDirectories(IReadOnlySet<string> directories)
    {
        foreach (string gone in _directories.Keys.Where(known => !directories.Contains(known)).ToList())
        {
            _directories.Remove(gone, out int watch);
            // Two paths may lead to one directory, which has one watch.
            if (!_directories.ContainsValue(watch))
                _inotify.Remove(watch);
        }
        bool isNew = false;
        foreach (string directory in directories)
        {
            int watch = _inotify.TryAdd(directory, InDirectories);
            if (watch < 0)
                LookInstead($"The directory {directory} can't be watched: {Marshal.GetLastPInvokeErrorMessage()}.");
            else if (FileCalls.IsSilent(directory))
                LookInstead($"The file system of {directory} does not tell about changes.");
            isNew |= watch >= 0 && (!_directories.TryGetValue(directory, out int known) || known != watch);
            _directories[directory] = watch;
        }
        return isNew;
    }

    /// <summary>Begins to watch an open file, whatever its name.</summary>
    public void Add(TailedFile file)
    {
        if (file.Handle is not { } handle)
            return;
        string descriptor = $"/proc/self/fd/{handle.DangerousGetHandle()}";
        file.Watch = _inotify.TryAdd(descriptor, InFiles);
        if (file.Watch < 0)
            LookInstead($"The file {file.Path} can't be watched: {Marshal.GetLastPInvokeErrorMessage()}.");
        else if (FileCalls.IsSilent(descriptor))
            LookInstead($"The file system of {file.Path} does not tell about changes.");
        if (file.Watch >= 0)
            _files[file.Watch] = file;
    }

    /// <summary>Ends the watch on a file.</summary>
    public void Remove(TailedFile file)
    {
        if (file.Watch >= 0 && _files.Remove(file.Watch))
            _inotify.Remove(file.Watch);
        file.Watch = -1;
    }

    /// <summary>Takes in what happened since; does not wait.</summary>
    /// <param name="changed">Told every file that may have grown.</param>
    /// <returns>Whether files may have come, gone, or changed their names.</returns>
    public bool TakeIn(Action<TailedFile> changed)
    {
        _changed = changed;
        _isElsewhere = false;
        _inotify.Drain(Take);
        _changed = _noChange;
        if (!_hasToLook || time.GetElapsedTime(_lastLook) < LookInterval)
            return _isElsewhere;
        _lastLook = time.GetTimestamp();
        foreach (TailedFile file in _files.Values)
            changed(file);
        return true;
    }

    /// <summary>Waits until something happens, or a time is over.</summary>
    /// <param name="patience">The time; negative: without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_hasToLook && (patience < TimeSpan.Zero || patience > LookInterval))
            patience = LookInterval;
        _waiter ??= new DescriptorWaiter();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task news = _waiter.WaitAsync(new(_inotify.Descriptor, PollIn, -1, Timeout.InfiniteTimeSpan), enough.Token);
        if (patience >= TimeSpan.Zero)
            await Task.WhenAny(news, Task.Delay(patience, time, enough.Token)).ConfigureAwait(false);
        else
            await news.ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        // One wait at a time: the next one begins when this one has ended.
        await news.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        _waiter?.Dispose();
        _inotify.Dispose();
    }

    private void Take(PathEvent change)
    {
        if (_files.TryGetValue(change.Watch, out TailedFile? file) && (change.Events & PathEvents.Overflow) == PathEvents.None)
        {
            _changed!(file);
            // Its removal shows in the number of its names; that the directory tells, too.
            return;
        }
        _isElsewhere |= (change.Events & PathEvents.Ignored) == PathEvents.None;
        if ((change.Events & PathEvents.Overflow) == PathEvents.None)
            return;
        foreach (TailedFile any in _files.Values)
            _changed!(any);
    }

    private void LookInstead(string reason)
    {
        if (!_hasToLook)
            logger.LogWarning("{Reason} Because of that, the files of this source are looked at every second.", reason);
        _hasToLook = true;
    }
}
