using System.Net;
using System.Net.Sockets;
using Pyruse.Core.Chains;
using Pyruse.Core.Modules;

namespace Pyruse.Core.State;

/// <summary>Which addresses are never banned.</summary>
/// <param name="never">The networks.</param>
/// <param name="onRefused">Told when a step asked for a ban that is not made.</param>
public sealed class BanPolicy(IReadOnlyList<IPNetwork> never, Action<IPAddress, WorkflowStep>? onRefused = null)
{
    /// <summary>The networks that are never banned unless the configuration says otherwise: loopback.</summary>
    public static IReadOnlyList<IPNetwork> DefaultNever { get; } = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

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

    /// <summary>Whether the address is in one of the networks.</summary>
    public bool IsNeverBanned(IPAddress address) => never.Any(network => network.Contains(address));

    /// <summary>Says that a step asked for a ban that is not made.</summary>
    internal void Refuse(IPAddress address, WorkflowStep step) => onRefused?.Invoke(address, step);
}
