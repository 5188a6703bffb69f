using System.Globalization;

namespace Pyruse.Core.Configuration;

/// <summary>A number of bytes as configurations write it: a number, or a text such as <c>64K</c>, <c>100M</c> or <c>2G</c>, in powers of 1024.</summary>
/// <param name="Bytes">The number; at least 1.</param>
public readonly record struct ByteSize(long Bytes)
{
    private const long Max = 1L << 50;

    /// <summary>Reads a size from a configuration.</summary>
    /// <exception cref="FormatException">It is none; the message is a sentence.</exception>
    public static ByteSize Parse(ConfigNode node) => node switch
    {
        ConfigScalar { Value: long bytes and > 0 and <= Max } => new(bytes),
        ConfigScalar { Value: string text } when TryParse(text, out ByteSize size) => size,
        ConfigScalar { Value: string text } => throw new FormatException($"\"{text}\" is no size; write bytes as a number, or a text such as \"64K\", \"100M\" or \"2G\"."),
        _ => throw new FormatException($"Expected a size such as 1048576 (bytes) or \"1M\", but found {node?.Description}."),
    };

    /// <summary>Reads a text such as <c>100M</c>, <c>100MB</c> or <c>100MiB</c>.</summary>
    public static bool TryParse(string text, out ByteSize size)
    {
        ArgumentNullException.ThrowIfNull(text);
        size = default;
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int digits = trimmed.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : trimmed.Length;
        long unit = trimmed[digits..].Trim().ToString().ToUpperInvariant() switch
        {
            "" or "B" => 1,
            "K" or "KB" or "KIB" => 1L << 10,
            "M" or "MB" or "MIB" => 1L << 20,
            "G" or "GB" or "GIB" => 1L << 30,
            "T" or "TB" or "TIB" => 1L << 40,
            _ => 0,
        };
        if (unit == 0 || !long.TryParse(trimmed[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number) || number <= 0 || number > Max / unit)
            return false;
        size = new(number * unit);
        return true;
    }

    /// <summary>Gives the number of bytes.</summary>
    public override string ToString() => Bytes.ToString(CultureInfo.InvariantCulture);
}
