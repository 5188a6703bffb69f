namespace Pyruse.Core.Hosting;

/// <summary>A thread that does the engine's work. It is a background thread, so that one that is stuck does not keep the process from ending.</summary>
internal sealed class EngineThread
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    /// <param name="work">The work.</param>
    /// <param name="onEnd">Called on the thread after the work.</param>
    public EngineThread(Action work, Action onEnd)
    {
        _thread = new Thread(() => Run(work, onEnd)) { Name = "pyruse-engine", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Completes with the work, or with what it threw.</summary>
    public Task Done => _done.Task;

    /// <summary>Leaves the thread to itself. Should it wait for something that never happens, it is told to stop waiting.</summary>
    public void Abandon() => _thread.Interrupt();

    private void Run(Action work, Action onEnd)
    {
        try
        {
            work();
            _done.SetResult();
        }
        catch (Exception exception)
        {
            // Thrown again by whoever waits.
            _done.SetException(exception);
        }
        onEnd();
    }
}
