using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Pyruse.Core.Bans.Firewalls;

/// <summary>Reads a set as <c>nft -j list set</c> prints it, while it is printed: a large set is never in memory as text.</summary>
internal sealed class NftListing(Action<SetElement> onElement)
{
    private readonly List<string> _type = [];
    private readonly List<string> _flags = [];
    private string _property = "";

    /// <summary>The depth of the list of elements; -1 outside of it.</summary>
    private int _elements = -1;

    // The element that is being read.
    private readonly List<IPAddress> _addresses = [];
    private int _length = -1;
    private long _expires;
    private bool _isUnderstood = true;

    public SetDefinition Definition => new(
        _type switch { ["ipv4_addr"] => AddressFamily.InterNetwork, ["ipv6_addr"] => AddressFamily.InterNetworkV6, _ => null },
        _flags.Contains("timeout"),
        _flags.Contains("interval"));

    public void Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _property = reader.GetString()!;
                break;
            case JsonTokenType.StartArray when _property == "elem" && _elements < 0:
                _elements = reader.CurrentDepth;
                break;
            case JsonTokenType.EndArray when reader.CurrentDepth == _elements:
                _elements = -1;
                _property = "";
                break;
            case JsonTokenType.String when _elements < 0:
                if (_property is "type" or "flags")
                    (_property == "type" ? _type : _flags).Add(reader.GetString()!);
                break;
            default:
                if (_elements >= 0)
                    ReadElement(ref reader);
                break;
        }
    }

    private void ReadElement(ref Utf8JsonReader reader)
    {
        bool isWhole = reader.CurrentDepth == _elements + 1;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when isWhole:
                return;
            case JsonTokenType.String:
                if (_property != "comment" || isWhole)
                    ReadAddress(ref reader);
                break;
            case JsonTokenType.Number when _property == "len":
                _length = reader.GetInt32();
                break;
            case JsonTokenType.Number when _property == "expires":
                // What is left of the last second must not look like "for ever".
                _expires = Math.Max(1, reader.GetInt64());
                break;
        }
        if (isWhole)
            EndElement();
    }

    private void ReadAddress(ref Utf8JsonReader reader)
    {
        if (IPAddress.TryParse(reader.GetString(), out IPAddress? address))
            _addresses.Add(address);
        else
            _isUnderstood = false;
    }

    /// <summary>Ranges that are no network, and elements of several parts, are nothing that Pyruse puts into a set.</summary>
    private void EndElement()
    {
        if (_isUnderstood && _addresses.Count == 1)
            onElement(new(_length < 0 ? BanNetwork.Of(_addresses[0]) : BanNetwork.Around(_addresses[0], _length), _expires));
        _addresses.Clear();
        _length = -1;
        _expires = 0;
        _isUnderstood = true;
    }
}
