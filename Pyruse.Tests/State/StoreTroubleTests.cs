using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Tests.State;

public sealed class StoreTroubleTests : StoreFixture
{
    [Test]
    public void A_commit_that_fails_half_way_leaves_nothing_and_works_later()
    {
        using SqliteStateStore store = Open();
        store.Commit(Batch());
        long pages = store.Connection.Number("PRAGMA page_count");
        store.Connection.Number($"PRAGMA max_page_count = {pages + 4}");
        StateBatch batch = Batch([Ban("192.0.2.1", 60), .. Enumerable.Range(0, 500).Select(static i => new LogEffect(Origin, JournalLevel.Info, new string('x', i)))]);
        batch.Cursors["journal"] = "s=1";
        batch.Counters.Add(Raised("a", long.MaxValue));

        StateStoreException error = Assert.Throws<StateStoreException>(() => store.Commit(batch))!;
        StateSnapshot after = store.Load();
        Assert.Multiple(() =>
        {
            Assert.That(error.Message, Is.EqualTo($"The state in \"{DatabasePath}\" can't be saved: the disk is full; make room on its file system."));
            Assert.That(batch.Outbox, Is.Empty);
            Assert.That(after.Cursors, Is.Empty);
            Assert.That(after.Counters, Is.Empty);
            Assert.That(store.ReadBans(Start), Is.Empty);
            Assert.That(store.ReadOutbox(0, 10), Is.Empty);
        });
        Assert.Throws<StateStoreException>(() => store.Commit(batch));

        store.Connection.Number("PRAGMA max_page_count = 1000000");
        store.Commit(batch);
        Assert.Multiple(() =>
        {
            Assert.That(batch.Outbox, Has.Count.EqualTo(500));
            Assert.That(store.Load().Counters, Is.EqualTo(batch.Counters));
            Assert.That(store.ReadBans(Start).Single().Count, Is.EqualTo(1));
            Assert.That(store.ReadOutbox(0, 1000), Is.EqualTo(batch.Outbox));
        });
    }

    [Test]
    public void A_database_that_another_process_locks_is_a_temporary_trouble()
    {
        using SqliteStateStore store = Open();
        using Microsoft.Data.Sqlite.SqliteConnection other = StateDatabase.OpenWriter(DatabasePath);
        other.Execute("BEGIN IMMEDIATE");
        store.Connection.Execute("PRAGMA busy_timeout = 1");
        StateBatch batch = Batch(new WriteEffect(Origin, "/x", "y"));
        Assert.That(Assert.Throws<StateStoreException>(() => store.Commit(batch))!.Message, Does.Contain("another process keeps it locked"));
        other.Execute("ROLLBACK");
        store.Commit(batch);
        Assert.That(batch.Outbox, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_killed_process_loses_nothing_that_was_committed()
    {
        using SqliteStateStore store = Open();
        StateBatch batch = Batch(Ban("192.0.2.1", 60), new WriteEffect(Origin, "/x", "y"), new ReportEffect(Origin, ReportLevel.Warn, "z", ReportDetails.All));
        batch.Cursors["journal"] = "s=1";
        batch.Counters.Add(Raised("a", long.MaxValue));
        store.Commit(batch);
        store.Connection.Execute("BEGIN IMMEDIATE; DELETE FROM ban; DELETE FROM outbox;");
        string copy = CopyOfRoot();
        store.Connection.Execute("ROLLBACK");

        using SqliteStateStore restarted = SqliteStateStore.Open(copy, Time, Logger);
        StateSnapshot snapshot = restarted.Load();
        Assert.Multiple(() =>
        {
            Assert.That(Logger.Lines, Is.Empty);
            Assert.That(snapshot.Cursors["journal"], Is.EqualTo("s=1"));
            Assert.That(snapshot.Counters, Is.EqualTo(batch.Counters));
            Assert.That(restarted.ReadBans(Start), Is.EqualTo(store.ReadBans(Start)).And.Count.EqualTo(1));
            Assert.That(restarted.ReadOutbox(0, 10), Is.EqualTo(batch.Outbox).And.Count.EqualTo(1));
            Assert.That(restarted.ReadReportLines(ReportCut.Everything).ToList(), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void A_file_that_is_no_database_is_set_aside()
    {
        File.WriteAllText(DatabasePath, new string('x', 5000));
        using SqliteStateStore store = Open();
        AssertIsSetAside(store, ".damaged-20360101-000000");
        Assert.That(File.ReadAllText(DatabasePath + ".damaged-20360101-000000"), Is.EqualTo(new string('x', 5000)));
    }

    [Test]
    public void A_database_that_was_left_open_and_is_malformed_is_set_aside_with_its_log()
    {
        string copy;
        using (SqliteStateStore store = Open())
        {
            FillWithBans(store);
            store.Connection.Number("PRAGMA wal_checkpoint(TRUNCATE)");
            store.Commit(Batch(Ban("192.0.2.1", 60)));
            copy = CopyOfRoot();
        }
        Scribble(Path.Combine(copy, "pyruse.db"));
        using SqliteStateStore reopened = SqliteStateStore.Open(copy, Time, Logger);
        Assert.Multiple(() =>
        {
            Assert.That(reopened.ReadBans(Start), Is.Empty);
            Assert.That(File.Exists(Path.Combine(copy, "pyruse.db.damaged-20360101-000000")));
            Assert.That(new FileInfo(Path.Combine(copy, "pyruse.db.damaged-20360101-000000-wal")).Length, Is.Positive);
        });
    }

    [Test]
    public void Damage_that_shows_while_running_is_a_sentence_and_the_file_is_set_aside_at_the_end()
    {
        using (SqliteStateStore store = Open())
            FillWithBans(store);
        Scribble(DatabasePath);
        using (SqliteStateStore store = Open())
        {
            Assert.That(
                Assert.Throws<StateStoreException>(() => store.ReadBans(Start))!.Message,
                Is.EqualTo($"The state in \"{DatabasePath}\" can't be read: it is damaged; restart the daemon, which sets the file aside and begins with an empty state."));
        }
        using SqliteStateStore fresh = Open();
        AssertIsSetAside(fresh, ".damaged-20360101-000000");
    }

    [Test]
    public void Several_damaged_files_of_one_second_are_all_kept()
    {
        File.WriteAllText(DatabasePath, new string('x', 5000));
        Open().Dispose();
        File.WriteAllText(DatabasePath, new string('y', 5000));
        Open().Dispose();
        Assert.That(File.ReadAllText(DatabasePath + ".damaged-20360101-000000.2"), Is.EqualTo(new string('y', 5000)));
    }

    [Test]
    public void A_database_of_a_newer_program_is_refused_and_left_alone()
    {
        using (SqliteStateStore store = Open())
            store.Connection.Execute("PRAGMA user_version = 99");
        byte[] before = File.ReadAllBytes(DatabasePath);
        string sentence = $"The state in \"{DatabasePath}\" has the format 99 of a newer Pyruse, but this program knows formats up to 3; "
            + "install the newer program again, or move the file away to begin with an empty state.";
        Assert.Multiple(() =>
        {
            Assert.That(Assert.Throws<StateStoreException>(() => Open())!.Message, Is.EqualTo(sentence));
            Assert.That(Assert.Throws<StateStoreException>(() => SqliteStateReader.Open(Root))!.Message, Is.EqualTo(sentence));
            Assert.That(File.ReadAllBytes(DatabasePath), Is.EqualTo(before));
        });
    }

    [Test]
    public void A_reader_refuses_what_the_daemon_has_not_converted_yet()
    {
        File.WriteAllBytes(DatabasePath, []);
        Assert.That(Assert.Throws<StateStoreException>(() => SqliteStateReader.Open(Root))!.Message, Does.EndWith("(re)start the daemon, which converts it."));
    }

    [Test]
    public void A_place_where_no_directory_can_be_made_is_a_sentence()
    {
        File.WriteAllText(Path.Combine(Root, "file"), "");
        StateStoreException error = Assert.Throws<StateStoreException>(() => SqliteStateStore.Open(Path.Combine(Root, "file", "state"), Time, Logger))!;
        Assert.That(error.Message, Does.StartWith($"The state can't be kept in \"{Root}/file/state/pyruse.db\" (").And.EndsWith("or set \"storage\" to another one."));
    }

    private static void FillWithBans(SqliteStateStore store) =>
        store.Commit(Batch([.. Enumerable.Range(0, 2000).Select(static i => Ban($"198.51.{100 + (i / 250)}.{i % 250}", 0))]));

    private static void Scribble(string path)
    {
        using FileStream file = File.OpenWrite(path);
        var noise = new byte[4096];
        new Random(1).NextBytes(noise);
        for (long at = 30 * 4096; at + 4096 < file.Length; at += 2 * 4096)
        {
            file.Position = at;
            file.Write(noise);
        }
    }

    private void AssertIsSetAside(SqliteStateStore fresh, string suffix)
    {
        fresh.Commit(Batch(Ban("192.0.2.1", 60)));
        Assert.Multiple(() =>
        {
            Assert.That(fresh.ReadBans(Start), Has.Count.EqualTo(1));
            Assert.That(File.Exists(DatabasePath + suffix));
            Assert.That(Logger.Lines, Has.One.Matches<(LogLevel Level, string Text)>(line =>
                line.Level == LogLevel.Error && line.Text.Contains($"It was set aside as \"{DatabasePath}{suffix}\"", StringComparison.Ordinal)));
        });
    }
}
