using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pyruse.Cli.Output;

/// <summary>Prints one JSON value to standard output.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints what is written, indented, and a line break.</summary>
    public static void Write(Action<Utf8JsonWriter> write)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Options))
            write(writer);
        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes a list of objects under a key.</summary>
    public static void WriteList<T>(this Utf8JsonWriter writer, string key, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(key);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
