using System.Globalization;
using System.Text;

namespace Pyruse.Core.Reports;

/// <summary>Writes the chain that would discard entries like those of a group, ready to be pasted into a configuration.</summary>
internal static class DiscardFilter
{
    private const int MaxNameLength = 60;

    /// <summary>Writes the chain.</summary>
    /// <param name="identifier">What the entries have as their SYSLOG_IDENTIFIER; empty: nothing.</param>
    /// <param name="message">What one of them has as its MESSAGE.</param>
    public static string For(string identifier, string message)
    {
        string shape = LineShape.Of(message);
        string name = $"Discard {(identifier.Length > 0 ? identifier + ": " : "")}{(shape.Length > MaxNameLength ? shape[..MaxNameLength] + "…" : shape)}";
        var chain = new StringBuilder();
        chain.Append("[[chain]]\nname = ").Append(Quoted(name)).Append("\nsteps = [\n");
        if (identifier.Length > 0)
            chain.Append("  { filter = \"equals\", field = \"SYSLOG_IDENTIFIER\", value = ").Append(Quoted(identifier)).Append(" },\n");
        chain.Append("  { filter = \"pcre\", field = \"MESSAGE\", re = ").Append(Quoted(LineShape.PatternOf(message))).Append(" },\n");
        return chain.Append("  { action = \"noop\" },\n]\n").ToString();
    }

    /// <summary>A TOML string: a literal one where that can hold the text, for backslashes read better there.</summary>
    private static string Quoted(string text)
    {
        if (!text.Any(static c => c == '\'' || IsUnfit(c)))
            return $"'{text}'";
        var quoted = new StringBuilder("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => quoted.Append('\\').Append((char)rune.Value),
                _ when rune.IsBmp && IsUnfit((char)rune.Value) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
                _ => quoted.Append(rune.ToString()),
            };
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>What a literal string can't hold, and what must not be pasted unseen: controls, and marks that turn the direction of writing.</summary>
    private static bool IsUnfit(char c) =>
        char.IsSurrogate(c) ? false : char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
