using System.Globalization;

namespace Pyruse.Benchmarks.Live;

/// <summary>The numbered entries that are timed.</summary>
internal static class LiveEvent
{
    /// <summary>The SYSLOG_IDENTIFIER of the entries that have an effect to be waited for.</summary>
    public const string Identifier = "pyruse-benchmark-event";

    private const string Mark = "Event ";

    /// <summary>The fields of an event. Its effect has the same message.</summary>
    public static (string Name, string Value)[] Fields(int number) =>
        [("MESSAGE", string.Create(CultureInfo.InvariantCulture, $"{Mark}{number}")), ("SYSLOG_IDENTIFIER", Identifier), ("PRIORITY", "6")];

    /// <summary>Reads the number of an event from a line that is its message; other chains have effects, too.</summary>
    /// <param name="line">The line.</param>
    /// <param name="before">What comes before the message.</param>
    /// <param name="number">The number.</param>
    public static bool TryParse(string line, string before, out int number)
    {
        number = 0;
        return line.StartsWith(before + Mark, StringComparison.Ordinal)
            && int.TryParse(line.AsSpan(before.Length + Mark.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
