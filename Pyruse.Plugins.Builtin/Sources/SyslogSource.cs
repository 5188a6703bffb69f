using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Configuration;
using Pyruse.Plugins.Builtin.Sources.Syslog;

namespace Pyruse.Plugins.Builtin.Sources;

/// <summary>
/// Receives syslog messages from the network and from local programs: RFC 5424 and RFC 3164 over TCP, TLS, UDP and Unix sockets. Nothing is refused: of a
/// malformed message what can be read is read, and the whole line is MESSAGE. The time of an entry is when it was received.
/// </summary>
/// <remarks>
/// Messages go from the network's threads to the engine's in the buffers that they were received in. A syslog sender gets no receipt: what was received but
/// not handled yet when the process is killed is lost.
/// </remarks>
[Source("syslog")]
public sealed class SyslogSource : IVolatileSource, IContinuingSource, IEntryOrigin
{
    private const int LeastMaxMessage = 480;
    private const int DefaultMaxMessage = 64 * 1024;
    private const int GreatestMaxMessage = 16 * 1024 * 1024;

    private readonly ListenAddress[] _addresses;
    private readonly FileInfo? _certificate;
    private readonly FileInfo? _key;
    private readonly FileInfo? _clientAuthority;
    private readonly TimeSpan? _idle;
    private readonly ILogger _logger;
    private readonly ReceiverContext _context;
    private readonly ConnectionLimit _limit;
    private readonly CancellationTokenSource _end = new();
    private readonly List<IListener> _listeners = [];
    private Task _running = Task.CompletedTask;

    // The engine's thread only.
    private MessageBlock? _block;
    private int _next;
    private long _count;
    private string _name = "syslog";
    private SyslogFields? _fields;
    private FieldTable? _table;
    private int _knownFields;

    /// <summary>Makes the source.</summary>
    /// <param name="listen">Where to receive: tcp://, tls:// and udp:// with an address and a port, unix: and unix-stream: with a path, systemd: and systemd+tls: with the name of a socket that systemd has opened.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    /// <param name="cert">For TLS: the certificate in PEM, followed by intermediate ones. It may change while this runs.</param>
    /// <param name="key">For TLS: its private key in PEM.</param>
    /// <param name="clientCa">For TLS: clients must show a certificate of one of the authorities in this PEM file; default: they need none.</param>
    /// <param name="maxConnections">How many connections there may be at a time; default: 4096.</param>
    /// <param name="maxMessage">How many bytes a message may have, from 480 to 16M; the rest is cut off, and PYRUSE_CUT=1 says so; default: 64K.</param>
    /// <param name="idle">After this long without a byte a connection is closed, at least 1 s; default: never.</param>
    public SyslogSource(
        string[] listen, TimeProvider time, ILogger logger, FileInfo? cert = null, FileInfo? key = null,
        [ArgumentName("client_ca")] FileInfo? clientCa = null, [ArgumentName("max_connections")] int maxConnections = 4096, [ArgumentName("max_message")] ByteSize? maxMessage = null,
        TimeSpan? idle = null)
    {
        _addresses = Parse(listen);
        if (Array.Find(_addresses, static address => address.IsTls) is { } secured && (cert is null || key is null))
            throw new ArgumentException($"\"{secured.Text}\" needs a certificate: name its files with cert and key.", nameof(listen));
        if (maxConnections is < 1 or > 1_000_000)
            throw new ArgumentException("It must be from 1 to 1000000.", nameof(maxConnections));
        long longest = maxMessage?.Bytes ?? DefaultMaxMessage;
        if (longest is < LeastMaxMessage or > GreatestMaxMessage)
            throw new ArgumentException("It must be from 480 (which RFC 5424 demands) to 16M.", nameof(maxMessage));
        if (idle < TimeSpan.FromSeconds(1))
            throw new ArgumentException("It must be at least one second.", nameof(idle));
        (_certificate, _key, _clientAuthority, _idle, _logger) = (cert, key, clientCa, idle, logger);
        _limit = new ConnectionLimit(maxConnections);
        _context = new ReceiverContext(new MessageQueue(), time, new PeerTrouble(time, logger), (int)longest);
    }

    /// <summary>Always null: what a sender has sent once it does not send again.</summary>
    public string? Cursor => null;

    /// <summary>The addresses that are listened at, with the ports that the system chose where the configuration says 0.</summary>
    internal IReadOnlyList<System.Net.EndPoint> EndPoints { get; private set; } = [];

    /// <inheritdoc/>
    public void Open(SourceStart start)
    {
        _name = start.Name ?? _name;
        TlsIdentity? tls = Array.Exists(_addresses, static address => address.IsTls)
            ? new TlsIdentity(_certificate!, _key!, _clientAuthority, _context.Time, _logger)
            : null;
        List<System.Net.EndPoint> endPoints = [];
        foreach (ListenAddress address in _addresses)
        {
            foreach (Socket socket in ListeningSockets.Open(address))
            {
                _listeners.Add(socket.SocketType == SocketType.Stream
                    ? new StreamListener(socket, address.IsTls ? tls : null, _limit, _idle, _context)
                    : new DatagramListener(socket, _context));
                endPoints.Add(socket.LocalEndPoint!);
            }
        }
        EndPoints = endPoints;
        _running = RunAsync();
    }

    /// <inheritdoc/>
    public bool TryRead(LogEntry entry)
    {
        while (_block is null || _next == _block.Count)
        {
            if (_block is not null)
                _context.Queue.Return(_block);
            _next = 0;
            if (!_context.Queue.TryTake(out _block))
                return false;
        }
        ref readonly Frame frame = ref _block[_next++];
        _count++;
        if (_fields is null || _table != entry.Fields || _knownFields != entry.Fields.Count)
        {
            _fields = SyslogFields.Of(entry.Fields, _name);
            (_table, _knownFields) = (entry.Fields, entry.Fields.Count);
        }
        entry.Begin(_block.Time, this);
        _fields.Add(entry, _block.Buffer.AsSpan(frame.Start, frame.Length), frame);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _context.Queue.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Stop() => _ = _end.CancelAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_end.IsCancellationRequested)
            await _end.CancelAsync();
        _context.Queue.Dispose();
        await _running;
        foreach (IListener listener in _listeners)
            listener.Dispose();
        _listeners.Clear();
        _end.Dispose();
    }

    /// <summary>Identifies the entry for people only: nothing can go back to it.</summary>
    string IEntryOrigin.GetCursor() => string.Create(CultureInfo.InvariantCulture, $"{_name}={_count};t={_block?.Time ?? 0}");

    void IEntryOrigin.Fetch(Field field, LogEntry entry)
    {
        if (_block is null || _next == 0)
            return;
        ref readonly Frame frame = ref _block[_next - 1];
        SyslogFields.Only(field, _name).Add(entry, _block.Buffer.AsSpan(frame.Start, frame.Length), frame);
    }

    private static ListenAddress[] Parse(string[] listen)
    {
        if (listen.Length == 0)
            throw new ArgumentException("It is empty; name an address such as \"tcp://127.0.0.1:1514\".", nameof(listen));
        try
        {
            return [.. listen.Select(ListenAddress.Parse)];
        }
        catch (FormatException exception)
        {
            throw new ArgumentException(exception.Message, nameof(listen), exception);
        }
    }

    private async Task RunAsync()
    {
        // The engine's thread goes on at once.
        await Task.Yield();
        await Task.WhenAll(_listeners.Select(listener => listener.RunAsync(_end.Token)));
        _context.Queue.Complete();
    }
}
