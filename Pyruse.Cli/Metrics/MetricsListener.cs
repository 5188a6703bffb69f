using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Pyruse.Cli.Metrics;

/// <summary>Answers <c>GET /metrics</c> of HTTP/1.1, one request a connection, and nothing else.</summary>
/// <remarks>
/// In the place of HttpListener, which answers only for the host name that it was told and bounds neither time nor connections, and of ASP.NET, which is another
/// runtime. A request has an end in size and time, and so have connections in number; see RFC 9112.
/// </remarks>
internal sealed class MetricsListener : IDisposable
{
    private const int MaxRequest = 8 * 1024;
    private const int MaxConnections = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly MetricsPage _page;
    private readonly TcpListener? _listener;
    private readonly SemaphoreSlim _places = new(MaxConnections);
    private readonly CancellationTokenSource _end = new();

    /// <summary>Begins to listen. If that is impossible, it is said, and nothing else depends on it.</summary>
    public MetricsListener(IPEndPoint endPoint, MetricsPage page, ILogger logger)
    {
        _page = page;
        var listener = new TcpListener(endPoint);
        try
        {
            listener.Start(MaxConnections);
            _listener = listener;
            _ = AcceptAsync(listener);
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            logger.LogError("Measurements can't be asked for at {EndPoint} (listen of [metrics]), until the configuration is read anew: {Problem}", endPoint, exception.Message);
        }
    }

    /// <summary>Whether anybody can ask.</summary>
    public bool IsListening => _listener is not null;

    /// <summary>Where it listens; null: nowhere.</summary>
    public EndPoint? EndPoint => _listener?.LocalEndpoint;

    public void Dispose()
    {
        _end.Cancel();
        _listener?.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                await _places.WaitAsync(_end.Token).ConfigureAwait(false);
                TcpClient client = await listener.AcceptTcpClientAsync(_end.Token).ConfigureAwait(false);
                _ = AnswerAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                patience.CancelAfter(Patience);
                NetworkStream stream = client.GetStream();
                string? request = await ReadAsync(stream, patience.Token).ConfigureAwait(false);
                await stream.WriteAsync(await RespondAsync(request, patience.Token).ConfigureAwait(false), patience.Token).ConfigureAwait(false);
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // A client that is slow or went away; it will ask again.
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Reads to the end of the header and gives the first line; null: it is too long, or none.</summary>
    private static async Task<string?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxRequest];
        int length = 0;
        for (int read; length < buffer.Length && (read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0;)
        {
            length += read;
            ReadOnlySpan<byte> header = buffer.AsSpan(0, length);
            if (header.IndexOf("\r\n\r\n"u8) >= 0 || header.IndexOf("\n\n"u8) >= 0)
                return Encoding.ASCII.GetString(header[..header.IndexOf((byte)'\n')]).TrimEnd('\r');
        }
        return null;
    }

    private async Task<byte[]> RespondAsync(string? request, CancellationToken cancellationToken)
    {
        if (request?.Split(' ') is not [var method, var target, "HTTP/1.0" or "HTTP/1.1"])
            return Response("400 Bad Request", "This is no request of HTTP/1.1.\n"u8, isHead: false);
        if (method is not ("GET" or "HEAD"))
            return Response("405 Method Not Allowed", "Only GET and HEAD are answered.\n"u8, isHead: false, "Allow: GET, HEAD\r\n");
        if (target.Split('?')[0] != "/metrics")
            return Response("404 Not Found", "There is nothing here but /metrics.\n"u8, method == "HEAD");
        return Response("200 OK", await _page.WriteAsync(cancellationToken).ConfigureAwait(false), method == "HEAD");
    }

    private static byte[] Response(string status, ReadOnlySpan<byte> body, bool isHead, string more = "")
    {
        string type = status[0] == '2' ? PrometheusText.ContentType : "text/plain; charset=utf-8";
        string head = string.Create(
            CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n{more}\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. isHead ? [] : body];
    }
}
