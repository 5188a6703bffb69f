using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Pyruse.Core.Effects.Forwarding;

/// <summary>A TCP or TLS connection to a syslog server.</summary>
/// <remarks>
/// Syslog has no receipts. What comes closest is the acknowledgement of the other machine's kernel, so nothing counts as sent while the socket's send
/// queue holds a byte: see tcp(7), SIOCOUTQ. What the server itself loses when it dies, nobody knows.
/// </remarks>
internal sealed partial class StreamLink : IForwardLink
{
    private const nuint SendQueueLength = 0x5411; // SIOCOUTQ

    /// <summary>How often the send queue is looked at while it is not empty.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(1);

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly CancellationTokenSource _end = new();

    private StreamLink(Socket socket, Stream stream)
    {
        (_socket, _stream) = (socket, stream);
        Closed = ReadAsync(_end.Token);
    }

    /// <inheritdoc/>
    public Task Closed { get; }

    /// <inheritdoc/>
    public bool HasEnded => Closed.IsCompleted || (SeemsEnded() && SeemsEnded());

    /// <summary>Connects, and shakes hands if it is to be TLS.</summary>
    /// <exception cref="IOException">The server is not reached, or its certificate not accepted; the message is a sentence.</exception>
    /// <exception cref="SocketException">It is not reached.</exception>
    public static async Task<StreamLink> ConnectAsync(ForwardTarget target, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, cancellationToken).ConfigureAwait(false);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            Stream stream = new NetworkStream(socket, ownsSocket: false);
            if (target.Transport == ForwardTransport.Tls)
                stream = await EncryptAsync(stream, target, cancellationToken).ConfigureAwait(false);
            return new StreamLink(socket, stream);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(frames, cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        // The kernel's time, whatever clock the rest goes by.
        while (SendQueue() > 0)
            await Task.Delay(LookInterval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        // The queue of a broken connection is empty, too.
        if (HasEnded)
            throw new IOException("The server has closed the connection.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await Closed.ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
        _end.Dispose();
    }

    private static async Task<SslStream> EncryptAsync(Stream stream, ForwardTarget target, CancellationToken cancellationToken)
    {
        var check = new CertificateCheck();
        var encrypted = new SslStream(stream);
        try
        {
            using X509Certificate2? certificate = target.CertificateFile is null ? null : X509Certificate2.CreateFromPemFile(target.CertificateFile, target.KeyFile);
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = target.Host,
                RemoteCertificateValidationCallback = check.Validate,
                CertificateChainPolicy = PolicyOf(target),
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
            };
            await encrypted.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return encrypted;
        }
        catch (Exception exception) when (exception is AuthenticationException or System.Security.Cryptography.CryptographicException)
        {
            await encrypted.DisposeAsync().ConfigureAwait(false);
            throw new IOException(check.Problem is { } problem ? $"The server's certificate is not accepted: {problem}" : $"TLS failed: {exception.GetBaseException().Message}", exception);
        }
    }

    private static X509ChainPolicy PolicyOf(ForwardTarget target)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (target.AuthorityFile is null)
            return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.ImportFromPemFile(target.AuthorityFile);
        return policy;
    }

    /// <summary>A syslog server says nothing; what is read is its end.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[256];
        try
        {
            while (await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
                // Whatever it says, it is there.
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // That is an end, too.
        }
    }

    /// <summary>Whether the socket has an end to read. Bytes that are read in the very moment look like one, too.</summary>
    private bool SeemsEnded() => _socket.Poll(0, SelectMode.SelectRead) && _socket.Available == 0;

    private int SendQueue()
    {
        int waiting = 0;
        return GetSendQueue(_socket.SafeHandle, SendQueueLength, ref waiting) == 0 ? waiting : 0;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int GetSendQueue(SafeHandle socket, nuint request, ref int length);
}
