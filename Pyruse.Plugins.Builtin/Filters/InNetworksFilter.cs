using System.Net;

namespace Pyruse.Plugins.Builtin.Filters;

/// <summary>
/// Passes when the field is an IP address inside any of the networks. A v4-mapped v6 address counts as v4. What is no address does not pass.
/// </summary>
/// <param name="field">The field with the address.</param>
/// <param name="nets">The networks, such as "192.0.2.0/24" or "2001:db8::/32"; a plain address is the network of itself.</param>
[Filter("inNetworks")]
public sealed class InNetworksFilter(Field field, IPNetwork[] nets) : IFilter
{
    /// <inheritdoc/>
    public bool Matches(LogEntry entry)
    {
        foreach (FieldValue found in entry[field])
        {
            if (Addresses.TryParse(found, out IPAddress? address) && IsInside(address))
                return true;
        }
        return false;
    }

    private bool IsInside(IPAddress address)
    {
        foreach (IPNetwork net in nets)
        {
            if (net.Contains(address))
                return true;
        }
        return false;
    }
}
