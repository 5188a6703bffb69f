using System.Globalization;
using System.Net;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Reports;
using Pyruse.Core.State;

namespace Pyruse.Tests.Reports;

/// <summary>What a report says of what a store has collected.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReportBuilderTests : IDisposable
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly MemoryStateStore _store = new();
    private readonly StateBatch _batch = new();

    public void Dispose() => _store.Dispose();

    [Test]
    public void A_message_has_one_row_with_a_paragraph_for_each_kind_of_details()
    {
        Add(1, ReportLevel.Warn, "b");
        Add(3, ReportLevel.Warn, "a", ReportDetails.First);
        Add(2, ReportLevel.Warn, "a", ReportDetails.First);
        Add(4, ReportLevel.Warn, "a", ReportDetails.None);

        DailyReport report = Report();

        Assert.That(report.Warn.Select(static row => (row.Message, row.Count)), Is.EqualTo(new[] { ("a", 3L), ("b", 1L) }));
        Assert.That(report.Warn[0].Paragraphs.Select(static part => (part.Details, part.Count)), Is.EqualTo(new[] { (ReportDetails.None, 1L), (ReportDetails.First, 2L) }));
        Assert.That(report.Warn[0].Times, Is.EqualTo(new[] { At(2), At(3), At(4) }));
        Assert.That(report.Info, Is.Empty);
    }

    [TestCase(ReportDetails.All, "1 2 3")]
    [TestCase(ReportDetails.None, "")]
    [TestCase(ReportDetails.First, "1")]
    [TestCase(ReportDetails.Last, "3")]
    [TestCase(ReportDetails.FirstLast, "1 3")]
    public void Details_say_which_times_are_named(ReportDetails details, string named)
    {
        foreach (int minute in (int[])[2, 1, 3])
            Add(minute, ReportLevel.Info, "a", details);
        Assert.That(string.Join(' ', Report().Info[0].Paragraphs[0].NamedTimes.Select(static time => (time - Midnight).TotalMinutes)), Is.EqualTo(named));
    }

    [Test]
    public void Like_lines_of_the_rest_are_folded_and_the_lines_themselves_are_in_order()
    {
        Add(3, ReportLevel.Other, "sshd: user 3 left");
        Add(1, ReportLevel.Other, "sshd: user 1 left");
        Add(2, ReportLevel.Other, "cron: ran");

        DailyReport report = Report();

        Assert.That(report.Other.Select(static line => line.Message), Is.EqualTo(new[] { "sshd: user 1 left", "cron: ran", "sshd: user 3 left" }));
        Assert.That(report.Groups, Is.EqualTo(new[]
        {
            new LineGroup("sshd: user <n> left", 2, At(1), At(3), "sshd: user 3 left", New: false, Filter: null),
            new LineGroup("cron: ran", 1, At(2), At(2), "cron: ran", New: false, Filter: null),
        }));
    }

    [Test]
    public void Lines_that_read_alike_but_come_of_different_programs_are_groups_with_filters_of_their_own()
    {
        Add(1, ReportLevel.Other, "ran", identifier: "cron", entryMessage: "ran");
        Add(2, ReportLevel.Other, "ran", identifier: "at", entryMessage: "ran");
        Assert.That(Report().Groups.Select(static group => group.Filter), Has.One.Contains("'cron'").And.One.Contains("'at'"));
    }

    [Test]
    public void What_the_report_before_did_not_have_is_new()
    {
        Add(1, ReportLevel.Other, "known 1");
        DailyReport first = Close(Midnight.AddDays(1));
        Add(24 * 60, ReportLevel.Other, "known 2");
        Add((24 * 60) + 1, ReportLevel.Other, "unknown");
        DailyReport second = Close(Midnight.AddDays(2));
        Assert.Multiple(() =>
        {
            Assert.That(first.Groups.Select(static group => group.New), Is.EqualTo(new[] { false }), "there was no report before");
            Assert.That(second.Groups.Select(static group => (group.Pattern, group.New)), Is.EqualTo(new[] { ("unknown", true), ("known <n>", false) }));
        });
    }

    [Test]
    public void Totals_are_compared_with_the_mean_of_at_most_seven_reports()
    {
        for (int day = 1; day <= 9; day++)
        {
            _batch.CountActivity(Micros(Midnight.AddDays(day).AddHours(-12)), ActivityKind.Entry, "", day * 100);
            DailyReport report = Close(Midnight.AddDays(day));
            Assert.That(report.Totals.Entries, Is.EqualTo(day * 100));
            Assert.That(report.Mean?.Days, Is.EqualTo(day == 1 ? null : Math.Min(day - 1, 7)));
            if (day == 9)
                Assert.That(report.Mean!.Totals.Entries, Is.EqualTo(500), "of the days 2 to 8");
        }
    }

    [Test]
    public void Failures_bans_and_mails_are_counted_and_named()
    {
        _batch.CountActivity(Micros(At(1)), ActivityKind.Failure, ActivityCount.NameOfStep("SSH", 2), 5);
        _batch.CountActivity(Micros(At(700)), ActivityKind.Failure, ActivityCount.NameOfStep("SSH", 2), 1);
        _batch.CountActivity(Micros(At(700)), ActivityKind.Failure, ActivityCount.NameOfStep("web, \u001f?", 0), 2);
        _batch.CountActivity(Micros(At(1)), ActivityKind.Mail, "");
        Ban("203.0.113.7", "SSH", minute: 1, seconds: 60);
        Ban("203.0.113.9", "web", minute: 2, seconds: 0);
        Ban("203.0.113.9", "web", minute: 3, seconds: 0);
        Ban("2001:db8::1", "SSH", minute: 4, seconds: 0);

        DailyReport report = Report();

        Assert.Multiple(() =>
        {
            Assert.That(report.Totals with { Entries = 0 }, Is.EqualTo(new ReportTotals(Bans: 4, Lifted: 1, Mails: 1, Failures: 8)));
            Assert.That(report.FailedSteps, Is.EqualTo(new[] { new FailedStep("SSH", 3, 6), new FailedStep("web, \u001f?", 1, 2) }));
            Assert.That(report.Addresses.Select(static banned => (banned.Address, banned.Network, banned.Count, string.Join(',', banned.Chains))), Is.EqualTo(new[]
            {
                ("203.0.113.9", "203.0.113.0/24", 2L, "web"), ("2001:db8::1", "2001:db8::/48", 1L, "SSH"), ("203.0.113.7", "203.0.113.0/24", 1L, "SSH"),
            }));
            Assert.That(report.Networks, Is.EqualTo(new[] { new BannedNetwork("203.0.113.0/24", 2) }));
        });
    }

    [TestCase("2026-02-28T23:00:00Z", "2026-03-01T23:00:00Z", 24)]
    [TestCase("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 23)]
    [TestCase("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25)]
    public void The_chart_has_the_hours_that_the_day_has(string from, string to, int hours)
    {
        DateTimeOffset begin = DateTimeOffset.Parse(from, CultureInfo.InvariantCulture);
        for (int hour = 0; hour < hours; hour++)
            _batch.CountActivity(Micros(begin.AddHours(hour).AddMinutes(59)), ActivityKind.Entry, "", hour + 1);
        _batch.CountActivity(Micros(begin), ActivityKind.Entry, "", 0);
        DailyReport report = Close(DateTimeOffset.Parse(to, CultureInfo.InvariantCulture), Berlin);
        Assert.That(report.Hours.Select(static hour => hour.Entries), Is.EqualTo(Enumerable.Range(1, hours)));
        Assert.That(report.Hours[0].Start.Hour, Is.Zero);
        Assert.That(report.Hours[^1].Start.Hour, Is.EqualTo(23));
    }

    [Test]
    public void A_first_report_of_old_entries_begins_with_them_and_its_chart_has_their_hours()
    {
        _batch.CountActivity(Micros(Midnight), ActivityKind.Entry, "", 7);
        _batch.CountActivity(Micros(Midnight.AddMinutes(130)), ActivityKind.Entry, "", 1);
        DailyReport report = Build(Midnight.AddDays(300), TimeZoneInfo.Utc, limits: null).Report;
        Assert.That(report.From, Is.EqualTo(Midnight));
        Assert.That(report.Hours.Select(static hour => (hour.Start.Hour, hour.Entries)), Is.EqualTo(new[] { (0, 7L), (1, 0L), (2, 1L) }));
    }

    [Test]
    public void What_there_is_no_room_for_is_counted()
    {
        for (int i = 0; i < 100; i++)
        {
            Add(i, ReportLevel.Warn, $"message {i % 10}");
            Add(i, ReportLevel.Other, $"{(char)('a' + (i % 10))}-line");
        }
        DailyReport report = Report(new ReportLimits { Messages = 3, Times = 4, OtherLines = 50, Groups = 6 });
        Assert.Multiple(() =>
        {
            Assert.That(report.Totals with { Entries = 0 }, Is.EqualTo(new ReportTotals(Warn: 100, Other: 100)));
            Assert.That(report.LeftOut, Is.EqualTo(new ReportLeftOut(Messages: 7, OtherLines: 50, Groups: 4)));
            Assert.That(report.Warn.Select(static row => row.Count), Is.EqualTo(new[] { 10, 10, 10 }));
            Assert.That(report.Warn[0].Times, Is.EqualTo(new[] { At(0), At(10), At(20), At(90) }), "the first ones, and the last");
        });
    }

    [Test]
    public void A_report_survives_being_kept_as_JSON()
    {
        Add(1, ReportLevel.Warn, "a <b> \"c\" \u0001 é 😀", ReportDetails.FirstLast);
        Add(2, ReportLevel.Other, "x 1", identifier: "x", entryMessage: "1");
        Ban("203.0.113.7", "SSH", minute: 1, seconds: 60);
        DailyReport report = Report();
        using var kept = new MemoryStream();
        ReportJson.Keep(report, kept);
        kept.Position = 0;
        using var again = new MemoryStream();
        ReportJson.Keep(ReportJson.Read(kept), again);
        Assert.That(again.ToArray(), Is.EqualTo(kept.ToArray()));
    }

    private void Add(int minute, ReportLevel level, string message, ReportDetails details = ReportDetails.All, string? identifier = null, string? entryMessage = null) =>
        _batch.Effects.Add(new ReportEffect(new("chain", 0, Micros(At(minute)), ""), level, message, details) { Identifier = identifier, EntryMessage = entryMessage });

    private void Ban(string address, string chain, int minute, long seconds)
    {
        _batch.Effects.Add(new BanEffect(new(chain, 0, Micros(At(minute)), ""), Firewall.Nft, "set", IPAddress.Parse(address), seconds, ""));
        _batch.CountActivity(Micros(At(minute)), ActivityKind.Ban, chain);
    }

    private DailyReport Report(ReportLimits? limits = null) => Build(Midnight.AddDays(1), TimeZoneInfo.Utc, limits).Report;

    private DailyReport Close(DateTimeOffset end, TimeZoneInfo? zone = null)
    {
        ReportClosing closing = Build(end, zone ?? TimeZoneInfo.Utc, limits: null);
        _store.CloseReport(closing);
        return closing.Report;
    }

    private ReportClosing Build(DateTimeOffset end, TimeZoneInfo zone, ReportLimits? limits)
    {
        // The store begins with the first entry.
        if (_batch.Activity.Count == 0 || !_batch.Activity.Keys.Any(static key => key.Kind == ActivityKind.Entry))
            _batch.CountActivity(Micros(Midnight), ActivityKind.Entry, "");
        _store.Commit(_batch);
        _batch.Clear();
        return new ReportBuilder(zone, "host").Build(_store, end, end, new ReportDays(TimeOnly.MinValue, zone).DayOf(end), limits ?? new ReportLimits());
    }

    private static DateTimeOffset At(int minute) => Midnight.AddMinutes(minute);

    private static long Micros(DateTimeOffset time) => EntryTime.ToMicroseconds(time);
}
