using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>How many connections there are, over all listeners of a source. Safe for use by several threads.</summary>
/// <param name="limit">How many there may be.</param>
internal sealed class ConnectionLimit(int limit)
{
    private int _count;

    /// <summary>How many there may be.</summary>
    public int Limit => limit;

    /// <summary>Takes the place of a connection if there is one.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= limit)
            return true;
        Leave();
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _count);
}

/// <summary>Accepts connections, and reads each independently of the others.</summary>
/// <param name="socket">A listening socket; it is closed with the listener.</param>
/// <param name="tls">The certificate; null: no TLS is spoken.</param>
/// <param name="limit">How many connections there may be.</param>
/// <param name="idle">After this long without a byte a connection is closed; null: never.</param>
/// <param name="context">What is shared.</param>
internal sealed class StreamListener(Socket socket, TlsIdentity? tls, ConnectionLimit limit, TimeSpan? idle, ReceiverContext context) : IListener
{
    /// <summary>When accepting fails (no file descriptors are left), it is tried again after this long.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<StreamConnection, Task> _connections = [];

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using ITimer? sweep = idle is { } longest ? context.Time.CreateTimer(_ => CloseSilent(longest), null, longest / 4, longest / 4) : null;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await TryAcceptAsync(cancellationToken) is { } accepted)
                Begin(accepted, cancellationToken);
        }
        foreach (StreamConnection connection in _connections.Keys)
            connection.Dispose();
        await Task.WhenAll(_connections.Values);
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private async Task<Socket?> TryAcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await socket.AcceptAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (SocketException exception)
        {
            context.Trouble.Say("accept", $"A connection could not be accepted: {exception.Message}. It is tried again.");
        }
        try
        {
            await Task.Delay(RetryInterval, context.Time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The end was asked for.
        }
        return null;
    }

    private void Begin(Socket accepted, CancellationToken cancellationToken)
    {
        if (!limit.TryEnter())
        {
            context.Trouble.Say("limit", $"There are {limit.Limit} connections already (max_connections); a new one from {Peer.Of(accepted.RemoteEndPoint)} is closed.");
            accepted.Dispose();
            return;
        }
        if (accepted.ProtocolType == ProtocolType.Tcp)
            accepted.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        var connection = new StreamConnection(accepted, tls, context);
        // Nothing of the connection, a handshake's arithmetic least of all, is done here, where others wait to be accepted.
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = FollowAsync(connection, begun.Task, cancellationToken);
        begun.SetResult();
    }

    private async Task FollowAsync(StreamConnection connection, Task begun, CancellationToken cancellationToken)
    {
        await begun;
        await connection.RunAsync(cancellationToken);
        connection.Dispose();
        limit.Leave();
        _connections.TryRemove(connection, out _);
    }

    private void CloseSilent(TimeSpan longest)
    {
        foreach (StreamConnection connection in _connections.Keys)
        {
            if (connection.Silence >= longest)
                connection.Dispose();
        }
    }
}
