using System.Globalization;

namespace Pyruse.Benchmarks.Output;

/// <summary>How figures are written, independent of the machine's language.</summary>
internal static class Figures
{
    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Seconds with three significant digits or so.</summary>
    public static string Seconds(double seconds) => Short(seconds) + " s";

    public static string Milliseconds(double milliseconds) => Short(milliseconds) + " ms";

    public static string Microseconds(double microseconds) => Short(microseconds) + " µs";

    public static string Megabytes(double bytes) => (bytes / (1 << 20)).ToString("0.0", CultureInfo.InvariantCulture) + " MB";

    public static string Ratio(double ratio) => Short(ratio) + " ×";

    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A figure on an axis.</summary>
    public static string OnAxis(double value) => value switch
    {
        >= 1_000_000 => (value / 1_000_000).ToString("0.#", CultureInfo.InvariantCulture) + "M",
        >= 1_000 => (value / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>A figure with as many decimal places as its size makes sense of.</summary>
    public static string Short(double value) => value.ToString(Math.Abs(value) switch { >= 100 => "#,0", >= 10 => "0.0", >= 1 => "0.00", _ => "0.000" }, CultureInfo.InvariantCulture);
}
