using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pyruse.Core.Bans;

/// <summary>What is banned, an address or a network, in the one form in which it is kept, compared, printed and given to a firewall.</summary>
public static class BanNetwork
{
    /// <summary>Gives the network that holds one address alone.</summary>
    public static IPNetwork Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new(address, LengthOf(address.AddressFamily));
    }

    /// <summary>Gives the network of a length that an address is in.</summary>
    /// <param name="address">The address.</param>
    /// <param name="prefixLength">How many bits all addresses of the network share.</param>
    public static IPNetwork Around(IPAddress address, int prefixLength)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int count);
        for (int i = 0; i < count; i++)
            bytes[i] &= (byte)(0xff00 >> Math.Clamp(prefixLength - (i * 8), 0, 8));
        return new(new IPAddress(bytes[..count]), prefixLength);
    }

    /// <summary>Whether a network is one address.</summary>
    public static bool IsSingle(this IPNetwork network) => network.PrefixLength == LengthOf(network.BaseAddress.AddressFamily);

    /// <summary>Whether a network holds all addresses of another.</summary>
    public static bool Covers(this IPNetwork network, IPNetwork other) => other.PrefixLength >= network.PrefixLength && network.Contains(other.BaseAddress);

    /// <summary>Writes an address as it is, a network as <c>192.0.2.0/24</c>.</summary>
    public static string Format(IPNetwork network) => network.IsSingle() ? network.BaseAddress.ToString() : network.ToString();

    /// <summary>Reads an address or a network. v4-mapped v6 addresses become v4; the bits behind a network's length are cleared.</summary>
    /// <remarks>Strict, as what is read here may go to a firewall: no leading zeros, no zone, no parts left out.</remarks>
    public static bool TryParse([NotNullWhen(true)] string? text, out IPNetwork network)
    {
        const int MaxLength = 49;
        network = default;
        if (text is not { Length: > 0 and <= MaxLength } || text.AsSpan().ContainsAny('%', '[', ' '))
            return false;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string host = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(host, out IPAddress? address) || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != host))
            return false;
        if (slash < 0)
        {
            network = Of(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
            return true;
        }
        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            || length > LengthOf(address.AddressFamily) || address.IsIPv4MappedToIPv6)
        {
            return false;
        }
        network = Around(address, length);
        return true;
    }

    private static int LengthOf(AddressFamily family) => family == AddressFamily.InterNetwork ? 32 : 128;
}
