using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Hosting;

namespace Pyruse.Core.Embedding;

/// <summary>An engine inside of another program: it runs on a thread of its own, takes entries from the program and its sources, and gives effects back.</summary>
/// <remarks>
/// Made by <see cref="PyruseBuilder"/>. All members are safe for use by several threads. Modules, lambdas and <see cref="PyruseBuilder.OnEffect"/> callbacks are
/// called on the engine's thread, one at a time; effect handlers on the thread pool.
/// End it with <see cref="CompleteAsync"/> (no more entries: handle what there is), <see cref="StopAsync"/> (also with endless sources), or, at the latest,
/// by disposing of it, which gives up what is still in the queue. None of these may be waited for on the engine's thread.
/// </remarks>
public sealed class PyruseHost : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(30);

    private readonly PyruseEngine _engine;
    private readonly ILogger _logger;
    private readonly CommittedEffects _effects;
    private readonly EffectDispatcher? _dispatcher;
    private readonly EngineMetrics _metrics;
    private readonly CancellationTokenSource _end;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isStarted;
    private volatile bool _isGivenUp;

    internal PyruseHost(
        PyruseEngine engine, EntryQueue input, ILogger logger, CommittedEffects effects, EffectDispatcher? dispatcher, EngineMetrics metrics, CancellationTokenSource end)
    {
        _engine = engine;
        _logger = logger;
        _effects = effects;
        _dispatcher = dispatcher;
        _metrics = metrics;
        _end = end;
        Input = input;
        input.OnFirstDropped = () => logger.LogWarning("Entries are dropped because the queue is full; make it larger, or push with PushAsync, which waits.");
    }

    /// <summary>The queue behind <see cref="PushAsync(InputEntry, CancellationToken)"/>, for instance for an <see cref="EntryLoggerProvider"/>.</summary>
    public EntryQueue Input { get; }

    /// <summary>What was done so far.</summary>
    public EngineProgress Progress => _engine.Progress;

    /// <summary>Ends when the engine has ended and everything it wanted done has been tried.</summary>
    /// <remarks>It fails with a <see cref="Modules.SourceException"/> or <see cref="State.StateStoreException"/> if that ended the engine.</remarks>
    public Task Completion => _completion.Task;

    /// <summary>Starts the engine's thread. Does nothing if it was started already.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
            new Thread(Run) { Name = "pyruse", IsBackground = true }.Start();
    }

    /// <summary>Hands in an entry; waits while the queue is full.</summary>
    /// <returns>A task that ends when the entry is in the queue, not when it was handled.</returns>
    /// <exception cref="System.Threading.Channels.ChannelClosedException">The engine has ended, or was told to.</exception>
    public ValueTask PushAsync(InputEntry entry, CancellationToken cancellationToken = default) => Input.PushAsync(entry, cancellationToken);

    /// <summary>Hands in an entry made of fields; its time is now.</summary>
    /// <inheritdoc cref="PushAsync(InputEntry, CancellationToken)"/>
    public ValueTask PushAsync(params IEnumerable<(string Name, string Value)> fields) => Input.PushAsync(new InputEntry(fields));

    /// <summary>Reads effects as they are committed; it ends with the engine. While the stream is full the engine waits, and so do those who push.</summary>
    /// <exception cref="InvalidOperationException">The stream was not asked for with <see cref="PyruseBuilder.StreamEffects"/>.</exception>
    public IAsyncEnumerable<Effect> ReadEffectsAsync(CancellationToken cancellationToken = default) => _effects.Stream is { } stream
        ? stream.ReadAllAsync(cancellationToken)
        : throw new InvalidOperationException("There is no stream of effects; ask for it with StreamEffects() when building.");

    /// <summary>Says that no more entries will be pushed, and waits until all sources have ended and everything is handled, committed and done.</summary>
    /// <remarks>A source that never ends, such as the journal, has to be stopped with <see cref="StopAsync"/>.</remarks>
    /// <exception cref="Modules.SourceException">A source can't be read.</exception>
    /// <exception cref="State.StateStoreException">The store can't be read.</exception>
    public Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        Start();
        Input.Complete();
        return Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Handles what was pushed so far, then ends all sources where they are, and commits.</summary>
    /// <param name="cancellationToken">When cancelled, what is still in the queue is given up.</param>
    /// <exception cref="Modules.SourceException">A source can't be read.</exception>
    /// <exception cref="State.StateStoreException">The store can't be read.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        Input.Complete();
        if (Volatile.Read(ref _isStarted) == 0)
            return;
        var cancelled = new TaskCompletionSource();
        using (cancellationToken.Register(cancelled.SetResult))
            await Task.WhenAny(Input.Drained, Completion, cancelled.Task).ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
    }

    /// <summary>Ends at once; what was read so far is committed, what is still in the queue is given up. Does not dispose of the store.</summary>
    public async ValueTask DisposeAsync()
    {
        _isGivenUp = true;
        Input.Complete();
        await _end.CancelAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
        {
            await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else
        {
            _engine.Dispose();
            await EndAsync(null).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Run()
    {
        Exception? failure = null;
        try
        {
            _engine.Run(_end.Token);
        }
        catch (Exception exception)
        {
            // Whoever waits for the end gets it; a thread's exception would end the whole program.
            _logger.LogError("The engine has ended: {Problem}", exception.Message);
            failure = exception;
        }
        EndAsync(failure).GetAwaiter().GetResult();
    }

    /// <summary>Lets the handlers finish, and says that the end has come.</summary>
    private async Task EndAsync(Exception? failure)
    {
        if (_dispatcher is not null)
        {
            if (!_isGivenUp)
                await _dispatcher.DrainAsync(DrainPatience).ConfigureAwait(false);
            await _dispatcher.DisposeAsync().ConfigureAwait(false);
        }
        if (Input.Dropped > 0)
            _logger.LogWarning("{Dropped} entries were dropped because the queue was full.", Input.Dropped);
        _effects.Complete(failure);
        _metrics.Dispose();
        if (failure is null)
            _completion.TrySetResult();
        else
            _completion.TrySetException(failure);
    }
}
