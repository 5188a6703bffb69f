using System.Threading.Channels;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>
/// The way of messages from the network to the engine. When it is full, connections are not read any more, so that TCP holds their senders back:
/// nothing is dropped here.
/// </summary>
internal sealed class MessageQueue : IDisposable
{
    /// <summary>With blocks of 64 KiB, 8 MiB.</summary>
    private const int Capacity = 128;

    private readonly Channel<MessageBlock> _blocks = Channel.CreateBounded<MessageBlock>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly CancellationTokenSource _end = new();

    /// <summary>Where blocks come from and go to.</summary>
    public BlockPool Pool { get; } = new();

    /// <summary>Hands over a block, which belongs to the engine from then on; waits while the queue is full.</summary>
    /// <exception cref="OperationCanceledException">Nobody takes blocks any more.</exception>
    public ValueTask AddAsync(MessageBlock block) => _blocks.Writer.WriteAsync(block, _end.Token);

    /// <summary>Takes the next block if there is one.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out MessageBlock? block) => _blocks.Reader.TryRead(out block);

    /// <summary>Waits for a block.</summary>
    /// <returns>False when there will be none.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _blocks.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Says that there will be no more.</summary>
    public void Complete() => _blocks.Writer.TryComplete();

    /// <summary>Sends away those who wait for room.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }
}
