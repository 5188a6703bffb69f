using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Bans;

/// <summary>A set of a firewall, by a name that is safe to be written into the firewall's own language.</summary>
public sealed partial record BanSet
{
    private BanSet(Firewall firewall, string name)
    {
        Firewall = firewall;
        Name = name;
    }

    /// <summary>Whose set it is.</summary>
    public Firewall Firewall { get; }

    /// <summary>The name as the firewall's program takes it: <c>family table set</c> for nftables, one word for ipset.</summary>
    public string Name { get; }

    /// <summary>Takes a name; several spaces between its words become one.</summary>
    /// <returns>Whether the firewall can have a set of that name.</returns>
    public static bool TryParse(Firewall firewall, [NotNullWhen(true)] string? name, [NotNullWhen(true)] out BanSet? set)
    {
        set = null;
        if (name is null || !(firewall == Firewall.Nft ? NftName() : IpsetName()).IsMatch(name))
            return false;
        set = new(firewall, string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        return true;
    }

    /// <summary>Takes a name that the configuration gives.</summary>
    /// <exception cref="ArgumentException">The firewall can't have a set of that name; the message is a sentence.</exception>
    public static BanSet Parse(Firewall firewall, string name, string? parameter = null) => TryParse(firewall, name, out BanSet? set) ? set : throw new ArgumentException(
        firewall == Firewall.Nft
            ? $"\"{name}\" is no set of nftables; write family, table and set, such as \"inet filter ssh4\"."
            : $"\"{name}\" is no name of an ipset; it has 1 to 31 letters, digits and _ . : -",
        parameter);

    /// <inheritdoc/>
    public override string ToString() => Name;

    [GeneratedRegex(@"\A(ip|ip6|inet|arp|bridge|netdev) +[A-Za-z_.][A-Za-z0-9_./-]{0,127} +[A-Za-z_.][A-Za-z0-9_./-]{0,127}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NftName();

    [GeneratedRegex(@"\A[A-Za-z0-9_.][A-Za-z0-9_.:-]{0,30}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IpsetName();
}

/// <summary>A set that some step uses, and what for.</summary>
/// <param name="Set">The set.</param>
/// <param name="Family">Which addresses go into it.</param>
/// <param name="HasNetworks">Whether networks are banned in it; steps need not say so.</param>
public sealed record UsedSet(BanSet Set, AddressFamily Family, bool HasNetworks = false);
