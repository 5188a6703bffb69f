using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Pyruse.Plugins.Builtin;

/// <summary>IP addresses as logs write them. Strict, because what is accepted here may end in a firewall.</summary>
internal static class Addresses
{
    /// <summary>The longest textual form of an address without a zone.</summary>
    private const int MaxLength = 45;

    /// <summary>Reads an address; a v4-mapped v6 address gives the v4 address.</summary>
    public static bool TryParse(FieldValue value, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return value.Kind == FieldValueKind.Text && value.Utf8.Length <= MaxLength && TryParse(value.Text!, out address);
    }

    /// <summary>Reads an address: dotted decimal with four parts without leading zeros, or v6 without zone, brackets and prefix.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (text.Length is 0 or > MaxLength || text.AsSpan().ContainsAny('%', '[', '/') || !IPAddress.TryParse(text, out IPAddress? parsed))
            return false;
        // .NET also takes "1", "0x7f.1" and "010.1.1.1" (octal); only what it would itself print is unambiguous.
        if (parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != text)
            return false;
        address = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return true;
    }
}
