using System.Net.Sockets;
using Pyruse.Core.Bans.Firewalls;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Bans;

/// <summary>Says what is wrong with a set, and what helps.</summary>
internal static class SetTrouble
{
    public static string NoName(Firewall firewall, string name) =>
        $"A ban is recorded for \"{name}\", which can't be the name of a set of {(firewall == Firewall.Nft ? "nftables" : "ipset")}; it is not enforced.";

    public static string WrongType(BanSet set, AddressFamily? family) => set.Firewall == Firewall.Nft
        ? $"The set \"{set}\" does not hold {Addresses(family)}; its type must be {(family == AddressFamily.InterNetworkV6 ? "ipv6_addr" : "ipv4_addr")}. Make it anew so, or name another set."
        : $"The ipset \"{set}\" does not hold {Addresses(family)}; it must be a hash:ip or hash:net, family {(family == AddressFamily.InterNetworkV6 ? "inet6" : "inet")}. Make it anew so, or name another set.";

    public static string CannotHold(BanSet set, SetDefinition definition)
    {
        string what = definition.HasTimeouts ? "networks, but prefix4 or prefix6 of [bans] asks for them" : "bans that end";
        string remedy = set.Firewall == Firewall.Nft
            ? definition.HasTimeouts ? "flags interval, timeout;" : "flags timeout;"
            : definition.HasTimeouts ? "hash:net" : "timeout 0";
        return $"The {(set.Firewall == Firewall.Nft ? "set" : "ipset")} \"{set}\" can't hold {what}; make it anew with \"{remedy}\". Until then these bans are recorded but not in force.";
    }

    public static string Refused(SetChanges changes, FirewallException exception)
    {
        string culprit = changes.Items.Count == 1 ? $"The ban of {BanNetwork.Format(changes.Items[0].Element.Network)}" : "Some bans";
        return $"{culprit} in \"{changes.Set}\" is recorded but not in force, and is tried again. {exception.Message}";
    }

    private static string Addresses(AddressFamily? family) => family switch
    {
        AddressFamily.InterNetwork => "v4 addresses",
        AddressFamily.InterNetworkV6 => "v6 addresses",
        _ => "plain addresses",
    };
}
