using System.Globalization;

namespace Pyruse.Reporting.Text;

/// <summary>Numbers in words.</summary>
internal static class Wording
{
    /// <summary>With separators between the thousands.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>With a noun: "1 line", "2,000 lines".</summary>
    /// <param name="number">How many.</param>
    /// <param name="one">The noun in the singular; its plural takes an s.</param>
    public static string Counted(long number, string one) => $"{Number(number)} {one}{(number == 1 ? "" : "s")}";

    /// <summary>Sentences' parts: "a", "a and b", "a, b and c".</summary>
    public static string Joined(params IReadOnlyList<string> parts) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";
}
