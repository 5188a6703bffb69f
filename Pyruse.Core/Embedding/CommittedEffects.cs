using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;

namespace Pyruse.Core.Embedding;

/// <summary>Tells a program of effects once they are committed: callbacks, and a bounded stream that makes the engine wait while it is full.</summary>
/// <remarks>
/// Without effect handlers it also stands in for the dispatcher: what waits in the outbox is done when the program was told of it. What an earlier run left
/// there is told again, so none is lost in a crash.
/// </remarks>
internal sealed class CommittedEffects : IEffectDispatcher, IEffectHandler
{
    private const int ReadAtOnce = 1000;

    private readonly IReadOnlyList<Action<Effect>> _callbacks;
    private readonly Channel<Effect>? _stream;
    private readonly IStateStore _store;
    private readonly ILogger _logger;
    private readonly CancellationToken _end;

    public CommittedEffects(IReadOnlyList<Action<Effect>> callbacks, int? streamCapacity, IStateStore store, ILogger logger, CancellationToken end)
    {
        _callbacks = callbacks;
        _stream = streamCapacity is { } capacity ? Channel.CreateBounded<Effect>(new BoundedChannelOptions(capacity) { SingleWriter = true }) : null;
        _store = store;
        _logger = logger;
        _end = end;
    }

    /// <summary>The stream; null: none was asked for.</summary>
    public ChannelReader<Effect>? Stream => _stream?.Reader;

    /// <summary>Whether anybody is told.</summary>
    public bool HasListeners => _callbacks.Count > 0 || _stream is not null;

    TimeSpan IEffectHandler.Patience => TimeSpan.Zero;

    /// <summary>Tells of effects, in their order. Called on the engine's thread.</summary>
    public void Tell(IEnumerable<Effect> effects)
    {
        foreach (Effect effect in effects)
        {
            foreach (Action<Effect> callback in _callbacks)
                Tell(callback, effect);
            if (_stream is not null && !_stream.Writer.TryWrite(effect))
                Wait(_stream.Writer, effect);
        }
    }

    /// <summary>Ends the stream.</summary>
    public void Complete(Exception? failure) => _stream?.Writer.TryComplete(failure);

    void IEffectDispatcher.Resume()
    {
        for (IReadOnlyList<OutboxEntry> left = _store.ReadOutbox(0, ReadAtOnce); left.Count > 0; left = _store.ReadOutbox(left[^1].Id, ReadAtOnce))
        {
            Tell(left.Select(static entry => entry.Effect));
            ((IEffectDispatcher)this).Enqueue(left);
        }
    }

    void IEffectDispatcher.Enqueue(IReadOnlyList<OutboxEntry> effects)
    {
        try
        {
            foreach (OutboxEntry entry in effects)
                _store.Complete(entry.Id);
        }
        catch (StateStoreException exception)
        {
            // They were told, only not noted; after a restart they are told once more.
            _logger.LogWarning("{Problem}", exception.Message);
        }
    }

    string? IEffectHandler.TargetOf(Effect effect) => HasListeners ? "listener" : null;

    /// <summary>What no handler of the program takes was told to its listeners already.</summary>
    Task<EffectResult> IEffectHandler.CarryOutAsync(Effect effect, CancellationToken cancellationToken) => Task.FromResult(EffectResult.Done);

    private void Tell(Action<Effect> callback, Effect effect)
    {
        try
        {
            callback(effect);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The seam that contains what callbacks throw: an effect that could not be told must not stop the engine.
            _logger.LogError(exception, "A callback for effects failed on {Effect}: {Problem}", effect.GetType().Name, exception.Message);
        }
    }

    private void Wait(ChannelWriter<Effect> stream, Effect effect)
    {
        try
        {
            stream.WriteAsync(effect, _end).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The end was asked for, and nobody reads any more.
        }
    }
}
