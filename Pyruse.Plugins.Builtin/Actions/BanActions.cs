using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Pyruse.Plugins.Builtin.Actions;

/// <summary>Adds the address that a field holds to an nftables set of its family. If it is banned already, the end of the ban is replaced.</summary>
[Action("nftBan")]
public sealed partial class NftBanAction : IAction
{
    private readonly BanStep _step;

    /// <summary>Makes the action.</summary>
    /// <param name="IP">The field that holds the address. Text that is no address makes the step fail; it never reaches the firewall.</param>
    /// <param name="nftSetIPv4">The set of v4 addresses as "family table set", such as "inet filter ssh4".</param>
    /// <param name="nftSetIPv6">The set of v6 addresses, likewise.</param>
    /// <param name="banSeconds">For how long, in seconds or as "1d". Left out: for ever.</param>
    /// <param name="bans">Where bans are staged.</param>
    public NftBanAction(Field IP, string nftSetIPv4, string nftSetIPv6, IBans bans, TimeSpan? banSeconds = null)
    {
        if (!SetName().IsMatch(nftSetIPv4))
            throw new ArgumentException($"\"{nftSetIPv4}\" is no set of nftables; write family, table and set, such as \"inet filter ssh4\".", nameof(nftSetIPv4));
        if (!SetName().IsMatch(nftSetIPv6))
            throw new ArgumentException($"\"{nftSetIPv6}\" is no set of nftables; write family, table and set, such as \"inet filter ssh6\".", nameof(nftSetIPv6));
        _step = new(bans, Firewall.Nft, IP, nftSetIPv4, nftSetIPv6, banSeconds);
    }

    /// <inheritdoc/>
    public void Execute(LogEntry entry) => _step.Execute(entry);

    [GeneratedRegex(@"\A(ip|ip6|inet|arp|bridge|netdev) +[A-Za-z_.][\w./-]* +[A-Za-z_.][\w./-]*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SetName();
}

/// <summary>Adds the address that a field holds to an ipset of its family. If it is banned already, the end of the ban is replaced.</summary>
[Action("ipsetBan")]
public sealed partial class IpsetBanAction : IAction
{
    private readonly BanStep _step;

    /// <summary>Makes the action.</summary>
    /// <param name="IP">The field that holds the address. Text that is no address makes the step fail; it never reaches the firewall.</param>
    /// <param name="ipSetIPv4">The set of v4 addresses.</param>
    /// <param name="ipSetIPv6">The set of v6 addresses.</param>
    /// <param name="banSeconds">For how long, in seconds or as "1d". Left out: for ever.</param>
    /// <param name="bans">Where bans are staged.</param>
    public IpsetBanAction(Field IP, string ipSetIPv4, string ipSetIPv6, IBans bans, TimeSpan? banSeconds = null)
    {
        if (!SetName().IsMatch(ipSetIPv4))
            throw new ArgumentException($"\"{ipSetIPv4}\" is no name of an ipset; it has 1 to 31 letters, digits and _ . -", nameof(ipSetIPv4));
        if (!SetName().IsMatch(ipSetIPv6))
            throw new ArgumentException($"\"{ipSetIPv6}\" is no name of an ipset; it has 1 to 31 letters, digits and _ . -", nameof(ipSetIPv6));
        _step = new(bans, Firewall.Ipset, IP, ipSetIPv4, ipSetIPv6, banSeconds);
    }

    /// <inheritdoc/>
    public void Execute(LogEntry entry) => _step.Execute(entry);

    [GeneratedRegex(@"\A[A-Za-z0-9_.][\w.-]{0,30}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SetName();
}

/// <summary>What the ban actions share: the address is parsed, the family chooses the set.</summary>
internal sealed record BanStep(IBans Bans, Firewall Firewall, Field Field, string SetIPv4, string SetIPv6, TimeSpan? Duration)
{
    public void Execute(LogEntry entry)
    {
        FieldValue value = entry.First(Field);
        if (!Addresses.TryParse(value, out IPAddress? address))
            throw new StepException($"The field {Field} is {Words.Describe(value)}, not an IP address; nothing is banned.");
        Bans.Ban(Firewall, address.AddressFamily == AddressFamily.InterNetwork ? SetIPv4 : SetIPv6, address, Duration);
    }
}
