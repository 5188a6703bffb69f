using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>One connection: a TLS handshake if need be, then messages until the sender, the idle time or the end of the program closes it.</summary>
/// <remarks>
/// Implementation notes. While nothing arrives, a connection has no buffer but for what there is of an unfinished message: it waits with a read of zero bytes.
/// While the queue is full it does not read, so that TCP holds the sender back. With TLS it does read once, since nobody knows before whether what has arrived is a
/// whole record: a place in the queue must not be held while a sender takes its time.
/// </remarks>
internal sealed class StreamConnection : IDisposable
{
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);

    /// <summary>A read is worth its trouble only with this much room; TLS never gives more at a time.</summary>
    private const int LeastRoom = MessageBlock.SmallSize;

    private readonly Socket _socket;
    private readonly TlsIdentity? _tls;
    private readonly ReceiverContext _context;
    private readonly FrameReader _frames;
    private byte[] _rest = [];
    private int _restLength;
    private long _lastHeard;
    private bool _isHeldBack;

    public StreamConnection(Socket socket, TlsIdentity? tls, ReceiverContext context)
    {
        (_socket, _tls, _context) = (socket, tls, context);
        _frames = new FrameReader(context.MaxMessage);
        _lastHeard = context.Time.GetTimestamp();
    }

    /// <summary>For how long the sender has been silent; zero while it is us who let it wait.</summary>
    public TimeSpan Silence => Volatile.Read(ref _isHeldBack) ? TimeSpan.Zero : _context.Time.GetElapsedTime(Volatile.Read(ref _lastHeard));

    /// <summary>Reads until the connection ends, for whatever reason. Does not throw.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            Peer peer = Peer.Of(_socket.RemoteEndPoint);
            var stream = new NetworkStream(_socket, ownsSocket: false);
            if (_tls is null)
            {
                await ReadAsync(stream, peer, cancellationToken);
                return;
            }
            using var tls = new SslStream(stream);
            if (await ShakeHandsAsync(tls, _tls, peer, cancellationToken))
                await ReadAsync(tls, Peer.Of(_socket.RemoteEndPoint, CommonName(tls)), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The sender has gone, or was silent for too long, or the program ends: all of these end a connection, and none is a mistake.
        }
    }

    /// <summary>Closes the connection at once.</summary>
    public void Dispose() => _socket.Dispose();

    private async Task<bool> ShakeHandsAsync(SslStream stream, TlsIdentity identity, Peer peer, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(HandshakeTime, _context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await stream.AuthenticateAsServerAsync(identity.MakeOptions(), either.Token);
            return true;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or System.ComponentModel.Win32Exception)
        {
            _context.Trouble.Say("handshake", $"The TLS handshake with {peer} failed: {exception.InnerException?.Message ?? exception.Message}");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            _context.Trouble.Say("slow handshake", $"The TLS handshake with {peer} was not finished within {HandshakeTime.TotalSeconds} seconds; the connection is closed.");
        }
        return false;
    }

    private static string? CommonName(SslStream stream)
    {
        using var certificate = stream.RemoteCertificate as X509Certificate2;
        return certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
    }

    private async Task ReadAsync(Stream stream, Peer peer, CancellationToken cancellationToken)
    {
        do
            await WaitForBytesAsync(stream, cancellationToken);
        while (await ReceiveAsync(stream, peer, cancellationToken));
    }

    /// <summary>Reads what has arrived, and hands it over.</summary>
    /// <returns>False when the connection has ended.</returns>
    private async Task<bool> ReceiveAsync(Stream stream, Peer peer, CancellationToken cancellationToken)
    {
        bool hasPlace = _tls is null;
        if (hasPlace)
            await WaitForPlaceAsync();
        try
        {
            int least = _restLength + LeastRoom;
            MessageBlock block = _context.Queue.Pool.Rent(hasPlace ? Math.Max(MessageBlock.StandardSize, least) : least);
            bool isOpen = await FillAsync(stream, block, peer, cancellationToken);
            if (block.Count == 0)
            {
                _context.Queue.Pool.Return(block);
                return isOpen;
            }
            if (!hasPlace)
                await WaitForPlaceAsync();
            hasPlace = false;
            _context.Queue.Add(block);
            return isOpen;
        }
        finally
        {
            if (hasPlace)
                _context.Queue.Leave();
        }
    }

    private async Task WaitForPlaceAsync()
    {
        Volatile.Write(ref _isHeldBack, true);
        await _context.Queue.EnterAsync();
        Volatile.Write(ref _lastHeard, _context.Time.GetTimestamp());
        Volatile.Write(ref _isHeldBack, false);
    }

    /// <summary>Waits until there is something to read, or the end.</summary>
    private static async ValueTask WaitForBytesAsync(Stream stream, CancellationToken cancellationToken) =>
        _ = await TryReadAsync(stream, Memory<byte>.Empty, cancellationToken);

    /// <summary>Reads what has arrived into a block, behind the rest from before.</summary>
    /// <returns>False when the connection has ended.</returns>
    private async ValueTask<bool> FillAsync(Stream stream, MessageBlock block, Peer peer, CancellationToken cancellationToken)
    {
        _rest.AsSpan(0, _restLength).CopyTo(block.Buffer);
        int received = await TryReadAsync(stream, block.Buffer.AsMemory(_restLength), cancellationToken);
        int length = _restLength + received;
        block.Time = EntryTime.ToMicroseconds(_context.Time.GetUtcNow());
        Volatile.Write(ref _lastHeard, _context.Time.GetTimestamp());
        if (received == 0)
        {
            _frames.End(block.Buffer.AsSpan(0, length), 0, peer, block);
            return false;
        }
        int consumed = _frames.Read(block.Buffer.AsSpan(0, length), 0, peer, block);
        Keep(block.Buffer.AsSpan(consumed, length - consumed));
        return true;
    }

    /// <summary>A connection that breaks off ends like one that is closed: what has arrived is used.</summary>
    private static async ValueTask<int> TryReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        _restLength = rest.Length;
        if (_rest.Length < rest.Length || (_rest.Length > 1024 && rest.Length == 0))
            _rest = new byte[rest.Length];
        rest.CopyTo(_rest);
    }
}
