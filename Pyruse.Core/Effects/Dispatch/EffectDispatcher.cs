using Microsoft.Extensions.Logging;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;

namespace Pyruse.Core.Effects.Dispatch;

/// <summary>Carries out committed effects off the engine's thread: in order per target, several targets at a time, again and again while they fail.</summary>
/// <remarks>
/// The outbox in the store is the queue; at most <see cref="MaxPending"/> of its effects are in memory. An effect leaves the outbox when it is done or
/// given up, so each is carried out at least once, whatever happens to the process. Safe for use by several threads.
/// </remarks>
public sealed class EffectDispatcher : IEffectDispatcher, IAsyncDisposable
{
    /// <summary>How many effects are in memory at most.</summary>
    public const int MaxPending = 1000;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    private readonly IReadOnlyList<IEffectHandler> _handlers;
    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _workers;
    private readonly CancellationTokenSource _end = new();

    // Guarded by _lock.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<OutboxEntry>> _queues = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private TaskCompletionSource _quiet = new();
    private long _lastTaken;
    private int _pending;
    private bool _isBehind;

    /// <summary>Makes a dispatcher.</summary>
    /// <param name="handlers">Who carries out what; the first that takes an effect gets it.</param>
    /// <param name="store">Where the outbox is.</param>
    /// <param name="workers">How many effects are carried out at the same time.</param>
    /// <param name="time">The clock for delays.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    public EffectDispatcher(IReadOnlyList<IEffectHandler> handlers, IStateStore store, int workers, TimeProvider time, ILogger logger)
    {
        _handlers = handlers;
        _store = store;
        _time = time;
        _logger = logger;
        _workers = new SemaphoreSlim(workers);
    }

    /// <inheritdoc/>
    public void Resume()
    {
        lock (_lock)
        {
            _isBehind = true;
            CatchUp();
        }
    }

    /// <inheritdoc/>
    public void Enqueue(IReadOnlyList<OutboxEntry> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        lock (_lock)
        {
            foreach (OutboxEntry entry in effects)
            {
                // What does not fit stays in the store and is read from there when there is room.
                _isBehind |= _pending >= MaxPending;
                if (_isBehind)
                    return;
                Take(entry);
            }
        }
    }

    /// <summary>Waits until nothing is left to do, except for effects that failed and wait to be tried again.</summary>
    /// <param name="patience">How long to wait at most.</param>
    public async Task DrainAsync(TimeSpan patience)
    {
        Task quiet;
        lock (_lock)
        {
            if (IsQuiet())
                return;
            _quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            quiet = _quiet.Task;
        }
        await Task.WhenAny(quiet, Task.Delay(patience, _time)).ConfigureAwait(false);
    }

    /// <summary>Ends; what is not done stays in the outbox for the next run.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private bool IsQuiet() => _queues.Count == _waiting.Count && !_isBehind;

    private void CatchUp()
    {
        if (!_isBehind || _pending > MaxPending / 2)
            return;
        int room = MaxPending - _pending;
        IReadOnlyList<OutboxEntry> more = _store.ReadOutbox(_lastTaken, room);
        foreach (OutboxEntry entry in more)
            Take(entry);
        _isBehind = more.Count == room;
    }

    private void Take(OutboxEntry entry)
    {
        if (entry.Id <= _lastTaken)
            return;
        _lastTaken = entry.Id;
        foreach (IEffectHandler handler in _handlers)
        {
            if (handler.TargetOf(entry.Effect) is not { } target)
                continue;
            _pending++;
            if (_queues.TryGetValue(target, out Queue<OutboxEntry>? queue))
            {
                queue.Enqueue(entry);
                return;
            }
            _queues.Add(target, new Queue<OutboxEntry>([entry]));
            _ = Task.Run(() => WorkAsync(target, handler, _end.Token));
            return;
        }
        _logger.LogError("Nothing here can carry out an effect of type {Type}; it is dropped.", entry.Effect.GetType().Name);
        _store.Complete(entry.Id);
    }

    /// <summary>Carries out the effects for one target until there are no more.</summary>
    private async Task WorkAsync(string target, IEffectHandler handler, CancellationToken cancellationToken)
    {
        OutboxEntry? entry = Peek(target);
        while (entry is not null)
        {
            try
            {
                await CarryOutAsync(target, handler, entry, cancellationToken).ConfigureAwait(false);
                _store.Complete(entry.Id);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (StateStoreException exception)
            {
                // It is done, only not noted; after a restart it is done once more.
                _logger.LogWarning("{Problem}", exception.Message);
            }
            entry = Next(target);
        }
    }

    private async Task CarryOutAsync(string target, IEffectHandler handler, OutboxEntry entry, CancellationToken cancellationToken)
    {
        long first = _time.GetTimestamp();
        for (TimeSpan delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            EffectResult result = await TryAsync(handler, entry.Effect, cancellationToken).ConfigureAwait(false);
            EffectOrigin origin = entry.Effect.Origin;
            if (result.Outcome == EffectOutcome.Done)
                return;
            if (result.Outcome == EffectOutcome.GivenUp || _time.GetElapsedTime(first) > handler.Patience)
            {
                _logger.LogError(
                    "An effect ({Target}) of chain \"{PYRUSE_CHAIN}\", step {PYRUSE_STEP} is given up: {Problem} Entry: {PYRUSE_CURSOR}",
                    target, origin.Chain, origin.Step + 1, result.Problem, origin.Cursor);
                return;
            }
            if (delay == FirstDelay || delay == LongestDelay)
            {
                _logger.LogWarning(
                    "An effect ({Target}) of chain \"{PYRUSE_CHAIN}\", step {PYRUSE_STEP} failed and is tried again: {Problem}", target, origin.Chain, origin.Step + 1, result.Problem);
            }
            await WaitAsync(target, delay, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<EffectResult> TryAsync(IEffectHandler handler, Effect effect, CancellationToken cancellationToken)
    {
        await _workers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await handler.CarryOutAsync(effect, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return EffectResult.TryAgain(exception.Message);
        }
        finally
        {
            _workers.Release();
        }
    }

    private async Task WaitAsync(string target, TimeSpan delay, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _waiting.Add(target);
            SayIfQuiet();
        }
        await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
        lock (_lock)
            _waiting.Remove(target);
    }

    private OutboxEntry? Peek(string target)
    {
        lock (_lock)
            return _queues[target].Peek();
    }

    private OutboxEntry? Next(string target)
    {
        lock (_lock)
        {
            Queue<OutboxEntry> queue = _queues[target];
            queue.Dequeue();
            _pending--;
            CatchUp();
            if (queue.TryPeek(out OutboxEntry? next))
                return next;
            _queues.Remove(target);
            SayIfQuiet();
            return null;
        }
    }

    private void SayIfQuiet()
    {
        if (IsQuiet())
            _quiet.TrySetResult();
    }
}
