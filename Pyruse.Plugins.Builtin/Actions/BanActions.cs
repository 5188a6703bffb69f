using System.Net;
using System.Net.Sockets;
using Pyruse.Core.Bans;

namespace Pyruse.Plugins.Builtin.Actions;

/// <summary>Adds the address that a field holds to an nftables set of its family. If it is banned already, the end of the ban is replaced.</summary>
[Action("nftBan")]
public sealed class NftBanAction : IAction
{
    private readonly BanStep _step;

    /// <summary>Makes the action.</summary>
    /// <param name="IP">The field that holds the address. Text that is no address makes the step fail; it never reaches the firewall.</param>
    /// <param name="nftSetIPv4">The set of v4 addresses as "family table set", such as "inet filter ssh4".</param>
    /// <param name="nftSetIPv6">The set of v6 addresses, likewise.</param>
    /// <param name="banSeconds">For how long, in seconds or as "1d"; a list such as [600, 3600, 86400, 0] bans longer each time the address is banned again. Left out, or 0: for ever.</param>
    /// <param name="bans">Where bans are staged.</param>
    public NftBanAction(Field IP, string nftSetIPv4, string nftSetIPv6, IBans bans, BanDurations? banSeconds = null) => _step = new(
        bans, IP, BanSet.Parse(Firewall.Nft, nftSetIPv4, nameof(nftSetIPv4)), BanSet.Parse(Firewall.Nft, nftSetIPv6, nameof(nftSetIPv6)), banSeconds ?? BanDurations.ForEver);

    /// <inheritdoc/>
    public void Execute(LogEntry entry) => _step.Execute(entry);
}

/// <summary>Adds the address that a field holds to an ipset of its family. If it is banned already, the end of the ban is replaced.</summary>
[Action("ipsetBan")]
public sealed class IpsetBanAction : IAction
{
    private readonly BanStep _step;

    /// <summary>Makes the action.</summary>
    /// <param name="IP">The field that holds the address. Text that is no address makes the step fail; it never reaches the firewall.</param>
    /// <param name="ipSetIPv4">The set of v4 addresses.</param>
    /// <param name="ipSetIPv6">The set of v6 addresses.</param>
    /// <param name="banSeconds">For how long, in seconds or as "1d"; a list such as [600, 3600, 86400, 0] bans longer each time the address is banned again. Left out, or 0: for ever.</param>
    /// <param name="bans">Where bans are staged.</param>
    public IpsetBanAction(Field IP, string ipSetIPv4, string ipSetIPv6, IBans bans, BanDurations? banSeconds = null) => _step = new(
        bans, IP, BanSet.Parse(Firewall.Ipset, ipSetIPv4, nameof(ipSetIPv4)), BanSet.Parse(Firewall.Ipset, ipSetIPv6, nameof(ipSetIPv6)), banSeconds ?? BanDurations.ForEver);

    /// <inheritdoc/>
    public void Execute(LogEntry entry) => _step.Execute(entry);
}

/// <summary>What the ban actions share: the address is parsed, the family chooses the set.</summary>
internal sealed class BanStep
{
    private readonly IBans _bans;
    private readonly Field _field;
    private readonly BanSet _set4;
    private readonly BanSet _set6;
    private readonly BanDurations _durations;

    public BanStep(IBans bans, Field field, BanSet set4, BanSet set6, BanDurations durations)
    {
        _bans = bans;
        _field = field;
        _set4 = set4;
        _set6 = set6;
        _durations = durations;
        bans.Use(new(set4, AddressFamily.InterNetwork));
        bans.Use(new(set6, AddressFamily.InterNetworkV6));
    }

    public void Execute(LogEntry entry)
    {
        FieldValue value = entry.First(_field);
        if (!Addresses.TryParse(value, out IPAddress? address))
            throw new StepException($"The field {_field} is {Words.Describe(value)}, not an IP address; nothing is banned.");
        BanSet set = address.AddressFamily == AddressFamily.InterNetwork ? _set4 : _set6;
        if (_durations.Grow)
            _bans.Ban(set.Firewall, set.Name, address, _durations);
        else
            _bans.Ban(set.Firewall, set.Name, address, _durations.First);
    }
}
