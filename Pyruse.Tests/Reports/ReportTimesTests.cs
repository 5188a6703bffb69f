using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Reporting;
using Pyruse.Reporting.Text;
using Pyruse.Reporting.Views;
using static Pyruse.Tests.Reports.SomeReports;

namespace Pyruse.Tests.Reports;

[TestFixture]
public sealed class ReportTimesTests
{
    private static readonly DailyReport LongDay = Busy(Day(new(2026, 10, 25, 0, 0, 0, Summer), new(2026, 10, 26, 0, 0, 0, Winter)));
    private static readonly DailyReport ShortDay = Busy(Day(new(2026, 3, 29, 0, 0, 0, Winter), new(2026, 3, 30, 0, 0, 0, Summer)));

    [Test]
    public void A_day_of_25_hours_has_25_columns_and_tells_its_two_hours_from_2_apart()
    {
        ReportView view = View(LongDay);

        Assert.That(view.Chart!.Columns, Has.Count.EqualTo(25));
        Assert.That(view.Chart.Columns[2].Title, Is.EqualTo("02:00 UTC+02:00: 1 entry"));
        Assert.That(view.Chart.Columns[3].Title, Is.EqualTo("02:00 UTC+01:00: 1 entry"));
        Assert.That(view.Period, Is.EqualTo("00:00 (UTC+02:00) to 24:00 (UTC+01:00)"));
        Assert.That(new Clock(LongDay).Time(new(2026, 10, 25, 2, 30, 0, Winter)), Is.EqualTo("02:30:00+01:00"));
    }

    [Test]
    public void A_day_of_23_hours_has_23_columns()
    {
        ReportView view = View(ShortDay);

        Assert.That(view.Chart!.Columns, Has.Count.EqualTo(23));
        Assert.That(view.Chart.Columns[1].Title, Does.StartWith("01:00 "));
        Assert.That(view.Chart.Columns[2].Title, Does.StartWith("03:00 "));
        Assert.That(new HandlebarsForms().Html(ShortDay), Does.Contain("03:00 UTC+02:00"));
    }

    [Test]
    public void A_week_has_several_hours_in_a_column()
    {
        ReportView view = View(Day(Midnight, Midnight.AddDays(7)) with { Hours = [.. Enumerable.Range(0, 168).Select(static hour => new ReportHour(At(hour), 10, hour == 100 ? 1 : 0, 0, 0))] });

        Assert.That(view.Chart!.Columns, Has.Count.EqualTo(28));
        Assert.That(view.Chart.Caption, Is.EqualTo("Log entries per 6 hours: at most 60, from 2026-11-20 00:00 on"));
        Assert.That(view.Chart.Columns[16].Warn, Is.True);
    }

    [Test]
    public void Dates_are_named_where_they_change()
    {
        var withinADay = new Clock(Quiet);
        var overMidnight = new Clock(Quiet with { From = At(6), To = At(30) });

        Assert.That(withinADay.List([At(1), At(2), At(25), At(26)]), Is.EqualTo("01:00:00, 02:00:00, 2026-11-21 01:00:00, 02:00:00"));
        Assert.That(withinADay.Time(At(-1)), Is.EqualTo("2026-11-19 23:00:00"));
        Assert.That(overMidnight.List([At(7), At(8), At(25)]), Is.EqualTo("2026-11-20 07:00:00, 08:00:00, 2026-11-21 01:00:00"));
        Assert.That(overMidnight.Range(At(7), At(8)), Is.EqualTo("2026-11-20 07:00:00 to 08:00:00"));
        Assert.That(overMidnight.Period(), Is.EqualTo("2026-11-20 06:00 to 2026-11-21 06:00 (UTC+01:00)"));
    }

    [TestCase(ReportDetails.All, "3 times: 01:00:00, 02:00:00, 03:00:00")]
    [TestCase(ReportDetails.None, "3 times: ")]
    [TestCase(ReportDetails.First, "3 times: first 01:00:00")]
    [TestCase(ReportDetails.Last, "3 times: last 03:00:00")]
    [TestCase(ReportDetails.FirstLast, "3 times: first 01:00:00, last 03:00:00")]
    public void Times_are_named_as_the_details_ask(ReportDetails details, string times) => Assert.That(Times(Paragraph(details, At(1), At(2), At(3))), Is.EqualTo(times));

    [Test]
    public void Of_very_many_times_the_first_hundred_and_the_last_are_named()
    {
        DateTimeOffset[] all = [.. Enumerable.Range(0, 5_000).Select(static n => Midnight.AddSeconds(n))];

        Assert.That(Times(Paragraph(ReportDetails.All, all)), Does.StartWith("5,000 times: 00:00:00, ").And.EndsWith(", 00:01:38, 00:01:39, … 4,900 more, the last one 01:23:19"));
        Assert.That(Times(new ReportParagraph(ReportDetails.All, 5_000, [At(1), At(2), At(23)])), Is.EqualTo("5,000 times: 01:00:00, 02:00:00, … 4,998 more, the last one 23:00:00"));
    }

    private static string Times(ReportParagraph paragraph)
    {
        ParagraphView view = View(Quiet with { Warn = [new ReportMessage("x", [paragraph])] }).Warn.Messages.Single().Paragraphs.Single();
        return $"{view.Count}: {view.Times}";
    }

    private static ReportView View(DailyReport report) => ReportViewBuilder.Build(report, new FormLimits(), new VisibleText("\n"));

    private static DailyReport Busy(DailyReport report) => report with { Hours = [.. report.Hours.Select(static hour => hour with { Entries = 1 })] };
}
