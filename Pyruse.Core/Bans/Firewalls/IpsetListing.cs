using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pyruse.Core.Bans.Firewalls;

/// <summary>Reads a set as <c>ipset list NAME -output save</c> prints it: a line that makes the set, then one for each element.</summary>
internal sealed class IpsetListing(Action<SetElement> onElement)
{
    public SetDefinition Definition { get; private set; } = new(null, HasTimeouts: false, HasNetworks: false);

    public async Task ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(output, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            Take(line);
    }

    /// <summary>Takes a line such as <c>create s hash:ip family inet timeout 0</c> or <c>add s 192.0.2.1 timeout 600</c>.</summary>
    public void Take(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["create", _, var type, ..])
        {
            AddressFamily family = ValueOf(words, "family") == "inet6" ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
            Definition = new(type is "hash:ip" or "hash:net" ? family : null, ValueOf(words, "timeout") is not null, HasNetworks: type == "hash:net");
        }
        else if (words is ["add", _, var text, ..] && BanNetwork.TryParse(text, out System.Net.IPNetwork network))
        {
            bool hasEnd = long.TryParse(ValueOf(words, "timeout"), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds);
            onElement(new(network, hasEnd ? seconds : 0));
        }
    }

    private static string? ValueOf(string[] words, string key)
    {
        int place = Array.IndexOf(words, key, Math.Min(3, words.Length));
        return place > 0 && place + 1 < words.Length ? words[place + 1] : null;
    }
}
