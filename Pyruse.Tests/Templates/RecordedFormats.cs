using System.Text.Json;

namespace Pyruse.Tests.Templates;

/// <summary>What CPython made of a value; null when it refused.</summary>
internal sealed record RecordedFormat(string Value, string Spec, string? Result);

/// <summary>Reads the results that <c>record_formats.py</c> recorded.</summary>
internal static class RecordedFormats
{
    public static IEnumerable<RecordedFormat> Read(string kind)
    {
        using var stream = typeof(RecordedFormats).Assembly.GetManifestResourceStream("RecordedFormats.jsonl")!;
        using var reader = new StreamReader(stream);
        string[]? values = null;
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                values = root.GetProperty("kind").GetString() == kind
                    ? [.. root.GetProperty("values").EnumerateArray().Select(static value => value.GetString()!)]
                    : null;
                continue;
            }

            for (var index = 0; index < values?.Length; index++)
                yield return new RecordedFormat(values[index], root[0].GetString()!, root[index + 1].GetString());
        }
    }
}
