using NSubstitute;
using Pyruse.Core.Hosting;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Hosting;

/// <summary>The engine counts for the daily report what it does, and tells the reporter when it has done all there is.</summary>
public sealed class ActivityTests
{
    private const string Report = """{ action = "dailyReport", level = "OTHER", message = "{SYSLOG_IDENTIFIER}: {MESSAGE}" }""";
    private const string Ban = """{ action = "nftBan", IP = "ip", nftSetIPv4 = "inet t four", nftSetIPv6 = "inet t six" }""";
    private const long Quarter = 15 * 60;

    [Test]
    public void Entries_failures_and_bans_are_counted_by_quarters_of_an_hour_of_their_own_time()
    {
        MemoryStateStore store = Run(
            $"{Ban},\n{Report}",
            TestEntries.AtSecond(0, "ip=203.0.113.1"), TestEntries.AtSecond(1, "ip=203.0.113.2"), TestEntries.AtSecond(2, "ip=nonsense"), TestEntries.AtSecond(Quarter, "A=x"));
        long first = ActivityCount.SlotOf(TestEntries.Start);
        string banning = ActivityCount.NameOfStep("test", 0);
        Assert.That(store.ReadReportBasis().Activity, Is.EquivalentTo(new ActivityCount[]
        {
            new(first, ActivityKind.Entry, "", 3), new(first + 1, ActivityKind.Entry, "", 1),
            new(first, ActivityKind.Ban, "test", 2),
            new(first, ActivityKind.Failure, banning, 1), new(first + 1, ActivityKind.Failure, banning, 1),
        }));
    }

    [Test]
    public void A_line_of_the_rest_remembers_its_entry_so_that_such_entries_can_be_discarded()
    {
        string longText = new('x', 2000);
        MemoryStateStore store = Run(Report, TestEntries.Of("SYSLOG_IDENTIFIER=cron | MESSAGE=ran 1"), TestEntries.Of("A=x"), TestEntries.Of($"SYSLOG_IDENTIFIER={longText} | MESSAGE={longText}"));
        Assert.That(store.ReadReportLines(ReportCut.Everything).Select(static line => (line.Message.Length, line.Identifier, line.EntryMessage)), Is.EqualTo(new[]
        {
            (11, "cron", "ran 1"), (4, null, null), (4002, new string('x', 100), new string('x', 600)),
        }));
    }

    [Test]
    public void Lines_of_the_other_parts_do_not()
    {
        MemoryStateStore store = Run("""{ action = "dailyReport", level = "WARN", message = "{MESSAGE}" }""", TestEntries.Of("SYSLOG_IDENTIFIER=cron | MESSAGE=ran 1"));
        Assert.That(store.ReadReportLines(ReportCut.Everything), Is.EqualTo(new[] { new ReportLine(TestEntries.Start, Core.Effects.ReportLevel.Warn, "ran 1", Core.Effects.ReportDetails.All) }));
    }

    [Test]
    public void The_reporter_hears_that_all_is_handled_only_when_it_is_committed()
    {
        using var store = new MemoryStateStore();
        IDailyReporter reporter = Substitute.For<IDailyReporter>();
        int linesThen = -1;
        reporter.When(static called => called.CaughtUp()).Do(_ => linesThen = store.ReadReportLines(ReportCut.Everything).Count());
        Follow(Workflows.Chain(Report), new EngineHost { Store = store, Reporter = reporter, Time = new ManualTime() }, TestEntries.Of("MESSAGE=a"), TestEntries.Of("MESSAGE=b"));
        Received.InOrder(() =>
        {
            reporter.Start();
            reporter.CaughtUp();
        });
        Assert.That(linesThen, Is.EqualTo(2));
    }

    [TestCase("", Report, true)]
    [TestCase("", """{ action = "log", message = "x" }""", false)]
    [TestCase("[report]\nenabled = false\n", Report, false)]
    [TestCase("[report]\nenabled = true\n", """{ action = "log", message = "x" }""", true)]
    public void A_report_is_made_if_some_step_adds_lines_or_if_it_is_asked_for(string settings, string step, bool isMade)
    {
        IDailyReporter reporter = Substitute.For<IDailyReporter>();
        Follow(settings + Workflows.Chain(step), new EngineHost { Store = new MemoryStateStore(), Reporter = reporter }, TestEntries.Of("MESSAGE=a"));
        reporter.Received(isMade ? 1 : 0).Start();
    }

    private static MemoryStateStore Run(string steps, params TestEntry[] entries)
    {
        var store = new MemoryStateStore();
        Follow(Workflows.Chain(steps), new EngineHost { Store = store, Time = new ManualTime() }, entries);
        return store;
    }

    private static void Follow(string toml, EngineHost host, params TestEntry[] entries) => Workflows.Engine(toml, host, new ListSource(entries)).Run(CancellationToken.None);
}
