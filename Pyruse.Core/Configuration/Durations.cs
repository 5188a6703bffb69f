using System.Globalization;
using System.Text;

namespace Pyruse.Core.Configuration;

/// <summary>Durations as configurations write them: seconds as a number, or a text such as <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>7d</c>, <c>250ms</c>, <c>2w</c>.</summary>
public static class Durations
{
    /// <summary>Longer durations are refused: a hundred years.</summary>
    private const double MaxSeconds = 100.0 * 366 * 86400;

    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400), ("w", 604800)];

    /// <summary>Reads a duration from a configuration.</summary>
    /// <exception cref="FormatException">It is none; the message is a sentence.</exception>
    public static TimeSpan Parse(ConfigNode node) => node switch
    {
        ConfigScalar { Value: long seconds } => FromSeconds(seconds),
        ConfigScalar { Value: double seconds } => FromSeconds(seconds),
        ConfigScalar { Value: string text } when TryParse(text, out TimeSpan duration) => duration,
        ConfigScalar { Value: string text } => throw new FormatException($"\"{text}\" is no duration; write seconds as a number, or a text such as \"90s\", \"10m\", \"1h30m\" or \"7d\"."),
        _ => throw new FormatException($"Expected a duration such as 300 (seconds) or \"5m\", but found {node?.Description}."),
    };

    /// <summary>Reads a text such as <c>1h30m</c>.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        double total = 0;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest.IsEmpty || rest.Length > 64)
            return false;
        while (!rest.IsEmpty)
        {
            int digits = 0;
            while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
                digits++;
            int unitEnd = digits;
            while (unitEnd < rest.Length && char.IsAsciiLetter(rest[unitEnd]))
                unitEnd++;
            if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
                return false;
            double seconds = SecondsOf(rest[digits..unitEnd]);
            if (seconds == 0 && (unitEnd != rest.Length || digits != text.AsSpan().Trim().Length))
                return false;
            total += number * (seconds == 0 ? 1 : seconds);
            rest = rest[unitEnd..].TrimStart();
        }
        if (total > MaxSeconds)
            return false;
        duration = TimeSpan.FromSeconds(total);
        return true;
    }

    /// <summary>Writes a duration shortly: <c>1h30m</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1))
            return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0}ms");
        var text = new StringBuilder();
        long seconds = (long)duration.TotalSeconds;
        foreach ((string unit, long length) in ((string, long)[])[("d", 86400), ("h", 3600), ("m", 60), ("s", 1)])
        {
            if (seconds >= length)
                text.Append(CultureInfo.InvariantCulture, $"{seconds / length}{unit}");
            seconds %= length;
        }
        return text.ToString();
    }

    private static double SecondsOf(ReadOnlySpan<char> unit)
    {
        foreach ((string name, double seconds) in Units)
        {
            if (unit.Equals(name, StringComparison.OrdinalIgnoreCase))
                return seconds;
        }
        return 0;
    }

    private static TimeSpan FromSeconds(double seconds)
    {
        if (seconds >= 0 && seconds <= MaxSeconds)
            return TimeSpan.FromSeconds(seconds);
        throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{seconds} seconds are no usable duration; give a number from 0 to {MaxSeconds:0}."));
    }
}
