using Pyruse.Core.Entries;

namespace Pyruse.Core.Modules;

/// <summary>Lets only the entries of a span of time through, and ends after the last of them.</summary>
/// <param name="inner">The source; it yields entries in the order of their times, or nearly so.</param>
/// <param name="since">The first moment that is let through, in microseconds since 1970-01-01 UTC; null: any.</param>
/// <param name="until">The last moment that is let through, likewise; null: any.</param>
public sealed class SourceWindow(ISource inner, long? since, long? until) : ISelectiveSource
{
    private bool _isOver;
    private bool _hasPassed;

    /// <inheritdoc/>
    public string? Cursor => inner.Cursor;

    /// <inheritdoc/>
    public bool IsInOrder => inner.IsInOrder;

    /// <summary>The last moment that is let through, once entries beyond it were seen; null: the source ended before.</summary>
    internal long? Reached => _hasPassed ? until : null;

    /// <inheritdoc/>
    public void Select(Field field, IReadOnlyList<ReadOnlyMemory<byte>> values) => (inner as ISelectiveSource)?.Select(field, values);

    /// <inheritdoc/>
    public void Open(SourceStart start) => inner.Open(start);

    /// <inheritdoc/>
    public bool TryRead(LogEntry entry)
    {
        while (!_isOver && inner.TryRead(entry))
        {
            bool isAfter = entry.RealtimeMicroseconds > until;
            _hasPassed |= isAfter;
            _isOver = isAfter && inner.IsInOrder;
            if (!isAfter && !(entry.RealtimeMicroseconds < since))
                return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _isOver ? ValueTask.FromResult(false) : inner.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
