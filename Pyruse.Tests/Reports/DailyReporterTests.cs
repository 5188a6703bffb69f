using System.Threading.Channels;
using NSubstitute;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Reports;

/// <summary>One report a day, whatever happens to the clock and to the process; every line in exactly one of them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DailyReporterTests : IDisposable
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTimeOffset Noon = new(2026, 10, 20, 12, 0, 0, TimeSpan.FromHours(2));

    private readonly TempDirectory _directory = new();
    private readonly ManualTime _time = new(Noon, Berlin);
    private readonly RecordingLogger _logger = new();
    private readonly Channel<EmailEffect> _mails = Channel.CreateUnbounded<EmailEffect>();
    private readonly SqliteStateStore _store;

    public DailyReporterTests() => _store = SqliteStateStore.Open(_directory.Path, _time, _logger);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Test]
    public async Task It_comes_after_midnight_also_when_nothing_happened()
    {
        await using DailyReporter reporter = Start();
        await GoTo(Noon.AddHours(12));
        EmailEffect mail = await Next();
        Assert.Multiple(() =>
        {
            Assert.That(mail.Subject, Does.EndWith("2026-10-20: nothing to check"));
            Assert.That(mail.Body, Is.EqualTo("10/20/2026: "));
            Assert.That(mail.Html, Is.Not.Null);
            Assert.That(_store.ReadOutbox(0, 10).Select(static entry => entry.Effect), Is.EqualTo(new[] { mail }));
            Assert.That(_store.ReadReports(new DateOnly(2026, 10, 20)), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task It_comes_day_after_day_on_days_of_all_lengths()
    {
        await using DailyReporter reporter = Start(new ReportSettings(At: new TimeOnly(2, 30)));
        List<string> dates = [];
        // Clocks are set back on the 25th.
        for (int day = 1; day <= 10; day++)
        {
            await GoTo(Noon.AddDays(day));
            dates.Add((await Next()).Body);
        }
        Assert.That(dates, Is.EqualTo(Enumerable.Range(20, 10).Select(static day => $"10/{day}/2026: ")));
    }

    [Test]
    public async Task It_waits_until_all_entries_there_are_have_been_handled()
    {
        await using DailyReporter reporter = Start(caughtUp: false);
        await GoTo(Noon.AddHours(12));
        // The engine still reads what is of yesterday, and something of today.
        Commit(Noon.AddHours(11), "late");
        Commit(Noon.AddHours(12).AddSeconds(1), "next");
        Assert.That(_mails.Reader.TryRead(out _), Is.False);
        reporter.CaughtUp();
        Assert.That((await Next()).Body, Does.EndWith(": late"));
        reporter.CaughtUp();
        await GoTo(Noon.AddHours(36));
        Assert.That((await Next()).Body, Does.EndWith(": next"));
    }

    [Test]
    public async Task It_does_not_wait_for_ever_for_an_engine_that_cannot_keep_up()
    {
        await using DailyReporter reporter = Start(caughtUp: false);
        await GoTo(Noon.AddHours(12));
        await _time.AdvanceToTimer(DailyReporter.Patience);
        Assert.That((await Next()).Subject, Does.Contain("2026-10-20"));
        Assert.That(_logger.Messages, Has.One.StartsWith("Warning: The daily report does not wait any longer"));
    }

    [Test]
    public async Task Reports_that_came_due_while_nothing_ran_are_made_up_for_each_with_the_lines_of_its_day()
    {
        _time.Advance(TimeSpan.FromDays(3));
        for (int day = 0; day <= 3; day++)
            Commit(Noon.AddDays(day), $"day {day}");
        await using DailyReporter reporter = Start();
        Assert.That(new[] { (await Next()).Body, (await Next()).Body, (await Next()).Body }, Is.EqualTo(new[] { "10/20/2026: day 0", "10/21/2026: day 1", "10/22/2026: day 2" }));
        await GoTo(Noon.AddDays(3).AddHours(13));
        Assert.That((await Next()).Body, Is.EqualTo("10/23/2026: day 3"));
    }

    [Test]
    public async Task After_a_month_without_Pyruse_there_are_seven_reports_and_every_line_is_in_one()
    {
        _time.Advance(TimeSpan.FromDays(30));
        for (int day = 0; day < 30; day++)
            Commit(Noon.AddDays(day), $"{day:00}");
        await using DailyReporter reporter = Start();
        List<string> bodies = [];
        for (int i = 0; i < 7; i++)
            bodies.Add((await Next()).Body.Split(": ")[1]);
        Assert.That(bodies[0], Is.EqualTo(string.Join(',', Enumerable.Range(0, 24).Select(static day => $"{day:00}"))));
        Assert.That(bodies.Skip(1), Is.EqualTo(Enumerable.Range(24, 6).Select(static day => $"{day:00}")));
    }

    [Test]
    public async Task A_restart_across_midnight_changes_nothing()
    {
        Commit(Noon, "before");
        await Start().DisposeAsync();
        _time.Advance(TimeSpan.FromHours(12) + TimeSpan.FromMinutes(1));
        await using (DailyReporter reporter = Start())
        {
            Assert.That((await Next()).Body, Is.EqualTo("10/20/2026: before"));
        }
        await using DailyReporter again = Start();
        await GoTo(Noon.AddHours(35));
        Assert.That(_mails.Reader.TryRead(out _), Is.False);
        await GoTo(Noon.AddHours(37));
        Assert.That((await Next()).Body, Is.EqualTo("10/21/2026: "));
    }

    [Test]
    public async Task A_clock_that_is_set_back_over_midnight_makes_no_second_report_and_loses_no_line()
    {
        await using DailyReporter reporter = Start();
        Commit(Noon, "before");
        await GoTo(Noon.AddHours(12));
        Assert.That((await Next()).Body, Is.EqualTo("10/20/2026: before"));
        await GoTo(Noon.AddHours(11));
        Commit(Noon.AddHours(11.5), "again before midnight");
        await GoTo(Noon.AddHours(12));
        await GoTo(Noon.AddHours(20));
        Assert.That(_mails.Reader.TryRead(out _), Is.False);
        await GoTo(Noon.AddHours(37));
        Assert.That((await Next()).Body, Is.EqualTo("10/21/2026: again before midnight"));
    }

    [Test]
    public async Task A_line_from_the_future_is_in_the_next_report()
    {
        await using DailyReporter reporter = Start();
        Commit(Noon.AddYears(70), "2096");
        await GoTo(Noon.AddHours(13));
        Assert.That((await Next()).Body, Is.EqualTo("10/20/2026: 2096"));
    }

    [Test]
    public async Task A_clock_that_was_years_ahead_does_not_put_the_next_report_off_by_years()
    {
        _time.Advance(TimeSpan.FromDays(365));
        await using (DailyReporter reporter = Start())
            await Drain();
        while (_mails.Reader.TryRead(out _))
        {
            // Reports of a time that has not come.
        }
        _time.Set(Noon);
        Commit(Noon, "now");
        await using DailyReporter again = Start();
        await GoTo(Noon.AddHours(13));
        Assert.That((await Next()).Body, Is.EqualTo("10/20/2026: now"));
    }

    [Test]
    public async Task While_the_store_cannot_be_written_the_report_is_tried_again()
    {
        IReportStore store = Substitute.For<IReportStore>();
        store.ReadReportBasis().Returns(_ => _store.ReadReportBasis());
        store.ReadReportLines(default).ReturnsForAnyArgs(call => _store.ReadReportLines(call.Arg<ReportCut>()));
        store.ReadBansMade(default, default).ReturnsForAnyArgs([]);
        bool isFull = true;
        store.CloseReport(null!).ReturnsForAnyArgs(call => isFull ? throw new StateStoreException("The disk is full.") : _store.CloseReport(call.Arg<ReportClosing>()));
        Commit(Noon, "kept");
        await using DailyReporter reporter = Start(store: store);
        await GoTo(Noon.AddHours(13));
        await _time.UntilPlannedAsync(TimeSpan.FromMinutes(1));
        Assert.That(_logger.Messages, Has.One.EqualTo("Error: The daily report can't be made now, and is tried again: The disk is full."));
        isFull = false;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await Next()).Body, Is.EqualTo("10/20/2026: kept"));
    }

    [Test]
    public async Task Whatever_happens_to_the_clock_and_the_process_every_line_is_in_one_report_and_no_day_has_two([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        int lines = 0;
        for (int i = 0; i < 30; i++)
        {
            await using DailyReporter reporter = Start();
            await GoTo(_time.GetUtcNow().AddMinutes(random.Next(-90, 60 * 40)));
            for (int n = random.Next(4); n > 0; n--)
                Commit(_time.GetUtcNow().AddMinutes(random.Next(-600, 60)), $"{lines++}");
        }
        await using (DailyReporter last = Start())
        {
            await GoTo(_time.GetUtcNow().AddDays(3));
            await Drain();
        }
        List<DailyReport> reports = [.. Enumerable.Range(-1, 90).SelectMany(day => _store.ReadReports(DateOnly.FromDateTime(Noon.AddDays(day).Date)))];
        // Kept for 30 days: the mails have all of them.
        IEnumerable<string> mailed = _store.ReadOutbox(0, 1000).Select(static entry => ((EmailEffect)entry.Effect).Body.Split(": ")[1]);
        Assert.Multiple(() =>
        {
            Assert.That(mailed.SelectMany(static body => body.Split(',', StringSplitOptions.RemoveEmptyEntries)).Order(), Is.EqualTo(Enumerable.Range(0, lines).Select(static n => $"{n}").Order()));
            Assert.That(reports.Select(static report => report.Date), Is.Unique);
            Assert.That(reports.Zip(reports.Skip(1)).Where(static pair => pair.First.To != pair.Second.From), Is.Empty, "periods follow each other");
        });
    }

    private DailyReporter Start(ReportSettings? settings = null, bool caughtUp = true, IReportStore? store = null)
    {
        IEffectDispatcher dispatcher = Substitute.For<IEffectDispatcher>();
        dispatcher.When(static called => called.Enqueue(Arg.Any<IReadOnlyList<OutboxEntry>>()))
            .Do(call => _mails.Writer.TryWrite((EmailEffect)call.Arg<IReadOnlyList<OutboxEntry>>()[0].Effect));
        var mail = new ReportMail(new EmailSettings(), new WarnedMessages(), new WarnedMessages(), _logger);
        var reporter = new DailyReporter(store ?? _store, mail, dispatcher, settings ?? new ReportSettings(), _time, _logger);
        reporter.Start();
        if (caughtUp)
            reporter.CaughtUp();
        return reporter;
    }

    /// <summary>Sets the clock, once the reporter waits for it: it looks at least once a minute.</summary>
    private async Task GoTo(DateTimeOffset time)
    {
        await Drain();
        if (time < _time.GetUtcNow())
            _time.Set(time);
        else
            _time.Advance(time - _time.GetUtcNow());
        _time.Advance(TimeSpan.FromSeconds(2));
    }

    /// <summary>Waits until the reporter has nothing to do but wait.</summary>
    private Task Drain() => _time.UntilPlannedWithinAsync(DailyReporter.Patience);

    private async Task<EmailEffect> Next() => await _mails.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    private void Commit(DateTimeOffset time, string message)
    {
        var batch = new StateBatch();
        batch.Effects.Add(new ReportEffect(new("chain", 0, EntryTime.ToMicroseconds(time), ""), ReportLevel.Warn, message, ReportDetails.All));
        _store.Commit(batch);
    }

    /// <summary>Writes the date and the messages.</summary>
    private sealed class WarnedMessages : IReportForms
    {
        public string Html(DailyReport report) => "";

        public string Text(DailyReport report) => FormattableString.Invariant($"{report.Date:MM/dd/yyyy}: {string.Join(',', report.Warn.Select(static row => row.Message))}");
    }
}
