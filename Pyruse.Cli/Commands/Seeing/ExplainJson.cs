using System.Text.Json;
using Pyruse.Cli.Output;
using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Effects;

namespace Pyruse.Cli.Commands.Seeing;

/// <summary>Prints how an entry has walked as one JSON object: see docs/seeing.md.</summary>
internal static class ExplainJson
{
    public static void Write(EntryTrail trail) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("t", trail.Time);
        writer.WriteString("cursor", trail.Cursor);
        writer.WriteBoolean("notice", trail.IsNotice);
        WriteFields(writer, "fields", trail.Fields);
        writer.WriteList("steps", trail.Steps, trace => WriteStep(writer, trace));
        writer.WriteString("end", Word(trail.End.ToString()));
        WriteReference(writer, "deciding", trail.Deciding);
        WriteReference(writer, "ledBy", trail.LedBy);
        writer.WriteStartArray("effects");
        foreach (Effect effect in trail.Effects)
            writer.WriteRawValue(EffectJson.Format(effect));
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static void WriteStep(Utf8JsonWriter writer, StepTrace trace)
    {
        StatsJson.WriteStep(writer, trace.Step);
        writer.WriteString("outcome", Word(trace.Outcome.ToString()));
        writer.WriteString("problem", trace.Problem);
        WriteFields(writer, "read", trace.Read);
        WriteFields(writer, "set", trace.Set);
        writer.WriteList("counters", trace.Counters, use =>
        {
            writer.WriteString("counter", use.Counter);
            writer.WriteString("key", use.Key);
            writer.WriteString("operation", Word(use.Operation.ToString()));
            writer.WriteNumber("count", use.Count);
        });
        writer.WriteStartArray("neverBanned");
        foreach (System.Net.IPAddress address in trace.Refused)
            writer.WriteStringValue(address.ToString());
        writer.WriteEndArray();
        writer.WriteNumber("effects", trace.Effects.Count);
        writer.WriteString("next", trace.Next);
    }

    private static void WriteReference(Utf8JsonWriter writer, string key, StepTrace? trace)
    {
        if (trace is null)
        {
            writer.WriteNull(key);
            return;
        }
        writer.WriteStartObject(key);
        StatsJson.WriteStep(writer, trace.Step);
        writer.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter writer, string key, IEnumerable<FieldContent> contents) => writer.WriteList(key, contents, content =>
    {
        writer.WriteString("field", content.Name);
        writer.WriteString("kind", Word(content.Kind.ToString()));
        writer.WriteStartArray("values");
        foreach (string value in content.Values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
        writer.WriteNumber("count", content.Count);
        writer.WriteNumber("length", content.Length);
    });
}
