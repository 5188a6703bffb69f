using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Pyruse.Core.Bans.Firewalls;

/// <summary>The table that Pyruse makes and keeps itself: what is there, as <c>nft -j -t list table</c> prints it, and what is missing.</summary>
internal sealed class NftTable
{
    /// <summary>Its family and name.</summary>
    public const string Name = "inet pyruse";

    private static readonly string[] Chains = ["input", "forward"];

    private readonly Dictionary<string, SetDefinition> _sets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _chains = new(StringComparer.Ordinal);
    private readonly HashSet<(string Chain, string Set)> _rules = [];

    // The object that is being read.
    private readonly List<string> _flags = [];
    private string _kind = "";
    private string _property = "";
    private string _name = "";
    private string _type = "";
    private string _chain = "";
    private string _dropped = "";

    /// <summary>Whether a set belongs to the table.</summary>
    public static bool Holds(BanSet set) => set.Name.StartsWith(Name + " ", StringComparison.Ordinal);

    public void Read(ref Utf8JsonReader reader)
    {
        const int ObjectDepth = 2;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _property = reader.GetString()!;
                if (reader.CurrentDepth == ObjectDepth + 1)
                    _kind = _property;
                break;
            case JsonTokenType.String:
                Take(_property, reader.GetString()!);
                break;
            case JsonTokenType.EndObject when reader.CurrentDepth == ObjectDepth:
                EndObject();
                break;
        }
    }

    /// <summary>Writes what makes the table hold the sets, and its chains drop what is in them; empty when all is there.</summary>
    public string Complete(IReadOnlyCollection<SetUse> uses)
    {
        bool isUnfit = uses.Any(use => _sets.TryGetValue(Short(use), out SetDefinition? found)
            && (found.Family != use.Family || !found.HasTimeouts || (use.HasNetworks && !found.HasNetworks)));
        var script = new StringBuilder();
        if (isUnfit)
        {
            // A set's kind can't be changed, and rules hold on to it: all is made anew, in the same transaction.
            script.Append($"delete table {Name}\n");
            _sets.Clear();
            _chains.Clear();
            _rules.Clear();
        }
        foreach (SetUse use in uses.Where(use => !_sets.ContainsKey(Short(use))))
            script.Append(NftScript.Set(use));
        foreach (string chain in Chains)
        {
            if (!_chains.Contains(chain))
                script.Append($"add chain {Name} {chain} {{ type filter hook {chain} priority filter - 10; policy accept; }}\n");
            foreach (SetUse use in uses.Where(use => !_rules.Contains((chain, Short(use)))))
                script.Append($"add rule {Name} {chain} {(use.Family == AddressFamily.InterNetwork ? "ip" : "ip6")} saddr @{Short(use)} drop\n");
        }
        if (script.Length == 0)
            return "";
        return script.Insert(isUnfit ? $"delete table {Name}\n".Length : 0, $"add table {Name}\n").ToString();
    }

    private static string Short(SetUse use) => use.Set.Name[(Name.Length + 1)..];

    private void Take(string property, string value)
    {
        switch (property)
        {
            case "name":
                _name = value;
                break;
            case "chain":
                _chain = value;
                break;
            case "type":
                _type = value;
                break;
            case "flags":
                _flags.Add(value);
                break;
            case "right" when value.StartsWith('@'):
                _dropped = value[1..];
                break;
        }
    }

    private void EndObject()
    {
        switch (_kind)
        {
            case "set":
                AddressFamily? family = _type switch { "ipv4_addr" => AddressFamily.InterNetwork, "ipv6_addr" => AddressFamily.InterNetworkV6, _ => null };
                _sets[_name] = new(family, _flags.Contains("timeout"), _flags.Contains("interval"));
                break;
            case "chain":
                _chains.Add(_name);
                break;
            case "rule":
                _rules.Add((_chain, _dropped));
                break;
        }
        _flags.Clear();
        _name = _type = _chain = _dropped = "";
    }
}
