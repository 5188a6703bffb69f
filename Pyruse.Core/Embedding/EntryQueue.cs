using System.Text;
using System.Threading.Channels;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Embedding;

/// <summary>A bounded queue through which a program hands entries to an engine, in their order.</summary>
/// <remarks>
/// Pushing is safe for several threads; the members of <see cref="ISource"/> are the engine's. What is in the queue lives in memory only: it has no position
/// to resume from. The queue ends with its engine; whoever waits for room then gets a <see cref="ChannelClosedException"/>.
/// </remarks>
public sealed class EntryQueue : ISource, IEntryOrigin
{
    /// <summary>How many entries wait at most, unless said otherwise.</summary>
    public const int DefaultCapacity = 1024;

    private readonly Channel<(long Time, InputEntry Entry)> _channel;
    private readonly TimeProvider _time;
    private long _dropped;

    // The engine's thread only.
    private InputEntry? _current;
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>Makes an empty queue.</summary>
    /// <param name="capacity">How many entries wait at most; 1 or more.</param>
    /// <param name="time">The clock for entries without a time; default: the system's.</param>
    public EntryQueue(int capacity = DefaultCapacity, TimeProvider? time = null)
    {
        _channel = Channel.CreateBounded<(long, InputEntry)>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _time = time ?? TimeProvider.System;
    }

    /// <summary>How many entries <see cref="TryPush"/> did not take because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    string? ISource.Cursor => null;

    /// <summary>Ends when the queue was completed and all that was in it has been walked.</summary>
    internal Task Drained => _channel.Reader.Completion;

    /// <summary>Told, on the pushing thread, of the first entry that was dropped.</summary>
    internal Action? OnFirstDropped { get; set; }

    /// <summary>Hands in an entry; waits while the queue is full.</summary>
    /// <returns>A task that ends when the entry is in the queue, not when it was handled.</returns>
    /// <exception cref="ChannelClosedException">The queue was completed, or its engine has ended.</exception>
    public ValueTask PushAsync(InputEntry entry, CancellationToken cancellationToken = default) => _channel.Writer.WriteAsync(Timed(entry), cancellationToken);

    /// <summary>Hands in an entry if there is room; otherwise it is dropped and counted. For places that must not wait, such as a logger.</summary>
    /// <returns>Whether the entry is in the queue.</returns>
    public bool TryPush(InputEntry entry)
    {
        if (_channel.Writer.TryWrite(Timed(entry)))
            return true;
        if (Interlocked.Increment(ref _dropped) == 1)
            OnFirstDropped?.Invoke();
        return false;
    }

    /// <summary>Says that there will be no more entries; what is in the queue is still handled. May be repeated.</summary>
    public void Complete() => Complete(null);

    /// <inheritdoc cref="Complete()"/>
    /// <param name="failure">Why there are no more; the engine then ends with it. Null: all is well.</param>
    internal void Complete(Exception? failure) => _channel.Writer.TryComplete(failure);

    /// <inheritdoc/>
    void ISource.Open(SourceStart start)
    {
    }

    /// <inheritdoc/>
    bool ISource.TryRead(LogEntry entry)
    {
        if (!_channel.Reader.TryRead(out (long Time, InputEntry Entry) next))
            return false;
        _current = next.Entry;
        entry.Begin(next.Time, this);
        foreach ((string name, string value) in _current.Fields)
        {
            if (entry.Fields.TryFind(name, out Field? field))
                Add(entry, field, value);
        }
        return true;
    }

    /// <inheritdoc/>
    ValueTask<bool> ISource.WaitAsync(CancellationToken cancellationToken) => _channel.Reader.WaitToReadAsync(cancellationToken);

    /// <inheritdoc/>
    ValueTask IAsyncDisposable.DisposeAsync()
    {
        Complete();
        return ValueTask.CompletedTask;
    }

    string IEntryOrigin.GetCursor() => "";

    void IEntryOrigin.Fetch(Field field, LogEntry entry)
    {
        foreach ((string name, string value) in _current?.Fields ?? [])
        {
            if (name == field.Name)
                Add(entry, field, value);
        }
    }

    private (long Time, InputEntry Entry) Timed(InputEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return (EntryTime.ToMicroseconds(entry.Time ?? _time.GetUtcNow()), entry);
    }

    private void Add(LogEntry entry, Field field, string value)
    {
        int longest = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (longest <= _buffer.Length)
            entry.Add(field, _buffer.AsSpan(0, Encoding.UTF8.GetBytes(value, _buffer)));
        else
            entry.Add(field, Encoding.UTF8.GetBytes(value));
    }
}
