using System.Globalization;
using System.Text;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Effects;

/// <summary>Writes the daily report as plain text, flavoured as AsciiDoc.</summary>
/// <param name="zone">The zone in which times are printed.</param>
public sealed class ReportText(TimeZoneInfo zone)
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    /// <summary>Writes the report.</summary>
    /// <param name="lines">The lines, in the order they were added.</param>
    public string Write(IEnumerable<ReportLine> lines)
    {
        ILookup<ReportLevel, ReportLine> byLevel = lines.ToLookup(static line => line.Level);
        var text = new StringBuilder("= Pyruse Report\n");
        AppendCounted(text, "WARNING messages: should be checked", byLevel[ReportLevel.Warn]);
        AppendCounted(text, "Information messages: of interest", byLevel[ReportLevel.Info]);
        AppendChronological(text, "Other log events: all the rest", byLevel[ReportLevel.Other]);
        return text.ToString();
    }

    /// <summary>One paragraph for each message, sorted, with its count and the times that its details ask for.</summary>
    private void AppendCounted(StringBuilder text, string title, IEnumerable<ReportLine> lines)
    {
        AppendTitle(text, title);
        bool isEmpty = true;
        foreach (IGrouping<string, ReportLine> message in lines.GroupBy(static line => line.Message, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            isEmpty = false;
            text.Append(CultureInfo.InvariantCulture, $"* {Indented(message.Key)}\n");
            foreach (IGrouping<ReportDetails, ReportLine> details in message.GroupBy(static line => line.Details))
            {
                List<long> times = [.. details.Select(static line => line.Time).Order()];
                string shown = Times(details.Key, times);
                text.Append(CultureInfo.InvariantCulture, $"  {times.Count} {(times.Count == 1 ? "time" : "times")}{(shown.Length > 0 ? ": " + shown : "")}\n");
            }
        }
        if (isEmpty)
            text.Append("Nothing.\n");
    }

    private void AppendChronological(StringBuilder text, string title, IEnumerable<ReportLine> lines)
    {
        AppendTitle(text, title);
        bool isEmpty = true;
        foreach (ReportLine line in lines.OrderBy(static line => line.Time))
        {
            isEmpty = false;
            text.Append(CultureInfo.InvariantCulture, $"{Time(line.Time)}: {Indented(line.Message)}\n");
        }
        if (isEmpty)
            text.Append("Nothing.\n");
    }

    private static void AppendTitle(StringBuilder text, string title) => text.Append("\n== ").Append(title).Append("\n\n");

    /// <summary>Text from logs: further lines are indented, so that they can't look like parts of the report, and control characters are shown as dots.</summary>
    private static string Indented(string message) =>
        string.Join("\n    ", message.ReplaceLineEndings("\n").Split('\n').Select(static line => string.Concat(line.Select(static c => char.IsControl(c) && c != '\t' ? '·' : c))));

    private string Times(ReportDetails details, List<long> times) => details switch
    {
        ReportDetails.None => "",
        ReportDetails.First => $"first {Time(times[0])}",
        ReportDetails.Last => $"last {Time(times[^1])}",
        ReportDetails.FirstLast => times.Count == 1 ? Time(times[0]) : $"first {Time(times[0])}, last {Time(times[^1])}",
        _ => string.Join(", ", times.Select(Time)),
    };

    private string Time(long time) => EntryTime.ToLocal(time, zone).ToString(TimeFormat, CultureInfo.InvariantCulture);
}
