using System.Net;
using System.Net.Sockets;
using Pyruse.Core.Chains;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Bans;

/// <summary>Which addresses are never banned, and which networks are banned instead of single addresses.</summary>
/// <param name="never">The networks that are never banned.</param>
/// <param name="onRefused">Told when a step asked for a ban that is not made.</param>
public sealed class BanPolicy(IReadOnlyList<IPNetwork> never, Action<IPAddress, WorkflowStep>? onRefused = null)
{
    /// <summary>The networks that are never banned unless the configuration says otherwise: loopback.</summary>
    public static IReadOnlyList<IPNetwork> DefaultNever { get; } = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <summary>The machine's own addresses, which are never banned either; null: unknown, as in a replay.</summary>
    public OwnAddresses? OwnAddresses { get; init; }

    /// <summary>Of this length are the networks banned in the place of v4 addresses; default: 32, the address alone.</summary>
    public int Prefix4 { get; init; } = 32;

    /// <summary>Of this length are the networks banned in the place of v6 addresses; default: 128, the address alone.</summary>
    public int Prefix6 { get; init; } = 128;

    /// <summary>How long a ban that has ended counts when the address is banned again; default: 30 days.</summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Gives the one form in which an address is kept, compared and printed: v4-mapped v6 addresses become v4.</summary>
    /// <exception cref="StepException">The address is none that a peer can have.</exception>
    public static IPAddress Canonical(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0)
            throw new StepException($"The address {address} is bound to an interface and can't be banned; a firewall set holds plain addresses.");
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6Multicast
            || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] >= 224))
        {
            throw new StepException($"The address {address} is none that a single peer can have; it is not banned.");
        }
        return address;
    }

    /// <summary>Whether the address is in one of the networks, or the machine's own.</summary>
    public bool IsNeverBanned(IPAddress address) => never.Any(network => network.Contains(address)) || OwnAddresses?.Contains(address) == true;

    /// <summary>Whether some address of a network is never banned.</summary>
    public bool HasNeverBanned(IPNetwork network) =>
        never.Any(other => other.Covers(network) || network.Covers(other)) || OwnAddresses?.AnyIn(network) == true;

    /// <summary>Whether networks are banned in the place of addresses of a family.</summary>
    public bool BansNetworks(AddressFamily family) => family == AddressFamily.InterNetwork ? Prefix4 < 32 : Prefix6 < 128;

    /// <summary>Gives what is banned for an address: the network around it, or the address alone if the network holds others that are never banned.</summary>
    public IPNetwork NetworkOf(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        IPNetwork network = BanNetwork.Around(address, address.AddressFamily == AddressFamily.InterNetwork ? Prefix4 : Prefix6);
        return network.IsSingle() || !HasNeverBanned(network) ? network : BanNetwork.Of(address);
    }

    /// <summary>Says that a step asked for a ban that is not made.</summary>
    internal void Refuse(IPAddress address, WorkflowStep step) => onRefused?.Invoke(address, step);
}
