using System.Globalization;
using System.Text;

namespace Pyruse.Core.Configuration;

/// <summary>Encodings of log text by the names that configurations use.</summary>
internal static class EncodingNames
{
    /// <summary>Finds an encoding that is a superset of ASCII. Python also writes code pages as cp1252, ISO encodings as iso8859-15, and latin-1.</summary>
    /// <exception cref="FormatException">There is none of that name, or it is no superset; the message is a sentence.</exception>
    public static Encoding Find(string name)
    {
        Encoding encoding;
        try
        {
            encoding = Lookup(name);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"There is no encoding \"{name}\"; name one such as \"iso-8859-1\", \"iso-8859-15\", \"windows-1252\" or \"koi8-r\".", exception);
        }
        byte[] ascii = [.. Enumerable.Range(0, 128).Select(static code => (byte)code)];
        return encoding.GetString(ascii) == Encoding.ASCII.GetString(ascii)
            ? encoding : throw new FormatException($"The encoding \"{name}\" is not a superset of ASCII; name one such as \"iso-8859-15\" or \"windows-1252\".");
    }

    private static Encoding Lookup(string name)
    {
        EncodingProvider more = CodePagesEncodingProvider.Instance;
        if (name.StartsWith("cp", StringComparison.OrdinalIgnoreCase) && int.TryParse(name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int page))
            return more.GetEncoding(page) ?? Encoding.GetEncoding(page);
        string known = name.Replace('_', '-').Replace("iso8859", "iso-8859", StringComparison.OrdinalIgnoreCase).Replace("latin-", "latin", StringComparison.OrdinalIgnoreCase);
        return more.GetEncoding(known) ?? Encoding.GetEncoding(known);
    }
}
