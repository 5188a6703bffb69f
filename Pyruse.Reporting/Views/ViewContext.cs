using Pyruse.Core.Reports;
using Pyruse.Reporting.Text;

namespace Pyruse.Reporting.Views;

/// <summary>What all parts of a view are made with.</summary>
/// <param name="Report">The report.</param>
/// <param name="Limits">How much is shown.</param>
/// <param name="Text">Makes texts harmless.</param>
/// <param name="Clock">Writes times.</param>
internal sealed record ViewContext(DailyReport Report, FormLimits Limits, VisibleText Text, Clock Clock)
{
    private const int LongestName = 64;

    /// <summary>A short text, such as a name.</summary>
    public string Name(string name) => Text.Clean(name, LongestName);

    /// <summary>The command that shows the report again.</summary>
    public string Command => $"pyruse report show --date {Report.Date:yyyy-MM-dd}";

    /// <summary>Says what is not shown.</summary>
    /// <param name="what">It, in words.</param>
    /// <param name="count">How many it is.</param>
    /// <param name="kept">Whether the report itself has all of it.</param>
    public MoreView More(string what, long count, bool kept = true) =>
        new($"{what} {(count == 1 ? "is" : "are")} not shown", $"{Command} --format json", kept ? $"has {(count == 1 ? "it" : "them")}" : "has as many as a report keeps");
}
