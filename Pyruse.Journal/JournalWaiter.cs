using System.Runtime.InteropServices;
using Pyruse.Journal.Native;

namespace Pyruse.Journal;

/// <summary>Waits passively for a file descriptor, on a named thread of its own, so that the wait can be cancelled.</summary>
/// <remarks>
/// Implementation notes. sd_journal_wait(3) can't be cancelled; poll(2) on the journal's descriptor together with an eventfd can. The thread
/// touches nothing but these two descriptors: whatever libsystemd wants done after the wait is done by the journal's own thread. One wait at a
/// time. A cancellation that comes before poll begins is not lost: the eventfd stays readable until it is read.
/// </remarks>
internal sealed class JournalWaiter : IDisposable
{
    private readonly int _cancelEvent = LibC.EventFd(0, LibC.EventFdFlags);
    private readonly SemaphoreSlim _requests = new(0);
    private readonly Thread _thread;
    private Request? _request;
    private volatile bool _isDisposed;

    public JournalWaiter()
    {
        if (_cancelEvent < 0)
            throw new IOException($"eventfd(2) fails: {Marshal.GetLastPInvokeErrorMessage()}");
        _thread = new Thread(Work) { Name = "pyruse-journal-wait", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Waits until the descriptor has news, or the time is over.</summary>
    public async Task WaitAsync(int descriptor, short events, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var request = new Request(descriptor, events, timeout);
        _request = request;
        _requests.Release();
        await using CancellationTokenRegistration registration = cancellationToken.Register(Wake);
        await request.Done.Task.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        _isDisposed = true;
        Wake();
        _requests.Release();
        _thread.Join();
        _requests.Dispose();
        _ = LibC.Close(_cancelEvent);
    }

    private unsafe void Wake()
    {
        ulong one = 1;
        _ = LibC.Write(_cancelEvent, &one, sizeof(ulong));
    }

    private void Work()
    {
        while (true)
        {
            _requests.Wait();
            if (_isDisposed)
                return;
            Request request = _request!;
            Poll(request);
            request.Done.SetResult();
        }
    }

    private unsafe void Poll(Request request)
    {
        LibC.PollFd* descriptors = stackalloc LibC.PollFd[2];
        descriptors[0] = new() { Descriptor = request.Descriptor, Events = request.Events };
        descriptors[1] = new() { Descriptor = _cancelEvent, Events = LibC.PollIn };
        int milliseconds = request.Timeout < TimeSpan.Zero ? -1 : (int)Math.Ceiling(request.Timeout.TotalMilliseconds);
        // Whatever the result (news, time over, a signal): the journal is read again, which tells.
        _ = LibC.Poll(descriptors, 2, milliseconds);
        if (descriptors[1].Returned != 0)
        {
            ulong count;
            _ = LibC.Read(_cancelEvent, &count, sizeof(ulong));
        }
    }

    private sealed record Request(int Descriptor, short Events, TimeSpan Timeout)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
