using Pyruse.Core.Reports;

namespace Pyruse.Reporting.Views;

/// <summary>Which groups of like lines are shown as such.</summary>
/// <param name="Shown">These: several lines, or one that is new.</param>
/// <param name="Single">Groups of one line that are not shown as groups.</param>
/// <param name="MarksNew">Whether "new" says anything: in the first report all are.</param>
internal sealed record GroupSelection(IReadOnlyList<LineGroup> Shown, IReadOnlyList<LineGroup> Single, bool MarksNew)
{
    /// <summary>Selects from a report's groups, which come with the new ones first.</summary>
    public static GroupSelection Of(DailyReport report, FormLimits limits)
    {
        bool marksNew = report.Mean is not null;
        ILookup<bool, LineGroup> eligible = report.Groups.Where(group => group.Count > 1 || (marksNew && group.New)).ToLookup(group => marksNew && group.New);
        // Half of the room is for either kind as long as both want it: a flood of new shapes must not hide what is frequent.
        int usual = Math.Min(eligible[false].Count(), Math.Max(limits.Groups / 2, limits.Groups - eligible[true].Count()));
        List<LineGroup> shown = [.. eligible[true].Take(limits.Groups - usual), .. eligible[false].Take(usual)];
        HashSet<LineGroup> isShown = new(shown, ReferenceEqualityComparer.Instance);
        return new GroupSelection(shown, [.. report.Groups.Where(group => group.Count == 1 && !isShown.Contains(group))], marksNew);
    }
}
