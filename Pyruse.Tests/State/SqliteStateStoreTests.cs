using System.Net;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Tests.State;

public sealed class SqliteStateStoreTests : StoreFixture
{
    [Test]
    public void A_new_store_is_empty()
    {
        using SqliteStateStore store = Open();
        StateSnapshot snapshot = store.Load();
        Assert.Multiple(() =>
        {
            Assert.That(snapshot.Cursors, Is.Empty);
            Assert.That(snapshot.Counters, Is.Empty);
            Assert.That(snapshot.Translations, Is.Empty);
            Assert.That(store.ReadOutbox(0, 10), Is.Empty);
            Assert.That(store.ReadReportLines(ReportCut.Everything), Is.Empty);
            Assert.That(store.ReadBans(0), Is.Empty);
        });
    }

    [Test]
    public void Positions_counters_and_translations_come_back_after_a_restart()
    {
        AddressTranslation[] translations =
        [
            new(new("10.0.0.1", "4711", null, "22"), "203.0.113.9", null, Start + (63 * Second)),
            new(new(null, null, "10.0.0.2", null), "2001:db8::1", "50000", long.MaxValue),
        ];
        CounterChange grace = new(CounterChangeKind.Reset, "web", "203.0.113.9", Start + (60 * Second));
        CounterChange[] raises = [Raised("a", Start + (30 * Second)), Raised("a\0b", Start + (40 * Second)), Raised("ä\n'😀", long.MaxValue), Raised("ä\n'😀", long.MaxValue)];
        using (SqliteStateStore store = Open())
        {
            StateBatch batch = Batch();
            batch.Cursors["journal"] = "s=1;i=1";
            batch.Cursors["file"] = "17";
            batch.Counters.AddRange([raises[0], raises[1], raises[2], raises[3], grace]);
            batch.Translations.AddRange(translations);
            store.Commit(batch);
            StateBatch next = Batch();
            next.Cursors["journal"] = "s=1;i=2";
            store.Commit(next);
        }
        using SqliteStateStore reopened = Open();
        StateSnapshot snapshot = reopened.Load();
        Assert.Multiple(() =>
        {
            Assert.That(snapshot.Cursors, Is.EquivalentTo(new Dictionary<string, string>(StringComparer.Ordinal) { ["journal"] = "s=1;i=2", ["file"] = "17" }));
            Assert.That(snapshot.Counters, Is.EqualTo(new[] { grace, raises[0], raises[1], raises[2], raises[3] }));
            Assert.That(snapshot.Translations, Is.EqualTo(translations));
        });
    }

    [Test]
    public void Effects_wait_in_the_outbox_in_order_until_they_are_completed()
    {
        Effect[] effects =
        [
            new EmailEffect(Origin, "Subject", "Body\0 with \"quotes\" and ümläuts 😀"),
            new LogEffect(Origin, JournalLevel.Notice, "nftBan from SSH"),
            new ExecEffect(Origin, ["/bin/echo", "a b"], null, TimeSpan.FromSeconds(30)),
            new EmailEffect(Origin, "Report", "Text") { Html = "<p>\"Text\"</p>" },
        ];
        IReadOnlyList<OutboxEntry> committed;
        using (SqliteStateStore store = Open())
        {
            StateBatch batch = Batch(effects);
            store.Commit(batch);
            committed = [.. batch.Outbox];
            store.Complete(committed[1].Id);
        }
        using SqliteStateStore reopened = Open();
        IReadOnlyList<OutboxEntry> first = reopened.ReadOutbox(0, 2);
        IReadOnlyList<OutboxEntry> rest = reopened.ReadOutbox(first[^1].Id, 2);
        Assert.Multiple(() =>
        {
            Assert.That(committed.Select(static entry => entry.Effect), Is.EqualTo(effects));
            Assert.That(first[0], Is.EqualTo(committed[0]));
            Assert.That(first[1].Effect, Is.EqualTo(effects[2]).UsingPropertiesComparer());
            Assert.That(rest, Is.EqualTo(new[] { committed[3] }));
        });
    }

    [Test]
    public void A_mail_that_a_version_without_HTML_left_is_a_mail_without_HTML()
    {
        using SqliteStateStore store = Open();
        store.Connection.Execute("""INSERT INTO outbox (effect) VALUES ('{"$type":"email","Subject":"s","Body":"b","Origin":{"Chain":"c","Step":0,"Time":1,"Cursor":""}}')""");
        Assert.That(store.ReadOutbox(0, 1).Single().Effect, Is.EqualTo(new EmailEffect(new EffectOrigin("c", 0, 1, ""), "s", "b")));
    }

    [Test]
    public void Numbers_of_the_outbox_are_never_used_again()
    {
        long last = 0;
        for (int restart = 0; restart < 3; restart++)
        {
            using SqliteStateStore store = Open();
            StateBatch batch = Batch(new LogEffect(Origin, JournalLevel.Info, "x"), new LogEffect(Origin, JournalLevel.Info, "y"));
            store.Commit(batch);
            Assert.That(batch.Outbox.ConvertAll(static entry => entry.Id), Is.EqualTo(new[] { last + 1, last + 2 }));
            last += 2;
            foreach (OutboxEntry entry in batch.Outbox)
                store.Complete(entry.Id);
        }
    }

    [Test]
    public void An_effect_that_cannot_be_understood_is_logged_and_dropped()
    {
        using SqliteStateStore store = Open();
        foreach (string text in new[] { "{", "null", "{}", """{"$type":"teleport"}""" })
            store.Connection.Execute($"INSERT INTO outbox (effect) VALUES ('{text}')");
        StateBatch batch = Batch(new WriteEffect(Origin, "/tmp/x", "line"));
        store.Commit(batch);
        Assert.Multiple(() =>
        {
            Assert.That(store.ReadOutbox(0, 1), Is.EqualTo(batch.Outbox));
            Assert.That(Logger.Lines, Has.Count.EqualTo(4).And.All.Matches<(LogLevel Level, string Text)>(static line =>
                line.Level == LogLevel.Error && line.Text.Contains("can't be understood and is dropped", StringComparison.Ordinal)));
            Assert.That(store.Connection.Number("SELECT count(*) FROM outbox"), Is.EqualTo(1));
        });
    }

    [Test]
    public void Bans_are_replaced_and_counted_and_end()
    {
        using SqliteStateStore store = Open();
        store.Commit(Batch(Ban("192.0.2.1", 60), Ban("2001:db8::1", 0)));
        BanEffect again = Ban("192.0.2.1", 600, Start + (10 * Second)) with { Evidence = "again" };
        store.Commit(Batch(again));
        BanRecord forEver = BanRecord.Of(Ban("2001:db8::1", 0), 1);
        Assert.Multiple(() =>
        {
            Assert.That(store.ReadBans(Start), Is.EqualTo(new[] { forEver, BanRecord.Of(again, 2) }));
            Assert.That(store.ReadBans(again.Until - 1), Has.Count.EqualTo(2));
            Assert.That(store.ReadBans(again.Until), Is.EqualTo(new[] { forEver }));
        });
    }

    [Test]
    public void Report_lines_come_back_in_order_however_many()
    {
        ReportEffect[] lines = [.. Enumerable.Range(0, 2500).Select(static i => new ReportEffect(
            Origin with { Time = Start - i }, (ReportLevel)(i % 3), $"line {i}", (ReportDetails)(i % 5)))];
        using SqliteStateStore store = Open();
        store.Commit(Batch(lines));
        Assert.That(store.ReadReportLines(ReportCut.Everything), Is.EqualTo(lines.Select(static line => new ReportLine(line.Origin.Time, line.Level, line.Message, line.Details))));
    }

    [Test]
    public void A_reader_sees_what_the_daemon_has_committed()
    {
        Assert.That(SqliteStateReader.Open(Root), Is.Null);
        Assert.That(SqliteStateReader.Open(Path.Combine(Root, "missing")), Is.Null);
        using SqliteStateStore store = Open();
        using SqliteStateReader reader = SqliteStateReader.Open(Root)!;
        store.Commit(Batch(Ban("192.0.2.1", 60), new ReportEffect(Origin, ReportLevel.Info, "x", ReportDetails.All), new WriteEffect(Origin, "/x", "y")));
        Assert.Multiple(() =>
        {
            Assert.That(reader.ReadBans(Start), Is.EqualTo(store.ReadBans(Start)).And.Count.EqualTo(1));
            Assert.That(reader.ReadReportLines(ReportCut.Everything).ToList(), Is.EqualTo(store.ReadReportLines(ReportCut.Everything).ToList()).And.Count.EqualTo(1));
            Assert.That(reader.ReadOutbox(0, 10), Is.EqualTo(store.ReadOutbox(0, 10)).And.Count.EqualTo(1));
            Assert.That(reader.Load().Cursors, Is.Empty);
        });
    }

    [Test]
    public void A_reader_sees_what_a_daemon_has_left()
    {
        using (SqliteStateStore store = Open())
            store.Commit(Batch(Ban("192.0.2.1", 60)));
        using SqliteStateReader reader = SqliteStateReader.Open(Root)!;
        Assert.That(reader.ReadBans(Start).Select(static ban => ban.Address), Is.EqualTo(new[] { IPAddress.Parse("192.0.2.1") }));
    }

    [Test]
    public void Nobody_else_can_read_the_state()
    {
        string directory = Path.Combine(Root, "new", "state");
        using SqliteStateStore store = SqliteStateStore.Open(directory, Time, Logger);
        store.Commit(Batch(Ban("192.0.2.1", 60)));
        string[] files = Directory.GetFiles(directory);
        Assert.Multiple(() =>
        {
            Assert.That(files.Select(Path.GetFileName), Is.EquivalentTo(new[] { "pyruse.db", "pyruse.db-wal", "pyruse.db-shm" }));
            Assert.That(files.Select(File.GetUnixFileMode), Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(File.GetUnixFileMode(directory), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        });
    }

    [Test]
    public void A_file_that_others_could_read_is_closed_to_them()
    {
        Open().Dispose();
        File.SetUnixFileMode(DatabasePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Open().Dispose();
        Assert.That(File.GetUnixFileMode(DatabasePath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void A_closed_store_is_one_file_and_refuses_everything()
    {
        SqliteStateStore store = Open();
        store.Commit(Batch(Ban("192.0.2.1", 60)));
        store.Dispose();
        store.Dispose();
        Assert.Multiple(() =>
        {
            Assert.That(Directory.GetFiles(Root), Is.EqualTo(new[] { DatabasePath }));
            Assert.Throws<ObjectDisposedException>(() => store.Commit(Batch()));
            Assert.Throws<ObjectDisposedException>(() => store.Complete(1));
            Assert.Throws<ObjectDisposedException>(() => store.ReadBans(0));
        });
    }

    [Test]
    public void Several_threads_may_use_it()
    {
        using SqliteStateStore store = Open();
        Parallel.For(0, 8, worker =>
        {
            for (int i = 0; i < 50; i++)
            {
                StateBatch batch = Batch(new LogEffect(Origin, JournalLevel.Info, $"{worker} {i}"), Ban($"192.0.2.{worker}", 60));
                store.Commit(batch);
                store.Complete(batch.Outbox[0].Id);
                _ = store.ReadBans(Start);
                _ = store.ReadOutbox(0, 10);
            }
        });
        Assert.Multiple(() =>
        {
            Assert.That(store.ReadOutbox(0, 10), Is.Empty);
            Assert.That(store.ReadBans(Start).Select(static ban => ban.Count), Is.EqualTo(Enumerable.Repeat(50, 8)));
        });
    }
}
