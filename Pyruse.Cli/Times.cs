using System.CommandLine.Parsing;
using System.Globalization;

namespace Pyruse.Cli;

/// <summary>Times on the command line.</summary>
internal static class Times
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Parses a time in one of the ISO 8601 forms; without a zone it is local.</summary>
    public static DateTimeOffset? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time))
            return time;
        result.AddError($"\"{text}\" is no time; write it as \"2026-01-31\", \"2026-01-31 12:00\" (local) or \"2026-01-31T12:00:00Z\".");
        return null;
    }

    /// <summary>Parses a day in the form of ISO 8601.</summary>
    public static DateOnly? ParseDate(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            return date;
        result.AddError($"\"{text}\" is no day; write it as 2026-01-31.");
        return null;
    }
}
