using System.Net.Sockets;
using System.Text;

namespace Pyruse.Benchmarks.Live;

/// <summary>Stands where the journal's socket is looked for, and notes when the journal entries arrive that the measured daemon writes as its effects.</summary>
internal sealed class EffectSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Thread _thread;

    /// <summary>Begins to listen.</summary>
    /// <param name="path">The path of the socket.</param>
    public EffectSocket(string path)
    {
        Path = path;
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _thread = new Thread(Listen) { IsBackground = true, Name = "effects" };
        _thread.Start();
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
        byte[] datagram = new byte[64 * 1024];
        try
        {
            while (true)
            {
                int length = _socket.Receive(datagram);
                foreach (string line in Encoding.UTF8.GetString(datagram, 0, length).Split('\n'))
                {
                    if (LiveEvent.TryParse(line, "MESSAGE=", out int number))
                        Arrivals.Note(number);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }
}
