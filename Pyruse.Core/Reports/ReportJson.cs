using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pyruse.Core.Reports;

/// <summary>Reports as JSON: for programs, and as they are kept. Times are as in RFC 3339.</summary>
[JsonSerializable(typeof(DailyReport))]
[JsonSerializable(typeof(ReportTotals))]
public sealed partial class ReportJson : JsonSerializerContext
{
    // Read by programs, not pasted into pages: only what JSON demands is escaped.
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ReportJson Compact = new(new JsonSerializerOptions(Form));
    private static readonly ReportJson Readable = new(new JsonSerializerOptions(Form) { WriteIndented = true });

    /// <summary>Writes a report for people and programs: indented, with a newline at the end.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Where to; it is not disposed of.</param>
    /// <exception cref="IOException">The stream can't be written.</exception>
    public static void Write(DailyReport report, Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        JsonSerializer.Serialize(output, report, Readable.DailyReport);
        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes a report to be kept.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Where to; it is not disposed of.</param>
    public static void Keep(DailyReport report, Stream output) => JsonSerializer.Serialize(output, report, Compact.DailyReport);

    /// <summary>Reads a report that was kept.</summary>
    /// <exception cref="JsonException">It is no report.</exception>
    public static DailyReport Read(Stream input) => JsonSerializer.Deserialize(input, Compact.DailyReport) ?? throw new JsonException("There is no report.");

    /// <summary>Writes sums as one line.</summary>
    public static string Of(ReportTotals totals) => JsonSerializer.Serialize(totals, Compact.ReportTotals);

    /// <summary>Reads sums.</summary>
    /// <exception cref="JsonException">The text is none.</exception>
    public static ReportTotals ReadTotals(string text) => JsonSerializer.Deserialize(text, Compact.ReportTotals) ?? throw new JsonException("There are no sums.");
}
