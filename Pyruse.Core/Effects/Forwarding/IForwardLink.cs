namespace Pyruse.Core.Effects.Forwarding;

/// <summary>A way to a syslog server while it is open.</summary>
internal interface IForwardLink : IAsyncDisposable
{
    /// <summary>Whether the server has closed the connection, or the connection is broken.</summary>
    bool HasEnded { get; }

    /// <summary>Ends some time after the server has closed the connection, or the connection is broken.</summary>
    Task Closed { get; }

    /// <summary>Sends whole frames, and waits until they have arrived at the other machine, as far as that can be known.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">Likewise.</exception>
    Task SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken);
}
