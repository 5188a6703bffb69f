using System.Text.Json;
using Pyruse.Core.Modules;

namespace Pyruse.Cli.Output;

/// <summary>Prints modules as JSON.</summary>
internal static class ModuleJson
{
    public static void Write(IEnumerable<ModuleDescriptor> modules)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (ModuleDescriptor module in modules)
                Write(writer, module);
            writer.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes one module with its arguments.</summary>
    public static void Write(Utf8JsonWriter writer, ModuleDescriptor module)
    {
        ModuleManual manual = ModuleManual.Of(module);
        writer.WriteStartObject();
        writer.WriteString("kind", module.Kind.ToString().ToLowerInvariant());
        writer.WriteString("name", module.Name);
        writer.WriteString("summary", manual.Summary);
        writer.WriteString("origin", module.Origin);
        writer.WriteStartArray("arguments");
        foreach (ModuleParameter argument in module.Arguments)
        {
            writer.WriteStartObject();
            writer.WriteString("name", argument.Name);
            writer.WriteString("type", argument.TypeDescription);
            writer.WriteBoolean("required", !argument.IsOptional);
            writer.WriteBoolean("set", argument.IsSet);
            writer.WriteString("default", argument.DefaultDescription);
            writer.WriteString("description", manual.Arguments.GetValueOrDefault(argument.ParameterName, ""));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
