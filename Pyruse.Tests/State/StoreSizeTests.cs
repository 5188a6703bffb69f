using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Tests.State;

/// <summary>The file stays bounded, and writing it quick.</summary>
public sealed class StoreSizeTests : StoreFixture
{
    [Test]
    public void Expired_rows_go_and_the_file_does_not_grow()
    {
        using SqliteStateStore store = Open();
        long sizeAtHalf = 0;
        for (int round = 0; round < 200; round++)
        {
            StateBatch batch = Batch();
            long now = batch.Time = Start + (round * 10 * Second);
            for (int i = 0; i < 400; i++)
            {
                batch.Counters.Add(Raised($"{round}.{i}", now + (60 * Second)));
                batch.Counters.Add(new(CounterChangeKind.Reset, "web", $"{round}.{i}", now + (30 * Second)));
                batch.Translations.Add(new(new("10.0.0.1", $"{i}", null, null), "192.0.2.1", null, now + (63 * Second)));
            }
            store.Commit(batch);
            Time.Advance(TimeSpan.FromSeconds(10));
            if (round == 100)
                sizeAtHalf = store.Connection.Number("PRAGMA page_count");
        }
        Assert.Multiple(() =>
        {
            Assert.That(store.Connection.Number("SELECT count(*) FROM raised"), Is.InRange(1, 11 * 400));
            Assert.That(store.Connection.Number("SELECT count(*) FROM counted_key"), Is.InRange(1, 2 * 11 * 400));
            Assert.That(store.Connection.Number("SELECT count(*) FROM translation"), Is.InRange(1, 11 * 400));
            Assert.That(store.Connection.Number("PRAGMA page_count"), Is.LessThanOrEqualTo(sizeAtHalf + 20));
            Assert.That(new FileInfo(DatabasePath + "-wal").Length, Is.LessThan(17 * 1024 * 1024));
        });
    }

    [Test]
    public void What_has_expired_leaves_nothing_behind_and_gives_its_room_back()
    {
        using SqliteStateStore store = Open();
        for (int round = 0; round < 100; round++)
        {
            StateBatch full = Batch();
            for (int i = 0; i < 1000; i++)
                full.Counters.Add(Raised($"{round}.{i}", Start + (60 * Second)));
            store.Commit(full);
        }
        long pages = store.Connection.Number("PRAGMA page_count");
        for (int round = 0; round < 60; round++)
        {
            StateBatch later = Batch();
            later.Time = Start + (60 * Second);
            Time.Advance(TimeSpan.FromSeconds(30));
            store.Commit(later);
        }
        Assert.Multiple(() =>
        {
            Assert.That(pages, Is.GreaterThan(1500));
            Assert.That(store.Connection.Number("SELECT count(*) FROM counted_key"), Is.Zero);
            Assert.That(store.Connection.Number("PRAGMA page_count"), Is.LessThan(1200));
        });
    }

    [Test]
    public void An_entry_from_the_future_makes_nothing_forgotten_before_its_time()
    {
        using SqliteStateStore store = Open();
        StateBatch batch = Batch();
        batch.Counters.Add(Raised("a", EndOfWallClock() + (60 * Second)));
        batch.Time = long.MaxValue / 2;
        Time.Advance(TimeSpan.FromSeconds(30));
        store.Commit(batch);
        Assert.That(store.Load().Counters, Has.Count.EqualTo(1));
    }

    [Test]
    public void Bans_that_ended_are_counted_for_thirty_days_more()
    {
        const long Day = 86_400 * Second;
        using SqliteStateStore store = Open();
        store.Commit(Batch(Ban("192.0.2.1", 60), Ban("192.0.2.2", 60)));
        CommitAfter(store, Start + (29 * Day), Ban("192.0.2.1", 60, Start + (29 * Day)));
        CommitAfter(store, Start + (31 * Day), Ban("192.0.2.2", 60, Start + (31 * Day)));
        CommitAfter(store, Start + (32 * Day), Ban("192.0.2.2", 0, Start + (32 * Day)));
        Assert.Multiple(() =>
        {
            Assert.That(store.ReadBans(Start).Select(static ban => (ban.Address.ToString(), ban.Count)), Is.EqualTo(new[] { ("192.0.2.1", 2), ("192.0.2.2", 3) }));
        });
        CommitAfter(store, Start + (60 * Day));
        Assert.That(store.Connection.Number("SELECT count(*) FROM ban"), Is.EqualTo(1));
    }

    [Test]
    public void A_report_that_grows_too_long_loses_its_oldest_lines_of_least_weight()
    {
        var limits = new StateLimits { ReportLines = 300, ReportLineLength = 10 };
        using (SqliteStateStore store = Open(limits))
        {
            for (int i = 0; i < 200; i++)
                store.Commit(Batch(Line(ReportLevel.Other, $"other {i}"), Line(ReportLevel.Warn, $"warn {i}"), Line(ReportLevel.Info, "a long information")));
        }
        using SqliteStateStore reopened = Open(limits);
        List<ReportLine> lines = [.. reopened.ReadReportLines(ReportCut.Everything)];
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Count.InRange(290, 300));
            Assert.That(reopened.DroppedReportLines, Is.EqualTo(600 - lines.Count));
            Assert.That(lines.Count(static line => line.Level == ReportLevel.Warn), Is.EqualTo(200));
            Assert.That(lines.Last(static line => line.Level == ReportLevel.Info).Message, Is.EqualTo("a long in…"));
            Assert.That(Logger.Lines, Has.Count.EqualTo(1));
            Assert.That(Logger.Lines[0].Level, Is.EqualTo(LogLevel.Warning));
            Assert.That(Logger.Lines[0].Text, Does.StartWith("The daily report holds more than 300 lines or"));
        });
    }

    [TestCase(1, 2_000)]
    [TestCase(100, 200_000)]
    [TestCase(1000, 200_000)]
    public void Throughput_of_raises(int perBatch, int raises)
    {
        using SqliteStateStore store = Open();
        long began = Stopwatch.GetTimestamp();
        double slowest = FillWithRaises(store, raises, perBatch, keys: 20_000);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        TestContext.Out.WriteLine($"{perBatch} raises a batch: {raises / perBatch / seconds:N0} commits/s, {raises / seconds:N0} raises/s, slowest commit {slowest:N1} ms");
        Assert.That(store.Connection.Number("SELECT count(*) FROM raised"), Is.EqualTo(raises));
    }

    [Test]
    public void A_month_of_attack_takes_little_room_and_gives_it_back()
    {
        const int Raises = 200_000;
        using (SqliteStateStore store = Open())
        {
            double slowest = FillWithRaises(store, Raises, 1000, keys: Raises / 5);
            TestContext.Out.WriteLine($"slowest commit {slowest:N1} ms");
        }
        long full = new FileInfo(DatabasePath).Length;
        TestContext.Out.WriteLine($"{Raises:N0} raises of {Raises / 5:N0} keys: {full / 1e6:N1} MB");
        Assert.That(full, Is.LessThan(Raises * 100L), "so a million raises stay under 100 MB");
        using SqliteStateStore reopened = Open();
        long began = Stopwatch.GetTimestamp();
        Assert.That(reopened.Load().Counters, Has.Count.EqualTo(Raises));
        TestContext.Out.WriteLine($"loaded in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:N0} ms");
        List<double> commits = [];
        for (int i = 0; i < 700; i++)
        {
            StateBatch batch = Batch();
            batch.Time = Start + (7200 * Second);
            Time.Advance(TimeSpan.FromSeconds(30));
            began = Stopwatch.GetTimestamp();
            reopened.Commit(batch);
            commits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        commits.Sort();
        TestContext.Out.WriteLine($"commits while all of it expires: median {commits[350]:N1} ms, slowest {commits[^1]:N1} ms; left {reopened.Connection.Number("PRAGMA page_count") * 4096 / 1e6:N1} MB");
        Assert.That(reopened.Connection.Number("PRAGMA page_count") * 4096, Is.LessThan(full / 2));
    }

    private static double FillWithRaises(SqliteStateStore store, int raises, int perBatch, int keys)
    {
        double slowest = 0;
        var random = new Random(7);
        StateBatch batch = Batch();
        for (int i = 0; i < raises; i++)
        {
            // The first raises meet every key once.
            int key = i < keys ? i : random.Next(keys);
            batch.Counters.Add(Raised($"{key >> 16}.{(key >> 8) & 255}.{key & 255}.77", Start + (3600 * Second) + (i * 1000)));
            if (batch.Counters.Count < perBatch)
                continue;
            batch.Cursors["journal"] = $"s=0123456789abcdef0123456789abcdef;i={i:x}";
            long began = Stopwatch.GetTimestamp();
            store.Commit(batch);
            slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            batch.Clear();
        }
        return slowest;
    }

    private static ReportEffect Line(ReportLevel level, string message) => new(Origin, level, message, ReportDetails.All);

    private long EndOfWallClock() => Core.Entries.EntryTime.ToMicroseconds(Time.GetUtcNow() + TimeSpan.FromMinutes(1));

    private void CommitAfter(SqliteStateStore store, long entryTime, params Effect[] effects)
    {
        StateBatch batch = Batch(effects);
        batch.Time = entryTime;
        Time.Advance(TimeSpan.FromSeconds(30));
        store.Commit(batch);
    }
}
