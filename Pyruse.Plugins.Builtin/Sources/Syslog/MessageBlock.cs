using System.Collections.Concurrent;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>A message within a block.</summary>
/// <param name="Start">Where it begins in the buffer.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Peer">Who sent it.</param>
/// <param name="IsCut">Whether it was longer and the rest is lost.</param>
internal readonly record struct Frame(int Start, int Length, Peer Peer, bool IsCut);

/// <summary>Bytes as they were received, and where the messages in them are: what goes from the network's threads to the engine's, without a copy.</summary>
/// <remarks>Used by one thread at a time: whoever has it owns it.</remarks>
internal sealed class MessageBlock(int size)
{
    /// <summary>The size for what TLS gives at a time, which is never more.</summary>
    public const int SmallSize = 16 * 1024;

    /// <summary>The size for connections without TLS.</summary>
    public const int StandardSize = 64 * 1024;

    /// <summary>The size for datagrams, of which the largest must always find room.</summary>
    public const int LargeSize = 4 * StandardSize;

    private Frame[] _frames = new Frame[64];

    /// <summary>What was received.</summary>
    public byte[] Buffer { get; } = new byte[size];

    /// <summary>When it was received, in microseconds since 1970-01-01 UTC.</summary>
    public long Time { get; set; }

    /// <summary>How many messages there are.</summary>
    public int Count { get; private set; }

    /// <summary>Gives a message's place.</summary>
    public ref readonly Frame this[int index] => ref _frames[index];

    /// <summary>Adds a message.</summary>
    public void Add(in Frame frame)
    {
        if (Count == _frames.Length)
            Array.Resize(ref _frames, Count * 2);
        _frames[Count++] = frame;
    }

    /// <summary>Forgets the messages.</summary>
    public void Clear() => Count = 0;
}

/// <summary>Keeps a few used blocks of each usual size for their next use. Safe for use by several threads.</summary>
internal sealed class BlockPool
{
    private const int Kept = 64;

    private readonly (int Size, ConcurrentQueue<MessageBlock> Free)[] _sizes = [(MessageBlock.SmallSize, []), (MessageBlock.StandardSize, []), (MessageBlock.LargeSize, [])];

    /// <summary>Gives an empty block of at least a size.</summary>
    public MessageBlock Rent(int size)
    {
        foreach ((int usual, ConcurrentQueue<MessageBlock> free) in _sizes)
        {
            if (size <= usual)
                return free.TryDequeue(out MessageBlock? block) ? block : new MessageBlock(usual);
        }
        return new MessageBlock(size);
    }

    /// <summary>Takes a block back.</summary>
    public void Return(MessageBlock block)
    {
        block.Clear();
        foreach ((int usual, ConcurrentQueue<MessageBlock> free) in _sizes)
        {
            if (block.Buffer.Length == usual && free.Count < Kept)
                free.Enqueue(block);
        }
    }
}
