using System.Text.Encodings.Web;
using System.Text.Json;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Effects;

/// <summary>Writes the daily report as JSON, with times as in RFC 3339.</summary>
/// <param name="zone">The zone in which times are written.</param>
public sealed class ReportJson(TimeZoneInfo zone)
{
    // Read by programs, not pasted into pages: only what JSON demands is escaped.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the report.</summary>
    /// <param name="lines">The lines, in the order they were added.</param>
    /// <param name="output">Where to; it is not disposed of.</param>
    public void Write(IEnumerable<ReportLine> lines, Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ILookup<ReportLevel, ReportLine> byLevel = lines.ToLookup(static line => line.Level);
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            WriteCounted(writer, "warn", byLevel[ReportLevel.Warn]);
            WriteCounted(writer, "info", byLevel[ReportLevel.Info]);
            writer.WriteStartArray("other");
            foreach (ReportLine line in byLevel[ReportLevel.Other].OrderBy(static line => line.Time))
            {
                writer.WriteStartObject();
                writer.WriteString("time", EntryTime.ToLocal(line.Time, zone));
                writer.WriteString("message", line.Message);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private void WriteCounted(Utf8JsonWriter writer, string name, IEnumerable<ReportLine> lines)
    {
        writer.WriteStartArray(name);
        foreach (IGrouping<string, ReportLine> message in lines.GroupBy(static line => line.Message, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("message", message.Key);
            writer.WriteNumber("count", message.Count());
            writer.WriteStartArray("times");
            foreach (ReportLine line in message.OrderBy(static line => line.Time))
                writer.WriteStringValue(EntryTime.ToLocal(line.Time, zone));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
