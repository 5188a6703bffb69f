using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Mail;

namespace Pyruse.Core.Effects.Mail;

/// <summary>Reads addresses as configurations have them.</summary>
internal static class MailAddresses
{
    /// <summary>How long an address may be at most (RFC 5321, section 4.5.3.1.3).</summary>
    private const int MaxLength = 254;

    /// <summary>Reads <c>user@host</c>, <c>Name &lt;user@host&gt;</c>, or the name of a local user.</summary>
    /// <param name="text">The text; a name without a host gets <c>localhost</c>, because headers demand one (RFC 5322, section 3.4.1).</param>
    /// <param name="address">The address, with an ASCII host.</param>
    /// <param name="problem">What is wrong with it, as a sentence.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailAddress? address, out string problem)
    {
        address = null;
        string shown = string.Concat(text.Select(static c => char.IsControl(c) ? '·' : c));
        problem = $"\"{shown}\" is no mail address; write one such as \"root\", \"admin@example.org\" or \"Admin <admin@example.org>\".";
        if (text.Any(char.IsControl) || !MailAddress.TryCreate(text.Contains('@', StringComparison.Ordinal) ? text : $"{text}@localhost", out MailAddress? parsed))
            return false;
        // "a b@example.org" is more likely a slip than a name without the brackets.
        if (parsed.DisplayName.Length > 0 && !text.Contains('<', StringComparison.Ordinal))
            return false;
        if (AsciiHost(parsed.Host) is not { } host || parsed.Address.Length > MaxLength)
            return false;
        if (!parsed.User.All(static c => c is > ' ' and <= '~' and not ('<' or '>')))
        {
            problem = $"\"{text}\" has other than plain ASCII characters before the \"@\", which many mail servers refuse; name another address.";
            return false;
        }
        address = new MailAddress($"{parsed.User}@{host}", parsed.DisplayName);
        return true;
    }

    /// <summary>Gives a host's name as mail servers know it (RFC 5891), or null when it can't be one.</summary>
    public static string? AsciiHost(string host)
    {
        if (host.StartsWith('[') && host.EndsWith(']'))
            return host;
        try
        {
            string ascii = new IdnMapping().GetAscii(host);
            return ascii.Split('.').All(static label => label.Length > 0 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
