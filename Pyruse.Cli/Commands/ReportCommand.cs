using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse report</c>: the daily report.</summary>
internal static class ReportCommand
{
    public static Command Create() => new("report", "Show the daily report.") { CreateShow() };

    private static Command CreateShow()
    {
        Option<string> config = CommonOptions.Config();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("show", "Show the next report as it is up to now.") { config, format };
        command.SetAction(parsed => Show(parsed.GetRequiredValue(config), parsed.GetValue(format)));
        return command;
    }

    private static int Show(string config, OutputFormat format)
    {
        var diagnostics = new DiagnosticBag();
        PyruseConfiguration? configuration = ConfigurationFile.Read(config, diagnostics);
        if (Setup.Report(diagnostics, Console.Error) != ExitCode.Done || configuration is null)
            return ExitCode.Configuration;
        try
        {
            using SqliteStateReader? store = SqliteStateReader.Open(configuration.Storage);
            IEnumerable<ReportLine> lines = store?.ReadReportLines() ?? [];
            if (format == OutputFormat.Json)
                PrintJson(lines);
            else
                Console.Write(new ReportText(TimeZoneInfo.Local).Write(lines));
            return ExitCode.Done;
        }
        catch (StateStoreException exception)
        {
            Console.Error.WriteLine($"pyruse: error: {exception.Message}");
            return ExitCode.Failed;
        }
    }

    private static void PrintJson(IEnumerable<ReportLine> lines)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            ILookup<ReportLevel, ReportLine> byLevel = lines.ToLookup(static line => line.Level);
            writer.WriteStartObject();
            WriteCounted(writer, "warn", byLevel[ReportLevel.Warn]);
            WriteCounted(writer, "info", byLevel[ReportLevel.Info]);
            writer.WriteStartArray("other");
            foreach (ReportLine line in byLevel[ReportLevel.Other].OrderBy(static line => line.Time))
            {
                writer.WriteStartObject();
                writer.WriteString("time", EntryTime.ToUtc(line.Time).ToLocalTime());
                writer.WriteString("message", line.Message);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void WriteCounted(Utf8JsonWriter writer, string name, IEnumerable<ReportLine> lines)
    {
        writer.WriteStartArray(name);
        foreach (IGrouping<string, ReportLine> message in lines.GroupBy(static line => line.Message, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("message", message.Key);
            writer.WriteNumber("count", message.Count());
            writer.WriteStartArray("times");
            foreach (ReportLine line in message.OrderBy(static line => line.Time))
                writer.WriteStringValue(EntryTime.ToUtc(line.Time).ToLocalTime());
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
