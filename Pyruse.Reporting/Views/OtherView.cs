using Pyruse.Core.Reports;
using Pyruse.Reporting.Text;

namespace Pyruse.Reporting.Views;

/// <summary>The part OTHER.</summary>
/// <param name="Summary">How much it is: "1,234 lines in 56 groups"; empty: nothing.</param>
/// <param name="Groups">Groups of like lines.</param>
/// <param name="Lines">Lines: all of them when they are few, else those that no group stands for.</param>
/// <param name="LinesTitle">What <see cref="Lines"/> are.</param>
/// <param name="More">What there is no room for; null: all are there.</param>
internal sealed record OtherView(string Summary, IReadOnlyList<GroupView> Groups, IReadOnlyList<LineView> Lines, string LinesTitle, MoreView? More)
{
    /// <summary>The part of a report.</summary>
    public static OtherView Of(ViewContext context)
    {
        DailyReport report = context.Report;
        long total = Math.Max(report.Totals.Other, report.Other.Count);
        if (total == 0)
            return new OtherView("", [], [], "", null);
        var selection = GroupSelection.Of(report, context.Limits);
        List<GroupView> groups = [.. selection.Shown.Select(group => Group(group, selection.MarksNew && group.New, context))];
        long groupCount = report.Groups.Count + report.LeftOut.Groups;
        string summary = $"{Wording.Counted(total, "line")} in {Wording.Counted(groupCount, "group")} of like ones";
        if (total == report.Other.Count && total <= context.Limits.Lines)
            return new OtherView(summary, groups, [.. report.Other.Select(line => Line(line.Time, line.Message, context))], "All lines", null);

        List<LineView> lines = [.. selection.Single.Take(context.Limits.Lines).OrderBy(static group => group.First).Select(group => Line(group.First, group.Sample, context))];
        long hiddenLines = Math.Max(0, total - selection.Shown.Sum(static group => group.Count) - lines.Count);
        long hiddenGroups = groupCount - groups.Count - lines.Count;
        return new OtherView(summary, groups, lines, "Lines like no other", Hidden(hiddenLines, hiddenGroups, context));
    }

    private static MoreView? Hidden(long lines, long groups, ViewContext context)
    {
        List<string> parts = [];
        if (lines > 0)
            parts.Add(Wording.Counted(lines, "more line"));
        if (groups > 0)
            parts.Add(Wording.Counted(groups, parts.Count == 0 ? "more group" : "group"));
        return parts.Count == 0 ? null : context.More(Wording.Joined(parts), lines + groups, context.Report.LeftOut is { OtherLines: 0, Groups: 0, Dropped: 0 });
    }

    private static GroupView Group(LineGroup group, bool isNew, ViewContext context)
    {
        string pattern = context.Text.Clean(group.Pattern, context.Limits.SampleLength);
        string sample = context.Text.Clean(group.Sample, context.Limits.SampleLength);
        string filter = group.Filter is { Length: <= GroupView.LongestFilter } toml ? context.Text.Clean(toml.Trim('\n'), GroupView.LongestFilter) : "";
        return new GroupView(Wording.Number(group.Count), context.Clock.Range(group.First, group.Last), pattern, sample == pattern ? "" : sample, isNew, filter);
    }

    private static LineView Line(DateTimeOffset time, string message, ViewContext context) => new(context.Clock.Time(time), context.Text.Clean(message, context.Limits.MessageLength));
}

/// <summary>Like lines.</summary>
/// <param name="Count">How many.</param>
/// <param name="Times">From when to when.</param>
/// <param name="Pattern">What they have in common.</param>
/// <param name="Sample">The first of them; empty: it is what the pattern says.</param>
/// <param name="New">Whether the report before had none of them.</param>
/// <param name="Filter">A chain in TOML that would discard them; empty: there is none.</param>
internal sealed record GroupView(string Count, string Times, string Pattern, string Sample, bool New, string Filter)
{
    /// <summary>A filter of more characters is left out: cut, it would be wrong.</summary>
    public const int LongestFilter = 2_000;
}

/// <summary>A line of the log.</summary>
/// <param name="Time">When.</param>
/// <param name="Message">What.</param>
internal sealed record LineView(string Time, string Message);
