using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pyruse.Tests.Patterns;

/// <summary>A line of recorded_patterns.jsonl: what Python found; see record_patterns.py.</summary>
public sealed record RecordedPattern(
    [property: JsonPropertyName("p")] string Pattern,
    [property: JsonPropertyName("error")] bool IsError,
    [property: JsonPropertyName("names")] IReadOnlyDictionary<string, int>? Names,
    [property: JsonPropertyName("t")] IReadOnlyList<JsonElement>? Texts)
{
    public static IReadOnlyList<RecordedPattern> All { get; } =
        [.. File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Patterns", "recorded_patterns.jsonl"))
            .Select(line => JsonSerializer.Deserialize<RecordedPattern>(line)!)];

    public static IReadOnlyList<RecordedPattern> Valid => [.. All.Where(row => !row.IsError)];

    public static IReadOnlyList<RecordedPattern> Invalid => [.. All.Where(row => row.IsError)];

    /// <summary>The texts with the spans of all groups, as JSON; "null" where Python finds nothing.</summary>
    public IEnumerable<(string Text, string Spans)> Findings => Texts!.Select(pair => (pair[0].GetString()!, pair[1].GetRawText().Replace(" ", "")));

    public override string ToString() => Pattern;
}
