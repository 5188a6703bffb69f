using System.Net.Sockets;
using System.Text;

namespace Pyruse.Benchmarks.Live;

/// <summary>Stands where the journal's socket is looked for, and notes when the journal entries arrive that the measured daemon writes as its effects.</summary>
internal sealed class EffectSocket : IDisposable
{
    private readonly TaskCompletionSource<Socket> _bound = new();
    private readonly Thread _thread;
    private readonly Socket _socket;

    /// <summary>Begins to listen.</summary>
    /// <param name="path">The path of the socket.</param>
    public EffectSocket(string path)
    {
        Path = path;
        _thread = new Thread(Listen) { IsBackground = true, Name = "effects" };
        _thread.Start();
        _socket = _bound.Task.GetAwaiter().GetResult();
    }

    public string Path { get; }

    /// <summary>The effects of events; those of other entries are not noted.</summary>
    public Arrivals Arrivals { get; } = new();

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private void Listen()
    {
        Socket socket;
        try
        {
            DatagramQueues.LengthenForThisThread();
            socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(Path));
        }
        catch (Exception exception)
        {
            _bound.SetException(exception);
            return;
        }
        _bound.SetResult(socket);
        try
        {
            Receive(socket);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private void Receive(Socket socket)
    {
        byte[] datagram = new byte[64 * 1024];
        while (true)
        {
            int length = socket.Receive(datagram);
            foreach (string line in Encoding.UTF8.GetString(datagram, 0, length).Split('\n'))
            {
                if (LiveEvent.TryParse(line, "MESSAGE=", out int number))
                    Arrivals.Note(number);
            }
        }
    }
}
