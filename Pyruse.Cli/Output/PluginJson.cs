using System.Text.Json;
using Pyruse.Core.Modules;
using Pyruse.Core.Plugins;

namespace Pyruse.Cli.Output;

/// <summary>Prints plugins as JSON.</summary>
internal static class PluginJson
{
    public static void Write(PluginSet set)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("plugins");
            foreach (Plugin plugin in set.Plugins)
                Write(writer, plugin);
            writer.WriteEndArray();
            writer.WriteStartArray("refusals");
            foreach (PluginRefusal refusal in set.Refusals)
            {
                writer.WriteStartObject();
                writer.WriteString("file", refusal.File);
                writer.WriteString("reason", refusal.Reason);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter writer, Plugin plugin)
    {
        writer.WriteStartObject();
        writer.WriteString("file", plugin.File);
        writer.WriteString("contractVersion", plugin.ContractVersion.ToString(2));
        writer.WriteStartArray("modules");
        foreach (ModuleDescriptor module in plugin.Modules)
            ModuleJson.Write(writer, module);
        writer.WriteEndArray();
        writer.WriteStartArray("needs");
        foreach ((PluginReference reference, string neededBy) in PluginDependencies.Of(plugin))
        {
            writer.WriteStartObject();
            writer.WriteString("name", reference.Name.Name);
            writer.WriteString("version", reference.Name.Version?.ToString());
            writer.WriteString("origin", reference.Origin.ToString().ToLowerInvariant());
            writer.WriteString("file", reference.File);
            writer.WriteString("neededBy", neededBy);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
