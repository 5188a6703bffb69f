namespace Pyruse.Core.Hosting;

/// <summary>The waits of sources. One that has not ended is kept for the next time, so that no source is asked twice.</summary>
/// <remarks>Used on the engine's thread; the waits themselves end on any.</remarks>
internal sealed class SourceWaits
{
    private readonly Dictionary<EngineSource, Task<bool>> _waits = [];

    /// <summary>Forgets the waits that have told of entries: these are read now.</summary>
    public void BeginTurn()
    {
        foreach ((EngineSource source, Task<bool> wait) in _waits)
        {
            // Removing while enumerating is allowed for this type.
            if (wait is { IsCompletedSuccessfully: true, Result: true })
                _waits.Remove(source);
        }
    }

    /// <summary>Begins to wait for a source that was read to its end, if nobody does yet.</summary>
    /// <returns>Whether it has nothing for the moment; otherwise it may have entries, or has ended.</returns>
    public bool IsQuiet(EngineSource source, CancellationToken cancellationToken)
    {
        if (!_waits.TryGetValue(source, out Task<bool>? wait))
            _waits.Add(source, wait = source.Source.WaitAsync(cancellationToken).AsTask());
        return !wait.IsCompleted;
    }

    /// <summary>Waits until some source may have entries or has ended.</summary>
    /// <param name="others">What else ends the wait.</param>
    /// <param name="cancellationToken">Ends it, too.</param>
    /// <exception cref="OperationCanceledException">The end was asked for.</exception>
    public void WaitAny(IEnumerable<Task> others, CancellationToken cancellationToken) => Task.WaitAny([.. _waits.Values, .. others], cancellationToken);

    /// <summary>Sees the wait for a source to its end, which has been asked for.</summary>
    /// <returns>False when it goes on nevertheless.</returns>
    public bool TryEnd(EngineSource source, TimeSpan patience)
    {
        if (!_waits.Remove(source, out Task<bool>? wait))
            return true;
        try
        {
            return wait.Wait(patience);
        }
        catch (AggregateException exception) when (exception.InnerException is OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>Forgets the waits that have ended.</summary>
    /// <returns>The sources that have ended, too.</returns>
    public IReadOnlyList<EngineSource> TakeEnded()
    {
        List<EngineSource> ended = [];
        foreach ((EngineSource source, Task<bool> wait) in _waits.Where(static pair => pair.Value.IsCompleted).ToList())
        {
            _waits.Remove(source);
            if (!wait.GetAwaiter().GetResult())
                ended.Add(source);
        }
        return ended;
    }
}
