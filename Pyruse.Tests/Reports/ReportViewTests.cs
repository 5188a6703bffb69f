using Pyruse.Core.Reports;
using Pyruse.Reporting;
using Pyruse.Reporting.Text;
using Pyruse.Reporting.Views;
using static Pyruse.Tests.Reports.SomeReports;

namespace Pyruse.Tests.Reports;

[TestFixture]
public sealed class ReportViewTests
{
    [TestCase(1_120, 1_000, "+12 %")]
    [TestCase(880, 1_000, "−12 %")]
    [TestCase(1_000, 1_000, "±0 %")]
    [TestCase(0, 1_000, "−100 %")]
    [TestCase(50_000, 20, "+249,900 %")]
    [TestCase(3, 0, "+3")]
    [TestCase(2, 5, "−3")]
    [TestCase(5_000, 19, "+4,981")]
    public void A_change_is_in_percent_where_the_mean_is_large_enough(long sum, long mean, string change) =>
        Assert.That(TotalView.ChangeOf(sum, mean).Replace('\u00A0', ' '), Is.EqualTo(change));

    [Test]
    public void The_verdict_names_what_should_be_checked()
    {
        Assert.That(View(Quiet).Verdict, Is.EqualTo("Nothing to check"));
        Assert.That(View(Quiet with { Warn = [Message("x")] }).Verdict, Is.EqualTo("1 message should be checked"));
        Assert.That(View(Quiet with { Totals = new ReportTotals(Warn: 7) }).Verdict, Is.EqualTo("7 lines should be checked"));
        Assert.That(
            View(Quiet with { Warn = [Message("x"), Message("y")], FailedSteps = [new FailedStep("c", 1, 9)], LeftOut = new ReportLeftOut(Dropped: 12_000) }).Verdict,
            Is.EqualTo("2 messages should be checked, 1 step of the configuration failed and 12,000 lines got lost"));
    }

    [Test]
    public void Few_lines_are_all_there_beside_their_groups()
    {
        OtherView other = View(Others(200, Group("a", 150), Group("b", 50))).Other;

        Assert.That(other.Groups, Has.Count.EqualTo(2));
        Assert.That(other.Lines, Has.Count.EqualTo(200));
        Assert.That(other.LinesTitle, Is.EqualTo("All lines"));
        Assert.That(other.More, Is.Null);
    }

    [Test]
    public void Of_many_lines_only_those_are_there_that_no_group_stands_for()
    {
        OtherView other = View(Others(201, Group("new", 1, isNew: true), Group("many", 198), Group("lone wolf", 1), Group("hermit", 1))).Other;

        Assert.That(other.Groups.Select(static group => group.Pattern), Is.EqualTo(new[] { "new", "many" }));
        Assert.That(other.Groups.Select(static group => group.New), Is.EqualTo(new[] { true, false }));
        Assert.That(other.Lines.Select(static line => line.Message), Is.EqualTo(new[] { "lone wolf", "hermit" }));
        Assert.That(other.More, Is.Null);
    }

    [Test]
    public void In_the_first_report_nothing_is_marked_as_new()
    {
        OtherView other = View(Others(300, Group("single", 1, isNew: true), Group("many", 299, isNew: true)) with { Mean = null }).Other;

        Assert.That(other.Groups.Select(static group => group.New), Is.EqualTo(new[] { false }));
        Assert.That(other.Lines.Single().Message, Is.EqualTo("single"));
    }

    [Test]
    public void New_groups_do_not_crowd_out_frequent_ones()
    {
        LineGroup[] groups = [.. Enumerable.Range(0, 1_000).Select(static n => Group($"new {n}", 1, isNew: true)), .. Enumerable.Range(0, 1_000).Select(static n => Group($"usual {n}", 10))];
        OtherView other = View(Others(11_000, groups)).Other;

        Assert.That(other.Groups.Count(static group => group.New), Is.EqualTo(75));
        Assert.That(other.Groups.Count(static group => !group.New), Is.EqualTo(75));
        Assert.That(other.More!.What, Is.EqualTo("9,975 more lines and 1,650 groups are not shown"));
        Assert.That(other.Lines, Has.Count.EqualTo(200));
    }

    [Test]
    public void What_the_report_itself_has_no_room_for_is_told()
    {
        ReportView view = View(Others(300, Group("many", 250)) with { LeftOut = new ReportLeftOut(Dropped: 5, Messages: 1, OtherLines: 700, Groups: 3), Totals = new ReportTotals(Other: 1_000) });

        Assert.That(view.Other.More, Is.EqualTo(new MoreView("750 more lines and 3 groups are not shown", "pyruse report show --date 2026-11-20 --format json", "has as many as a report keeps")));
        Assert.That(view.Notices, Is.EqualTo(new[]
        {
            "5 lines had to be dropped, because more came than Pyruse keeps for one report. They are counted, and nothing more is known of them.",
            "1 message to be checked or of interest had no room in the report. They are counted.",
        }));
    }

    [Test]
    public void A_filter_is_whole_or_not_there()
    {
        string comment = "# " + new string('x', 1_999);

        Assert.That(View(Others(2, Group("a", 2, filter: comment))).Other.Groups.Single().Filter, Is.Empty);
        Assert.That(View(Others(2, Group("a", 2, filter: comment[..2_000]))).Other.Groups.Single().Filter, Is.EqualTo(comment[..2_000]));
    }

    private static DailyReport Others(int lines, params LineGroup[] groups) => Quiet with
    {
        Other = [.. Enumerable.Range(0, lines).Select(static n => new ReportOther(Midnight.AddSeconds(n), $"line {n}"))],
        Groups = groups,
        Totals = new ReportTotals(Other: lines),
        Mean = new ReportMean(2, new ReportTotals()),
    };

    private static ReportView View(DailyReport report) => ReportViewBuilder.Build(report, new FormLimits(), new VisibleText("\n"));
}
