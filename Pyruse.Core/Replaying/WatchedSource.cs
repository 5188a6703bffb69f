using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Replaying;

/// <summary>A source of which every entry is counted and can be looked at. No entry is left out, whatever the chains need.</summary>
/// <param name="inner">The source.</param>
/// <param name="onEntry">Told of each entry before it is walked; null: nobody.</param>
public sealed class WatchedSource(ISource inner, Action<LogEntry>? onEntry = null) : ISource
{
    private long _read;

    /// <summary>How many entries were read. Safe on any thread.</summary>
    public long Read => Volatile.Read(ref _read);

    /// <summary>Told how many entries were read when another one is asked for: all that comes of these is known then. Called on the engine's thread.</summary>
    public Action<long>? OnNext { get; set; }

    /// <inheritdoc/>
    public string? Cursor => inner.Cursor;

    /// <inheritdoc/>
    public bool IsInOrder => inner.IsInOrder;

    /// <inheritdoc/>
    public void Open(SourceStart start) => inner.Open(start);

    /// <inheritdoc/>
    public bool TryRead(LogEntry entry)
    {
        OnNext?.Invoke(_read);
        if (!inner.TryRead(entry))
            return false;
        Volatile.Write(ref _read, _read + 1);
        onEntry?.Invoke(entry);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => inner.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
