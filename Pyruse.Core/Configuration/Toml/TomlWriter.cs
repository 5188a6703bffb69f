using System.Globalization;
using System.Text;

namespace Pyruse.Core.Configuration.Toml;

/// <summary>Writes keys and values in TOML 1.0.0, so that <see cref="TomlReader"/> reads the same again.</summary>
internal static class TomlWriter
{
    /// <summary>Writes a key: bare where it can be.</summary>
    public static string Key(string key) => key.Length > 0 && key.All(static c => TomlKeys.IsBare(c)) ? key : Basic(key);

    /// <summary>Writes a value in one line; null, which TOML does not have, is left out of tables and lists.</summary>
    /// <param name="node">The value.</param>
    /// <param name="isLiteral">Whether texts are written literally where they can be, as expressions are; otherwise only those with backslashes or quotes.</param>
    /// <exception cref="ArgumentException">It is null itself.</exception>
    public static string Value(ConfigNode node, bool isLiteral = false) => node switch
    {
        ConfigTable { Entries.Count: 0 } => "{}",
        ConfigTable table => $"{{ {string.Join(", ", table.Entries.Where(static entry => !IsNull(entry.Value)).Select(static entry => Pair(entry.Key, entry.Value)))} }}",
        ConfigArray array => $"[{string.Join(", ", array.Items.Where(static item => !IsNull(item)).Select(item => Value(item, isLiteral)))}]",
        ConfigScalar scalar => Scalar(scalar.Value, isLiteral),
        _ => throw new ArgumentException($"{node.Description} has no notation in TOML.", nameof(node)),
    };

    /// <summary>Writes a key and its value.</summary>
    public static string Pair(string key, ConfigNode value) => $"{Key(key)} = {Value(value)}";

    private static bool IsNull(ConfigNode node) => node is ConfigScalar { Value: null };

    private static string Scalar(object? value, bool isLiteral) => value switch
    {
        string text => Text(text, isLiteral),
        long number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        double real => Real(real),
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateTime local => local.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{(value is null ? "null" : value.GetType().Name)} has no notation in TOML.", nameof(value)),
    };

    private static string Real(double real)
    {
        if (!double.IsFinite(real))
            return double.IsNaN(real) ? "nan" : real > 0 ? "inf" : "-inf";
        string text = real.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    /// <summary>What has backslashes or quotes is written literally where it can be: expressions stay as they are known.</summary>
    private static string Text(string text, bool isLiteral)
    {
        if ((!isLiteral && !text.AsSpan().ContainsAny('\\', '"')) || text.EnumerateRunes().Any(NeedsEscape))
            return Basic(text);
        if (!text.Contains('\'', StringComparison.Ordinal))
            return $"'{text}'";
        return text.Contains("'''", StringComparison.Ordinal) || text.EndsWith('\'') ? Basic(text) : $"'''{text}'''";
    }

    private static string Basic(string text)
    {
        var written = new StringBuilder("\"");
        foreach (Rune rune in text.EnumerateRunes())
            written.Append(Escaped(rune));
        return written.Append('"').ToString();
    }

    private static string Escaped(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        _ when !NeedsEscape(rune) => rune.ToString(),
        <= 0xFFFF => $"\\u{rune.Value:X4}",
        _ => $"\\U{rune.Value:X8}",
    };

    /// <summary>Whether a character may not stand in a text, or could not be seen there.</summary>
    private static bool NeedsEscape(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
