using System.Globalization;
using System.Text;
using Pyruse.Core.Configuration;

namespace Pyruse.Tests.Configuration;

/// <summary>Writes configuration nodes in one line of text, for comparison with what a test expects.</summary>
internal static class ConfigText
{
    public static string Of(ConfigNode node) => node switch
    {
        ConfigTable table => $"{{{string.Join(", ", table.Entries.Select(static entry => $"{Key(entry.Key)}: {Of(entry.Value)}"))}}}",
        ConfigArray array => $"[{string.Join(", ", array.Items.Select(Of))}]",
        ConfigScalar scalar => Of(scalar.Value),
        _ => throw new ArgumentException(node.Description, nameof(node)),
    };

    /// <summary>Lists the path of every node with the places of its key and of its value.</summary>
    public static IEnumerable<string> Places(ConfigNode node, string path = "") => node switch
    {
        ConfigTable table => table.Entries.SelectMany(entry =>
            Places(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", $"{Place(entry.KeyPosition)} ")),
        ConfigArray array => array.Items.SelectMany((item, index) => Places(item, $"{path}[{index}]", "")),
        _ => [],
    };

    private static IEnumerable<string> Places(ConfigNode node, string path, string keyPlace) =>
        Places(node, path).Prepend($"{path} {keyPlace}{Place(node.Position)}");

    private static string Place(SourcePosition position) => $"{position.Line}:{position.Column}";

    private static string Of(object? value) => value switch
    {
        null => "null",
        string text => Quote(text),
        bool truth => truth ? "true" : "false",
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        double real => OfReal(real),
        DateTimeOffset moment => moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateTime { Kind: DateTimeKind.Unspecified } local => local.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
    };

    private static string OfReal(double real)
    {
        if (!double.IsFinite(real))
            return double.IsNaN(real) ? "nan" : real > 0 ? "inf" : "-inf";
        var text = real.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    private static string Key(string key) =>
        key.Length > 0 && key.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? key : Quote(key);

    private static string Quote(string text) => $"\"{string.Concat(text.Select(Escape))}\"";

    private static string Escape(char letter) => letter switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\b' => @"\b",
        '\t' => @"\t",
        '\n' => @"\n",
        '\f' => @"\f",
        '\r' => @"\r",
        _ => char.IsControl(letter) ? $"\\u{(int)letter:X4}" : letter.ToString(),
    };

    /// <summary>Gives the bytes of a document.</summary>
    public static byte[] Bytes(string document) => Encoding.UTF8.GetBytes(document);
}
