using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Tests.State;

/// <summary>What the store gives back makes the same counters as those it was told of.</summary>
public sealed class CounterRoundTripTests : StoreFixture
{
    private static readonly string[] Counters = ["ssh", "web", "a counter with a long name"];
    private static readonly string[] Keys = [.. Enumerable.Range(1, 12).Select(static i => $"192.0.2.{i}")];

    [Test]
    public void Any_history_of_operations_survives_restarts([Range(1, 25)] int seed)
    {
        var random = new Random(seed);
        var counters = new CounterTable();
        var batch = new StateBatch { Time = Start };
        counters.OnChange = batch.Counters.Add;
        SqliteStateStore store = Open();
        try
        {
            for (int operation = 0; operation < 1500; operation++)
            {
                batch.Time += random.Next(4) == 0 ? random.NextInt64(20 * Second) : random.NextInt64(Second / 10);
                Change(counters, random, batch.Time);
                if (random.Next(12) != 0)
                    continue;
                store.Commit(batch);
                batch.Clear();
                Time.Advance(TimeSpan.FromSeconds(random.Next(20)));
                if (random.Next(20) != 0)
                    continue;
                store.Dispose();
                store = Open();
                CounterTable restored = Restore(store);
                for (int look = 0; look < 3; look++)
                {
                    batch.Time += random.NextInt64(15 * Second);
                    AssertEqual(restored, counters, batch.Time);
                }
                // From here on the restored ones go on, as after a restart.
                counters = restored;
                counters.OnChange = batch.Counters.Add;
            }
            store.Commit(batch);
            AssertEqual(Restore(store), counters, batch.Time);
        }
        finally
        {
            store.Dispose();
        }
    }

    [Test]
    public void The_raise_that_is_taken_back_is_the_youngest_that_still_counted()
    {
        var counters = new CounterTable();
        StateBatch batch = Batch();
        counters.OnChange = batch.Counters.Add;
        counters.Raise("ssh", "a", Start, Start + (100 * Second));
        counters.Raise("ssh", "a", Start, Start + (50 * Second));
        counters.Lower("ssh", "a", Start + (60 * Second));
        using SqliteStateStore store = Open();
        store.Commit(batch);
        Assert.That(Restore(store).CountAt("ssh", "a", Start + (60 * Second)), Is.Zero);
    }

    [Test]
    public void Of_one_key_no_more_raises_are_kept_than_memory_holds()
    {
        using SqliteStateStore store = Open();
        for (int round = 0; round < 11; round++)
        {
            StateBatch batch = Batch();
            for (int i = 0; i < 10_000; i++)
                batch.Counters.Add(Raised("a", Start + 1 + (round * 10_000) + i));
            store.Commit(batch);
        }
        IReadOnlyList<CounterChange> kept = store.Load().Counters;
        Assert.Multiple(() =>
        {
            Assert.That(kept, Has.Count.EqualTo(100_000));
            Assert.That(kept[0].Until, Is.EqualTo(Start + 1 + 10_000));
            Assert.That(kept[^1].Until, Is.EqualTo(Start + 110_000));
        });
    }

    [Test]
    public void Keys_come_back_with_those_first_that_were_raised_longest_ago()
    {
        using SqliteStateStore store = Open();
        StateBatch batch = Batch();
        batch.Counters.AddRange([Raised("a", Start + 1), Raised("b", Start + 2), Raised("c", Start + 3), Raised("a", Start + 4)]);
        store.Commit(batch);
        Assert.That(store.Load().Counters.Select(static change => change.Key), Is.EqualTo(new[] { "b", "c", "a", "a" }));
    }

    private static void Change(CounterTable counters, Random random, long now)
    {
        string counter = Counters[random.Next(Counters.Length)];
        string key = Keys[random.Next(Keys.Length)];
        switch (random.Next(20))
        {
            case < 14:
                long keep = random.Next(8) switch { 0 => long.MaxValue - now, < 3 => random.NextInt64(5 * Second), _ => 30 * Second };
                counters.Raise(counter, key, now, now + keep);
                break;
            case < 18:
                counters.Lower(counter, key, now);
                break;
            default:
                counters.Reset(counter, key, now, random.Next(2) == 0 ? 0 : now + random.NextInt64(20 * Second));
                break;
        }
    }

    private static CounterTable Restore(SqliteStateStore store)
    {
        var counters = new CounterTable();
        foreach (CounterChange change in store.Load().Counters)
            counters.Restore(change);
        return counters;
    }

    private static void AssertEqual(CounterTable actual, CounterTable expected, long now)
    {
        // A raise tells whether a grace period runs, too; it is not noted, and taken back in both.
        (actual.OnChange, expected.OnChange) = (null, null);
        foreach (string counter in Counters)
        {
            foreach (string key in Keys)
            {
                Assert.That(actual.CountAt(counter, key, now), Is.EqualTo(expected.CountAt(counter, key, now)), $"{counter} {key}");
                int raised = expected.Raise(counter, key, now, now + 1);
                Assert.That(actual.Raise(counter, key, now, now + 1), Is.EqualTo(raised), $"{counter} {key}");
                if (raised > 0)
                    Assert.That(actual.Lower(counter, key, now), Is.EqualTo(expected.Lower(counter, key, now)), $"{counter} {key}");
            }
        }
    }
}
