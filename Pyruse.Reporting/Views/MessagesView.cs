using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Reporting.Text;

namespace Pyruse.Reporting.Views;

/// <summary>The part WARN or INFO.</summary>
/// <param name="Summary">How much it is: "3 messages, 14 lines"; empty: nothing.</param>
/// <param name="Messages">The messages, sorted.</param>
/// <param name="More">What there is no room for; null: all are there.</param>
internal sealed record MessagesView(string Summary, IReadOnlyList<MessageView> Messages, MoreView? More)
{
    /// <summary>The part with these messages.</summary>
    public static MessagesView Of(IReadOnlyList<ReportMessage> messages, ViewContext context)
    {
        List<ReportMessage> shown = [.. messages.Take(context.Limits.Messages)];
        int hidden = messages.Count - shown.Count;
        long hiddenLines = messages.Skip(shown.Count).Sum(static message => message.Count);
        string summary = messages.Count == 0 ? "" : $"{Wording.Counted(messages.Count, "message")}, {Wording.Counted(messages.Sum(static message => message.Count), "line")}";
        return new MessagesView(summary, [.. shown.Select(message => Message(message, context))], hidden == 0 ? null : context.More($"{Wording.Counted(hidden, "more message")} ({Wording.Counted(hiddenLines, "line")})", hidden));
    }

    private static MessageView Message(ReportMessage message, ViewContext context) => new(
        context.Text.Clean(message.Message, context.Limits.MessageLength),
        Wording.Number(message.Count),
        [.. message.Paragraphs.Select(paragraph => new ParagraphView(Wording.Counted(paragraph.Count, "time"), Times(paragraph, context)))]);

    private static string Times(ReportParagraph paragraph, ViewContext context)
    {
        IReadOnlyList<DateTimeOffset> times = paragraph.Times;
        if (times.Count == 0 || paragraph.Details == ReportDetails.None)
            return "";
        return paragraph.Details switch
        {
            ReportDetails.First => $"first {context.Clock.Time(times[0])}",
            ReportDetails.Last => $"last {context.Clock.Time(times[^1])}",
            ReportDetails.FirstLast when times.Count > 1 => $"first {context.Clock.Time(times[0])}, last {context.Clock.Time(times[^1])}",
            _ => AllTimes(paragraph, context),
        };
    }

    private static string AllTimes(ReportParagraph paragraph, ViewContext context)
    {
        IReadOnlyList<DateTimeOffset> times = paragraph.Times;
        int shown = Math.Min(times.Count, context.Limits.Times);
        // Where the model itself has no room for all, its last time does not follow on the one before it.
        if (times.Count < paragraph.Count && shown == times.Count && shown > 1)
            shown--;
        string list = context.Clock.List(times.Take(shown));
        return shown == paragraph.Count ? list : $"{list}, … {Wording.Number(paragraph.Count - shown)} more, the last one {context.Clock.Time(times[^1])}";
    }
}

/// <summary>A message with its times.</summary>
/// <param name="Text">The message.</param>
/// <param name="Count">How many lines had it.</param>
/// <param name="Paragraphs">Its lines, apart by the details that were asked for.</param>
internal sealed record MessageView(string Text, string Count, IReadOnlyList<ParagraphView> Paragraphs);

/// <summary>Lines of one message that ask for the same details.</summary>
/// <param name="Count">"3 times".</param>
/// <param name="Times">The times to name; empty: none.</param>
internal sealed record ParagraphView(string Count, string Times);
