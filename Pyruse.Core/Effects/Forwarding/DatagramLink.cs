using System.Net.Sockets;

namespace Pyruse.Core.Effects.Forwarding;

/// <summary>The way to a syslog server over UDP: each message is a datagram.</summary>
internal sealed class DatagramLink : IForwardLink
{
    /// <summary>What fits into a datagram over IPv4; the rest of a longer message is cut off.</summary>
    private const int LongestDatagram = 65_507;

    private readonly Socket _socket;

    private DatagramLink(Socket socket) => _socket = socket;

    /// <summary>Never: there is no connection.</summary>
    public Task Closed { get; } = new TaskCompletionSource().Task;

    /// <summary>Finds the server's address.</summary>
    /// <exception cref="SocketException">It has none.</exception>
    public static async Task<DatagramLink> ConnectAsync(ForwardTarget target, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, cancellationToken).ConfigureAwait(false);
            return new DatagramLink(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool HasEnded => false;

    /// <inheritdoc/>
    public async Task SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        while (Frames.LengthOfFirst(frames.Span, out int header) is > 0 and int length)
        {
            ReadOnlyMemory<byte> message = frames[header..length];
            await _socket.SendAsync(message.Length > LongestDatagram ? message[..LongestDatagram] : message, cancellationToken).ConfigureAwait(false);
            frames = frames[length..];
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
