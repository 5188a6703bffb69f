using System.Net.Sockets;
using System.Text.Json;

namespace Pyruse.Cli.Status;

/// <summary>Asks the daemon of a storage directory.</summary>
internal static class StatusClient
{
    /// <summary>Asks it. That there is no answer is an answer, too.</summary>
    public static async Task<DaemonStatus> AskAsync(string storage, CancellationToken cancellationToken)
    {
        string path = StatusSocket.PathIn(storage);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StatusSocket.Patience);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), patience.Token).ConfigureAwait(false);
            byte[] answer = await ReadAsync(socket, patience.Token).ConfigureAwait(false);
            return JsonSerializer.Deserialize(answer, StatusJson.Default.DaemonStatus) ?? throw new JsonException();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Without(isRunning: true, $"The daemon does not answer at {path} within {StatusSocket.Patience.TotalSeconds:0} s: it is stopped, stuck, or the machine is too busy.");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            return Without(isRunning: false, $"The daemon may not be asked at {path} by this user; run this as root, or as the user that it runs as.");
        }
        catch (SocketException)
        {
            return Without(isRunning: false, $"No daemon runs with the storage {storage}.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return Without(isRunning: false, $"What answers at {path} is no daemon of this version; restart it.");
        }
    }

    private static async Task<byte[]> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        for (int read; answer.Length <= StatusSocket.MaxAnswer && (read = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            answer.Write(buffer, 0, read);
        return answer.ToArray();
    }

    private static DaemonStatus Without(bool isRunning, string problem) => new() { Running = isRunning, Problems = [problem] };
}
