using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Pyruse.Cli.Status;

/// <summary>Answers at a Unix socket: whoever connects gets the daemon's status as JSON, and the connection is closed. Nothing is read from it.</summary>
/// <remarks>One at a time is answered; others wait in the kernel's queue, which is bounded.</remarks>
internal sealed class StatusServer : IAsyncDisposable
{
    private const int Backlog = 16;

    private readonly string _path;
    private readonly StatusCollector _collector;
    private readonly ILogger _logger;
    private readonly Socket? _socket;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;

    /// <summary>Begins to listen. If that is impossible, it is said, and nothing else depends on it.</summary>
    /// <param name="path">The socket's path. What is left there of an earlier daemon is removed: the caller has the lock of the directory.</param>
    /// <param name="collector">Gathers the answers.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    public StatusServer(string path, StatusCollector collector, ILogger logger)
    {
        (_path, _collector, _logger) = (path, collector, logger);
        _socket = TryListen();
        _work = _socket is null ? Task.CompletedTask : Task.Run(() => AnswerAsync(_socket));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        if (_socket is not null)
        {
            _socket.Dispose();
            File.Delete(_path);
        }
        _end.Dispose();
    }

    private Socket? TryListen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(_path);
            socket.Bind(new UnixDomainSocketEndPoint(_path));
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
            socket.Listen(Backlog);
            return socket;
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            socket.Dispose();
            _logger.LogWarning("\"pyruse status\" will not work, because nobody can listen at {Path}: {Problem}", _path, exception.Message);
            return null;
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using Socket peer = await socket.AcceptAsync(_end.Token).ConfigureAwait(false);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                patience.CancelAfter(StatusSocket.Patience);
                DaemonStatus status = await _collector.CollectAsync(patience.Token).ConfigureAwait(false);
                ReadOnlyMemory<byte> answer = JsonSerializer.SerializeToUtf8Bytes(status, StatusJson.Default.DaemonStatus);
                while (!answer.IsEmpty)
                    answer = answer[await peer.SendAsync(answer, patience.Token).ConfigureAwait(false)..];
            }
            catch (OperationCanceledException)
            {
                // The end, or a peer that takes its time.
            }
            catch (SocketException)
            {
                // A peer that went away before it had its answer.
            }
        }
    }
}
