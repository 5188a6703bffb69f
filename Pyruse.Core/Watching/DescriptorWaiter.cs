using System.Runtime.InteropServices;

namespace Pyruse.Core.Watching;

/// <summary>What to wait for.</summary>
/// <param name="First">A descriptor; negative: none.</param>
/// <param name="FirstEvents">The events of it that end the wait, as poll(2) has them.</param>
/// <param name="Readable">A descriptor that ends the wait when it can be read; negative: none.</param>
/// <param name="Timeout">How long to wait at most; negative: without end.</param>
public readonly record struct AwaitedNews(int First, short FirstEvents, int Readable, TimeSpan Timeout);

/// <summary>Waits passively for file descriptors, on a named thread of its own, so that the wait can be cancelled.</summary>
/// <remarks>
/// Implementation notes. Waits of libraries, such as sd_journal_wait(3), can't be cancelled; poll(2) on their descriptors together with an eventfd can. The
/// thread touches nothing but descriptors: whatever is to be done after the wait is done by whoever waits. One wait at a time. A cancellation that comes before poll begins is not lost: the eventfd stays readable until it is read; one that comes after it has ended
/// ends the next wait early, which does no harm.
/// </remarks>
public sealed class DescriptorWaiter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly int _cancelEvent = LibC.EventFd(0, LibC.EventFdFlags);
    private readonly SemaphoreSlim _requests = new(0);
    private readonly Thread _thread;
    private Request? _request;
    private volatile bool _isDisposed;
    private bool _isClosed;

    /// <summary>Makes a waiter and starts its thread.</summary>
    /// <exception cref="IOException">There is no descriptor left for it.</exception>
    public DescriptorWaiter()
    {
        if (_cancelEvent < 0)
            throw new IOException($"eventfd(2) fails: {Marshal.GetLastPInvokeErrorMessage()}");
        _thread = new Thread(Work) { Name = "pyruse-wait", IsBackground = true };
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

    /// <summary>Ends the wait and the thread.</summary>
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
        descriptors[1] = new() { Descriptor = news.First, Events = news.FirstEvents };
        descriptors[2] = new() { Descriptor = news.Readable, Events = LibC.PollIn };
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
