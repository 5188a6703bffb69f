using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>
/// The way of messages from the network to the engine. When it is full, connections are not read any more, so that TCP holds their senders back:
/// nothing is dropped here. Safe for use by several threads; one of them takes.
/// </summary>
/// <remarks>Who adds a block has asked for a place before. A connection that may read at once asks before it takes a buffer, so that those who wait need no memory.</remarks>
internal sealed class MessageQueue : IDisposable
{
    /// <summary>How many blocks there may be; with blocks of 64 KiB, 8 MiB.</summary>
    private const int Capacity = 128;

    private readonly Channel<MessageBlock> _blocks = Channel.CreateUnbounded<MessageBlock>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _places = new(Capacity);
    private readonly CancellationTokenSource _end = new();

    /// <summary>Where blocks come from, and go to that were not added.</summary>
    public BlockPool Pool { get; } = new();

    /// <summary>Asks for a place; waits while the queue is full.</summary>
    /// <exception cref="OperationCanceledException">Nobody takes blocks any more.</exception>
    public Task EnterAsync() => _places.WaitAsync(_end.Token);

    /// <summary>Gives a place back that was not needed.</summary>
    public void Leave() => _places.Release();

    /// <summary>Hands over a block, which belongs to the engine from then on.</summary>
    public void Add(MessageBlock block) => _blocks.Writer.TryWrite(block);

    /// <summary>Takes the next block if there is one.</summary>
    public bool TryTake([NotNullWhen(true)] out MessageBlock? block) => _blocks.Reader.TryRead(out block);

    /// <summary>Gives back a block that was taken, and its place.</summary>
    public void Return(MessageBlock block)
    {
        Pool.Return(block);
        _places.Release();
    }

    /// <summary>Waits for a block.</summary>
    /// <returns>False when there will be none.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _blocks.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Says that there will be no more.</summary>
    public void Complete() => _blocks.Writer.TryComplete();

    /// <summary>Sends away those who wait for a place.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _places.Dispose();
    }
}
