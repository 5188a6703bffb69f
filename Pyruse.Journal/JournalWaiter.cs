using System.Runtime.InteropServices;
using Pyruse.Journal.Native;

namespace Pyruse.Journal;

/// <summary>What to wait for.</summary>
/// <param name="Journal">The descriptor of the journal; negative: none.</param>
/// <param name="JournalEvents">The events that the journal wants to know.</param>
/// <param name="Paths">The descriptor of the watch on paths; negative: none.</param>
/// <param name="Timeout">How long to wait at most; negative: without end.</param>
internal readonly record struct AwaitedNews(int Journal, short JournalEvents, int Paths, TimeSpan Timeout);

/// <summary>Waits passively for file descriptors, on a named thread of its own, so that the wait can be cancelled.</summary>
/// <remarks>
/// Implementation notes. sd_journal_wait(3) can't be cancelled; poll(2) on the journal's descriptor together with an eventfd can. The thread
/// touches nothing but descriptors: whatever libsystemd wants done after the wait is done by the journal's own thread. One wait at a
/// time. A cancellation that comes before poll begins is not lost: the eventfd stays readable until it is read; one that comes after it has ended
/// ends the next wait early, which does no harm.
/// </remarks>
internal sealed class JournalWaiter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly int _cancelEvent = LibC.EventFd(0, LibC.EventFdFlags);
    private readonly SemaphoreSlim _requests = new(0);
    private readonly Thread _thread;
    private Request? _request;
    private volatile bool _isDisposed;
    private bool _isClosed;

    public JournalWaiter()
    {
        if (_cancelEvent < 0)
            throw new IOException($"eventfd(2) fails: {Marshal.GetLastPInvokeErrorMessage()}");
        _thread = new Thread(Work) { Name = "pyruse-journal-wait", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Waits until there is news, or the time is over.</summary>
    public async Task WaitAsync(AwaitedNews news, CancellationToken cancellationToken)
    {
        var request = new Request(news);
        _request = request;
        _requests.Release();
        await using CancellationTokenRegistration registration = cancellationToken.Register(Wake);
        await request.Done.Task.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Ends the wait that is going on, if any: the descriptors may be closed afterwards.</summary>
    public void Interrupt()
    {
        if (_request is not { Done.Task: { IsCompleted: false } wait })
            return;
        Wake();
        wait.Wait();
    }

    public void Dispose()
    {
        _isDisposed = true;
        Wake();
        _requests.Release();
        _thread.Join();
        _requests.Dispose();
        lock (_lock)
        {
            _isClosed = true;
            _ = LibC.Close(_cancelEvent);
        }
    }

    private unsafe void Wake()
    {
        // A cancellation may come after the end, when the number of the descriptor is another one's already.
        lock (_lock)
        {
            ulong one = 1;
            if (!_isClosed)
                _ = LibC.Write(_cancelEvent, &one, sizeof(ulong));
        }
    }

    private void Work()
    {
        while (true)
        {
            _requests.Wait();
            if (_isDisposed)
            {
                // A wait that was asked for at the same time must end, too.
                _request?.Done.TrySetResult();
                return;
            }
            Request request = _request!;
            Poll(request.News);
            request.Done.TrySetResult();
        }
    }

    private unsafe void Poll(in AwaitedNews news)
    {
        LibC.PollFd* descriptors = stackalloc LibC.PollFd[3];
        descriptors[0] = new() { Descriptor = _cancelEvent, Events = LibC.PollIn };
        descriptors[1] = new() { Descriptor = news.Journal, Events = news.JournalEvents };
        descriptors[2] = new() { Descriptor = news.Paths, Events = LibC.PollIn };
        int milliseconds = news.Timeout < TimeSpan.Zero ? -1 : (int)Math.Min(int.MaxValue, Math.Ceiling(news.Timeout.TotalMilliseconds));
        // Whatever the result (news, time over, a signal): the journal is read again, which tells.
        _ = LibC.Poll(descriptors, 3, milliseconds);
        if (descriptors[0].Returned != 0)
        {
            ulong count;
            _ = LibC.Read(_cancelEvent, &count, sizeof(ulong));
        }
    }

    private sealed record Request(AwaitedNews News)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
