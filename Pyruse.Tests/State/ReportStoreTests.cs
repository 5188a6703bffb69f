using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Tests.State;

/// <summary>A report is kept, its mail is put into the outbox, and what it was made of goes: all of it or nothing.</summary>
public sealed class ReportStoreTests : StoreFixture
{
    private static readonly DateTimeOffset Day = EntryTime.ToUtc(Start);

    [Test]
    public void What_a_report_took_is_in_no_other()
    {
        using SqliteStateStore store = Open();
        Commit(store, Line(1, "a"), Line(2, "b"), Line(30, "next day"));
        ReportClosing closing = Build(store, Day.AddDays(1));
        Commit(store, Line(3, "came while it was made"));

        OutboxEntry? mail = store.CloseReport(closing with { Mail = Mail });

        Assert.Multiple(() =>
        {
            Assert.That(Messages(closing.Report), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(store.ReadReportLines(ReportCut.Everything).Select(static line => line.Message), Is.EqualTo(new[] { "next day", "came while it was made" }));
            Assert.That(mail?.Effect, Is.EqualTo(Mail));
            Assert.That(store.ReadOutbox(0, 10), Is.EqualTo(new[] { mail }));
            Assert.That(store.ReadReportBasis().Begin, Is.EqualTo(Start + (86_400 * Second)));
        });
    }

    [Test]
    public void Two_who_make_the_same_report_make_one()
    {
        using SqliteStateStore store = Open();
        Commit(store, Line(1, "a"));
        ReportClosing first = Build(store, Day.AddDays(1));
        ReportClosing second = Build(store, Day.AddDays(1).AddHours(1));
        store.CloseReport(first);
        Assert.That(() => store.CloseReport(second with { Mail = Mail }), Throws.TypeOf<StateStoreException>().With.Message.StartsWith("Another report was made"));
        Assert.That(store.ReadOutbox(0, 10), Is.Empty);
    }

    [Test]
    public void A_report_that_cannot_be_kept_takes_nothing_away()
    {
        using SqliteStateStore store = Open();
        Commit(store, Line(1, "a"));
        ReportClosing closing = Build(store, Day.AddDays(1));
        store.Connection.Execute("CREATE TRIGGER refuse BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END");
        Assert.That(() => store.CloseReport(closing with { Mail = Mail }), Throws.TypeOf<StateStoreException>());
        Assert.Multiple(() =>
        {
            Assert.That(store.ReadReportLines(ReportCut.Everything).ToList(), Has.Count.EqualTo(1));
            Assert.That(store.ReadReports(closing.Report.Date), Is.Empty);
            Assert.That(store.ReadReportBasis().Begin, Is.EqualTo(closing.Begin));
        });
    }

    [Test]
    public void Reports_can_be_read_for_thirty_days()
    {
        using SqliteStateStore store = Open();
        for (int day = 1; day <= 40; day++)
        {
            Commit(store, Line((day * 24) - 1, $"day {day}"));
            store.CloseReport(Build(store, Day.AddDays(day)));
        }
        using SqliteStateReader reader = SqliteStateReader.Open(Root)!;
        IEnumerable<string> kept = Enumerable.Range(0, 41).SelectMany(day => reader.ReadReports(DateOnly.FromDateTime(Day.AddDays(day).Date))).SelectMany(Messages);
        Assert.That(kept, Is.EqualTo(Enumerable.Range(10, 31).Select(static day => $"day {day}")));
    }

    [Test]
    public void What_is_counted_is_committed_with_the_batch_and_taken_by_the_report()
    {
        using SqliteStateStore store = Open();
        StateBatch batch = Batch();
        batch.CountActivity(Start, ActivityKind.Entry, "", 7);
        batch.CountActivity(Start + 1, ActivityKind.Entry, "", 1);
        batch.CountActivity(Start + (86_400 * Second), ActivityKind.Entry, "", 100);
        store.Commit(batch);
        store.CountActivity(ActivityKind.Mail, Start);
        ReportClosing closing = Build(store, Day.AddDays(1));
        store.CloseReport(closing);
        Assert.That(closing.Report.Totals, Is.EqualTo(new ReportTotals(Entries: 8, Mails: 1)));
        Assert.That(store.ReadReportBasis().Activity.Sum(static count => count.Count), Is.EqualTo(100));
    }

    [Test]
    public void The_first_report_begins_when_the_store_is_made()
    {
        long begin;
        using (SqliteStateStore store = Open())
            begin = store.ReadReportBasis().Begin;
        Time.Advance(TimeSpan.FromHours(5));
        using SqliteStateStore reopened = Open();
        Assert.That((begin, reopened.ReadReportBasis().Begin), Is.EqualTo((EntryTime.ToMicroseconds(Time.GetUtcNow().AddHours(-5)), begin)));
    }

    [Test]
    public void Hostile_lines_cannot_make_the_report_grow_without_end()
    {
        using SqliteStateStore store = Open(new StateLimits { ReportCharacters = 100_000 });
        for (int i = 0; i < 100; i++)
            Commit(store, Line(1, $"{i}{new string('x', 4000)}", ReportLevel.Other), Line(1, $"warned {i}"));
        List<ReportLine> lines = [.. store.ReadReportLines(ReportCut.Everything)];
        Assert.Multiple(() =>
        {
            Assert.That(lines.Sum(static line => line.Message.Length), Is.LessThanOrEqualTo(100_000));
            Assert.That(lines.Count(static line => line.Level == ReportLevel.Warn), Is.EqualTo(100), "those of less weight go first");
            Assert.That(Build(store, Day.AddDays(1)).Report.LeftOut.Dropped, Is.EqualTo(200 - lines.Count));
        });
    }

    private static EmailEffect Mail { get; } = new(Origin, "report", "body") { Html = "<p>body</p>" };

    private static ReportEffect Line(int hour, string message, ReportLevel level = ReportLevel.Warn) =>
        new(Origin with { Time = Start + (hour * 3600 * Second) }, level, message, ReportDetails.All);

    private static void Commit(SqliteStateStore store, params Effect[] effects) => store.Commit(Batch(effects));

    private static ReportClosing Build(SqliteStateStore store, DateTimeOffset end) =>
        new ReportBuilder(TimeZoneInfo.Utc, "host").Build(store, end, end, new ReportDays(TimeOnly.MinValue, TimeZoneInfo.Utc).DayOf(end), new ReportLimits());

    private static IEnumerable<string> Messages(DailyReport report) => report.Warn.Select(static row => row.Message);
}
