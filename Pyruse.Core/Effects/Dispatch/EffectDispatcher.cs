using Microsoft.Extensions.Logging;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;

namespace Pyruse.Core.Effects.Dispatch;

/// <summary>Effects that fail and are tried again.</summary>
/// <param name="Target">Where they go.</param>
/// <param name="Since">Since when they fail.</param>
/// <param name="Problem">What went wrong at last, as a sentence.</param>
public sealed record EffectTrouble(string Target, DateTimeOffset Since, string Problem);

/// <summary>Carries out committed effects off the engine's thread: in order per target, several targets at a time, again and again while they fail.</summary>
/// <remarks>
/// The outbox in the store is the queue; at most <see cref="MaxPending"/> of its effects are in memory, and of one target no more than
/// <see cref="MaxPerTarget"/>, so that a target that fails holds up no other. An effect leaves the outbox when it is done or given up, so each is carried
/// out at least once, whatever happens to the process. Safe for use by several threads.
/// </remarks>
public sealed class EffectDispatcher : IEffectDispatcher, IAsyncDisposable
{
    /// <summary>How many effects are in memory at most.</summary>
    public const int MaxPending = 1000;

    /// <summary>How many effects for one target are in memory at most.</summary>
    public const int MaxPerTarget = MaxPending / 4;

    private static readonly TimeSpan StoreDelay = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<IEffectHandler> _handlers;
    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _workers;
    private readonly CancellationTokenSource _end = new();

    // Guarded by _lock.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, EffectLane> _lanes = new(StringComparer.Ordinal);
    private TaskCompletionSource _quiet = new();
    private long _lastSeen;
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

    /// <summary>The targets whose effects fail at the moment, and are tried again.</summary>
    public IReadOnlyList<EffectTrouble> Troubles
    {
        get
        {
            lock (_lock)
                return [.. _lanes.Values.Select(static lane => lane.Trouble).OfType<EffectTrouble>()];
        }
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
                // Several threads commit effects, so others may be enqueued first; the store has all of them in their order.
                if (entry.Id > _lastSeen + 1)
                {
                    _isBehind = true;
                    CatchUp();
                }
                // What does not fit stays in the store and is read from there when there is room.
                _isBehind |= _pending >= MaxPending;
                if (_isBehind)
                    return;
                Take(entry);
            }
        }
    }

    /// <summary>Waits until nothing is left to do, except for effects that failed or are held back.</summary>
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

    private bool IsQuiet() => !_isBehind && _lanes.Values.All(static lane => lane.IsWaiting);

    /// <summary>Goes on reading the store where there was no room for more.</summary>
    private void CatchUp()
    {
        if (!_isBehind || _pending > MaxPending / 2)
            return;
        int room = MaxPending - _pending;
        IReadOnlyList<OutboxEntry> more = _store.ReadOutbox(_lastSeen, room);
        foreach (OutboxEntry entry in more)
            Take(entry);
        _isBehind = more.Count == room;
    }

    /// <summary>Fills a lane with those effects that were passed over because it was full.</summary>
    private void CatchUp(EffectLane lane)
    {
        if (!lane.IsBehind || lane.Count > MaxPerTarget / 2)
            return;
        int room = Math.Clamp(MaxPending - _pending, 1, MaxPerTarget - lane.Count);
        int full = lane.Count + room;
        long after = lane.LastTaken;
        IReadOnlyList<OutboxEntry> more;
        do
        {
            more = _store.ReadOutbox(after, MaxPerTarget);
            foreach (OutboxEntry entry in more)
            {
                // Effects that nobody has looked at yet come by themselves.
                if (entry.Id > _lastSeen || lane.Count == full)
                {
                    lane.IsBehind = entry.Id <= _lastSeen;
                    return;
                }
                after = entry.Id;
                if (HandlerOf(entry.Effect) is var (_, target) && target == lane.Target)
                {
                    lane.Add(entry);
                    _pending++;
                }
            }
        }
        while (more.Count == MaxPerTarget);
        lane.IsBehind = false;
    }

    private void Take(OutboxEntry entry)
    {
        if (entry.Id <= _lastSeen)
            return;
        _lastSeen = entry.Id;
        if (HandlerOf(entry.Effect) is not var (handler, target))
        {
            _logger.LogError("Nothing here can carry out an effect of type {Type}; it is dropped.", entry.Effect.GetType().Name);
            _store.Complete(entry.Id);
            return;
        }
        bool isNew = !_lanes.TryGetValue(target, out EffectLane? lane);
        if (isNew)
            _lanes.Add(target, lane = new EffectLane(target, handler));
        if (lane!.IsBehind || lane.Count == MaxPerTarget)
        {
            lane.IsBehind = true;
            return;
        }
        lane.Add(entry);
        _pending++;
        if (isNew)
            _ = Task.Run(() => WorkAsync(lane, _end.Token));
    }

    private (IEffectHandler Handler, string Target)? HandlerOf(Effect effect)
    {
        foreach (IEffectHandler handler in _handlers)
        {
            if (handler.TargetOf(effect) is { } target)
                return (handler, target);
        }
        return null;
    }

    /// <summary>Carries out the effects for one target until there are no more.</summary>
    private async Task WorkAsync(EffectLane lane, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<OutboxEntry> done;
            do
            {
                done = await CarryOutAsync(lane, cancellationToken).ConfigureAwait(false);
                Complete(done);
            }
            while (await GoOnAsync(lane, done, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is not done stays in the outbox.
        }
    }

    /// <summary>Carries out at least the oldest effect of a lane, however often that takes; gives what is done or given up.</summary>
    private async Task<IReadOnlyList<OutboxEntry>> CarryOutAsync(EffectLane lane, CancellationToken cancellationToken)
    {
        var attempts = new EffectAttempts(lane, _time, _logger);
        while (true)
        {
            OutboxEntry[] waiting = Waiting(lane);
            BatchResult result = await TryAsync(lane, waiting, cancellationToken).ConfigureAwait(false);
            if (attempts.Next(result.Result, waiting[0].Effect.Origin, result.Effects.Count) is not { } delay)
            {
                var effects = new HashSet<Effect>(result.Effects, ReferenceEqualityComparer.Instance) { waiting[0].Effect };
                return [.. waiting.Where(entry => effects.Contains(entry.Effect))];
            }
            await WaitAsync(lane, delay, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<BatchResult> TryAsync(EffectLane lane, OutboxEntry[] waiting, CancellationToken cancellationToken)
    {
        Effect oldest = waiting[0].Effect;
        await _workers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return lane.Handler is IBatchEffectHandler batch
                ? await batch.CarryOutAsync([.. waiting.Select(static entry => entry.Effect)], lane.IsBehind, cancellationToken).ConfigureAwait(false)
                : new(await lane.Handler.CarryOutAsync(oldest, cancellationToken).ConfigureAwait(false), [oldest]);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new(EffectResult.TryAgain(exception.Message), [oldest]);
        }
        finally
        {
            _workers.Release();
        }
    }

    private async Task WaitAsync(EffectLane lane, TimeSpan delay, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            lane.IsWaiting = true;
            SayIfQuiet();
        }
        await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
        lock (_lock)
            lane.IsWaiting = false;
    }

    private void Complete(IReadOnlyList<OutboxEntry> done)
    {
        try
        {
            foreach (OutboxEntry entry in done)
                _store.Complete(entry.Id);
        }
        catch (StateStoreException exception)
        {
            // They are done, only not noted; after a restart they are done once more.
            _logger.LogWarning("{Problem}", exception.Message);
        }
    }

    private OutboxEntry[] Waiting(EffectLane lane)
    {
        lock (_lock)
            return lane.Next();
    }

    /// <summary>Forgets what is done, and says whether there is more; while the store can't be read, nobody knows.</summary>
    private async Task<bool> GoOnAsync(EffectLane lane, IReadOnlyList<OutboxEntry> done, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            lane.Remove(done);
            _pending -= done.Count;
        }
        while (true)
        {
            try
            {
                return HasMore(lane);
            }
            catch (StateStoreException exception)
            {
                _logger.LogWarning("{Problem}", exception.Message);
            }
            await Task.Delay(StoreDelay, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a lane goes on; one that does not is forgotten.</summary>
    private bool HasMore(EffectLane lane)
    {
        lock (_lock)
        {
            CatchUp(lane);
            CatchUp();
            if (lane.Count > 0)
                return true;
            _lanes.Remove(lane.Target);
            SayIfQuiet();
            return false;
        }
    }

    private void SayIfQuiet()
    {
        if (IsQuiet())
            _quiet.TrySetResult();
    }
}
