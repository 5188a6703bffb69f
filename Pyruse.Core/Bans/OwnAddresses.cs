using System.Collections.Frozen;
using System.Net;
using System.Net.NetworkInformation;

namespace Pyruse.Core.Bans;

/// <summary>The addresses of this machine's interfaces, read anew when they change.</summary>
/// <remarks>Safe for use by several threads.</remarks>
public sealed class OwnAddresses : IDisposable
{
    private readonly Func<IEnumerable<IPAddress>> _read;
    private volatile FrozenSet<IPAddress> _addresses;

    /// <summary>Makes the addresses of a machine that somebody else looks at.</summary>
    /// <param name="read">Reads the present addresses.</param>
    public OwnAddresses(Func<IEnumerable<IPAddress>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        _read = read;
        _addresses = ReadAll();
    }

    /// <summary>Makes the addresses of this machine, and follows their changes.</summary>
    public static OwnAddresses Watch()
    {
        var own = new OwnAddresses(ReadInterfaces);
        NetworkChange.NetworkAddressChanged += own.OnChanged;
        // One that changed before the handler was there would be missed.
        own.Refresh();
        return own;
    }

    /// <summary>Whether an address is one of them.</summary>
    public bool Contains(IPAddress address) => _addresses.Contains(address);

    /// <summary>Whether one of them is in a network.</summary>
    public bool AnyIn(IPNetwork network) => _addresses.Any(network.Contains);

    /// <summary>Reads them anew.</summary>
    public void Refresh() => _addresses = ReadAll();

    /// <inheritdoc/>
    public void Dispose() => NetworkChange.NetworkAddressChanged -= OnChanged;

    private static IEnumerable<IPAddress> ReadInterfaces() =>
        NetworkInterface.GetAllNetworkInterfaces().SelectMany(static device => device.GetIPProperties().UnicastAddresses).Select(static own => own.Address);

    private FrozenSet<IPAddress> ReadAll() => _read().Select(static address => new IPAddress(address.GetAddressBytes())).ToFrozenSet();

    private void OnChanged(object? sender, EventArgs change)
    {
        try
        {
            Refresh();
        }
        catch (NetworkInformationException)
        {
            // An interface that vanishes while it is read is a change of its own, and announced like this one.
        }
    }
}
