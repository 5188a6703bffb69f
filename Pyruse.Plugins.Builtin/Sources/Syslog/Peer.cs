using System.Net;
using System.Text;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>Who sent a message, as fields have it.</summary>
/// <param name="address">The address in its canonical form.</param>
/// <param name="commonName">The common name of the client's certificate; null: there was none.</param>
internal sealed class Peer(string address, string? commonName = null)
{
    /// <summary>A program on this machine, at the other end of a Unix socket.</summary>
    public static Peer Local { get; } = new("local");

    /// <summary>The address as UTF-8: the field PYRUSE_PEER.</summary>
    public byte[] Address { get; } = Encoding.UTF8.GetBytes(address);

    /// <summary>The field PYRUSE_PEER_CN; empty when there is none.</summary>
    public byte[] CommonName { get; } = Encoding.UTF8.GetBytes(commonName ?? "");

    /// <summary>Makes the peer at the other end of a connection. An IPv4 address that came through an IPv6 socket is written as IPv4.</summary>
    public static Peer Of(EndPoint? endPoint, string? commonName = null) => endPoint is IPEndPoint { Address: { } address }
        ? new((address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString(), commonName)
        : new("local", commonName);

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Address);
}
