using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Tests.State;

/// <summary>What is known of expectations and pairs is kept with everything else.</summary>
public sealed class FrequencyStateTests : StoreFixture
{
    [Test]
    public void It_comes_back_after_a_restart_as_it_was_last()
    {
        using (SqliteStateStore store = Open())
        {
            store.Commit(Change(changes =>
            {
                Set(changes, new("backup", "", [Start, Start + 1, Start + 1], null, 0));
                Set(changes, new("backup", "db\0'1", [Start], Start + Second, 3));
                Set(changes, new("gone", "", [Start], null, 0));
                changes.Pairs[("login", "bob")] = Start;
                changes.Pairs[("login", "eve\0")] = Start + 1;
                changes.Held[1] = new(1, "c", "k", Start);
                changes.Held[2] = new(2, "c", "k\0", long.MaxValue);
            }));
            store.Commit(Change(changes =>
            {
                Set(changes, new("backup", "", [Start + 1, Start + 1, Start + 2], Start + 9, 1));
                changes.Expectations[("gone", "")] = null;
                changes.Expectations[("never there", "")] = null;
                changes.Pairs[("login", "bob")] = null;
                changes.Pairs[("login", "eve\0")] = Start + 7;
                changes.Held[1] = null;
            }));
        }
        using SqliteStateStore reopened = Open();
        FrequencySnapshot snapshot = reopened.Load().Frequency;
        Assert.Multiple(() =>
        {
            Assert.That(snapshot.Expectations.Select(Text), Is.EqualTo(new[] { $"backup/: {Start + 1} {Start + 1} {Start + 2}, {Start + 9}, 1", $"backup/db\0'1: {Start}, {Start + Second}, 3" }));
            Assert.That(snapshot.Pairs, Is.EqualTo(new[] { new OpenPair("login", "eve\0", Start + 7) }));
            Assert.That(snapshot.Held, Is.EqualTo(new[] { new HeldRaise(2, "c", "k\0", long.MaxValue) }));
        });
    }

    [Test]
    public void A_database_of_the_form_before_is_converted()
    {
        using (SqliteStateStore store = Open())
        {
            store.Connection.Execute("DROP TABLE expectation; DROP TABLE open_pair; DROP TABLE held_raise; PRAGMA user_version = 2");
            store.Connection.Execute("INSERT INTO source_position (source, position) VALUES ('journal', 's=1')");
        }
        using SqliteStateStore reopened = Open();
        StateSnapshot snapshot = reopened.Load();
        Assert.That((snapshot.Cursors["journal"], snapshot.Frequency.Expectations.Count), Is.EqualTo(("s=1", 0)));
    }

    private static StateBatch Change(Action<FrequencyChanges> change)
    {
        StateBatch batch = Batch();
        change(batch.Frequency);
        return batch;
    }

    private static void Set(FrequencyChanges changes, ExpectationState state) => changes.Expectations[(state.Name, state.Key)] = state;

    private static string Text(ExpectationState state) => $"{state.Name}/{state.Key}: {string.Join(' ', state.Raises)}, {state.SilentSince}, {state.Reminders}";
}
