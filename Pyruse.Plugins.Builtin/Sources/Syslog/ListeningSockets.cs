using System.Net;
using System.Net.Sockets;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>Opens the sockets of an address.</summary>
internal static class ListeningSockets
{
    private const int Backlog = 1024;

    /// <summary>Bridges moments in which the engine does not read; net.core.rmem_max may allow less.</summary>
    private const int DatagramBuffer = 8 * 1024 * 1024;

    /// <summary>Everybody on this machine may log, as with /dev/log; the permissions of the directory say who gets there.</summary>
    private const UnixFileMode ForEverybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Opens, binds and, for connections, listens.</summary>
    /// <exception cref="SourceException">That is impossible.</exception>
    public static IReadOnlyList<Socket> Open(ListenAddress address)
    {
        try
        {
            return address.Transport switch
            {
                Transport.Tcp or Transport.Tls => [Bind(new Socket(address.EndPoint!.AddressFamily, SocketType.Stream, ProtocolType.Tcp), address.EndPoint)],
                Transport.Udp => [Bind(new Socket(address.EndPoint!.AddressFamily, SocketType.Dgram, ProtocolType.Udp), address.EndPoint)],
                Transport.Unix => [BindUnix(SocketType.Dgram, address.Name)],
                Transport.UnixStream => [BindUnix(SocketType.Stream, address.Name)],
                _ => InheritedSockets.Take(address.Name),
            };
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"Nothing can be received at {address.Text}: {exception.Message.TrimEnd('.')}.{Remedy(exception, address)}", exception);
        }
    }

    private static string Remedy(Exception exception, ListenAddress address) => (exception as SocketException)?.SocketErrorCode switch
    {
        SocketError.AccessDenied when address.EndPoint?.Port is < 1024 => " Ports below 1024 need the capability CAP_NET_BIND_SERVICE, or a socket unit (listen = \"systemd:NAME\").",
        SocketError.AddressAlreadyInUse => " Another program receives there: rsyslog, perhaps.",
        SocketError.AddressNotAvailable when address.EndPoint is not null => " The address is none of this machine's.",
        _ => "",
    };

    private static Socket Bind(Socket socket, EndPoint endPoint)
    {
        try
        {
            if (endPoint is IPEndPoint { Address: var address } && address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            if (socket.SocketType == SocketType.Dgram)
                socket.ReceiveBufferSize = DatagramBuffer;
            socket.Bind(endPoint);
            if (socket.SocketType == SocketType.Stream)
                socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket BindUnix(SocketType type, string path)
    {
        var endPoint = new UnixDomainSocketEndPoint(path);
        RemoveStale(endPoint, path, type);
        Socket socket = Bind(new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified), endPoint);
        File.SetUnixFileMode(path, ForEverybody);
        return socket;
    }

    /// <summary>Removes the socket that a program left behind which did not end in order. One that somebody listens at stays.</summary>
    private static void RemoveStale(UnixDomainSocketEndPoint endPoint, string path, SocketType type)
    {
        if (!File.Exists(path))
            return;
        using var probe = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endPoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused && new FileInfo(path).Length == 0)
        {
            // A file that is no socket refuses connections too; only an empty one could be taken for a socket.
            File.Delete(path);
        }
        catch (SocketException)
        {
            // Binding will say what is wrong.
        }
    }
}
