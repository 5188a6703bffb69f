using System.Net;
using System.Net.Sockets;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>Receives datagrams, each of which is one message: RFC 5426, and Unix sockets like /dev/log.</summary>
/// <remarks>
/// While the queue is full nothing is received. A sender on a Unix socket waits then; of UDP, the kernel drops what no longer fits into the socket's buffer,
/// and counts it: see <see cref="KernelDrops"/>.
/// </remarks>
/// <param name="socket">A bound socket; it is closed with the listener.</param>
/// <param name="context">What is shared.</param>
internal sealed class DatagramListener(Socket socket, ReceiverContext context) : IListener
{
    /// <summary>The largest datagram there is.</summary>
    private const int LargestDatagram = 65_536;

    private const int RememberedPeers = 1024;

    private readonly Dictionary<SocketAddress, Peer> _peers = [];
    private readonly SocketAddress _sender = new(socket.AddressFamily);

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using KernelDrops? drops = socket.ProtocolType == ProtocolType.Udp ? new KernelDrops(socket, context) : null;
        socket.Blocking = false;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
                await ReceiveAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The end was asked for.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    /// <summary>Waits for a datagram, then takes all that are there and fit into a block.</summary>
    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        MessageBlock block = context.Queue.Pool.Rent(MessageBlock.LargeSize);
        int used = 0;
        try
        {
            int length = await socket.ReceiveFromAsync(block.Buffer, SocketFlags.None, _sender, cancellationToken);
            block.Time = EntryTime.ToMicroseconds(context.Time.GetUtcNow());
            Add(block, ref used, length);
            while (block.Buffer.Length - used >= LargestDatagram && socket.Available > 0)
            {
                _sender.Size = SocketAddress.GetMaximumAddressSize(socket.AddressFamily);
                Add(block, ref used, socket.ReceiveFrom(block.Buffer.AsSpan(used), SocketFlags.None, _sender));
            }
        }
        catch (SocketException exception) when (exception.SocketErrorCode is not SocketError.OperationAborted)
        {
            // Such as an ICMP message about something we never sent, or nothing there after all.
            if (exception.SocketErrorCode != SocketError.WouldBlock)
                context.Trouble.Say("datagram", $"A datagram could not be received: {exception.Message}.");
        }
        _sender.Size = SocketAddress.GetMaximumAddressSize(socket.AddressFamily);
        if (block.Count > 0)
        {
            await context.Queue.EnterAsync();
            context.Queue.Add(block);
        }
        else
        {
            context.Queue.Pool.Return(block);
        }
    }

    private void Add(MessageBlock block, ref int used, int length)
    {
        int kept = Math.Min(length, context.MaxMessage);
        if (kept < length)
            kept -= Utf8Tail.IncompleteBytes(block.Buffer.AsSpan(used, kept));
        if (kept > 0)
            block.Add(new Frame(used, kept, PeerOf(_sender), kept < length));
        used += kept;
    }

    private Peer PeerOf(SocketAddress sender)
    {
        if (socket.AddressFamily == AddressFamily.Unix)
            return Peer.Local;
        if (_peers.TryGetValue(sender, out Peer? known))
            return known;
        if (_peers.Count == RememberedPeers)
            _peers.Clear();
        var key = new SocketAddress(sender.Family, sender.Size);
        sender.Buffer.Span[..sender.Size].CopyTo(key.Buffer.Span);
        EndPoint any = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        var peer = Peer.Of(any.Create(key));
        _peers.Add(key, peer);
        return peer;
    }
}
