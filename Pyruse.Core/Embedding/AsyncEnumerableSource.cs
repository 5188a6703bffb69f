using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Embedding;

/// <summary>Reads entries from an asynchronous sequence, which is enumerated off the engine's thread, at most a queue's length ahead.</summary>
/// <remarks>A sequence that throws ends the engine with a <see cref="SourceException"/>: the program that gave it must know.</remarks>
/// <param name="name">The name of the source, for messages.</param>
/// <param name="entries">The entries.</param>
/// <param name="clock">Gives the clock for entries without a time; asked once the engine starts.</param>
internal sealed class AsyncEnumerableSource(string name, IAsyncEnumerable<InputEntry> entries, Func<TimeProvider> clock) : ISource
{
    private const int Capacity = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _end = new();
    private EntryQueue _queue = new(1);
    private Task _pump = Task.CompletedTask;

    public string? Cursor => null;

    public void Open(SourceStart start)
    {
        _queue = new EntryQueue(Capacity, clock());
        CancellationToken end = _end.Token;
        _pump = Task.Run(() => PumpAsync(end), CancellationToken.None);
    }

    public bool TryRead(LogEntry entry) => ((ISource)_queue).TryRead(entry);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => ((ISource)_queue).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        try
        {
            await _pump.WaitAsync(Patience, clock()).ConfigureAwait(false);
            _end.Dispose();
        }
        catch (TimeoutException)
        {
            // A sequence that takes no notice of its cancellation is left behind; it must not keep the engine from ending.
        }
    }

    private async Task PumpAsync(CancellationToken end)
    {
        try
        {
            await foreach (InputEntry entry in entries.WithCancellation(end).ConfigureAwait(false))
                await _queue.PushAsync(entry, end).ConfigureAwait(false);
            _queue.Complete();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            _queue.Complete();
        }
        catch (Exception exception)
        {
            _queue.Complete(new SourceException($"The source \"{name}\" failed: {exception.Message} ({exception.GetType().Name})", exception));
        }
    }
}
