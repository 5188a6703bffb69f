using Pyruse.Core.State;

namespace Pyruse.Tests.State;

/// <summary>The counters' memory is bounded, whatever keys attackers think of.</summary>
[TestFixture]
public sealed class CounterTableTests
{
    private const int Capacity = 2000;

    private readonly List<string> _overflows = [];
    private readonly List<CounterChange> _changes = [];
    private CounterTable _table = null!;

    [SetUp]
    public void MakeATable()
    {
        _overflows.Clear();
        _changes.Clear();
        _table = new CounterTable(Capacity) { OnOverflow = _overflows.Add, OnChange = _changes.Add };
    }

    [Test]
    public void The_oldest_keys_are_dropped_when_there_are_too_many()
    {
        RaiseKeys(0, Capacity + 1);
        Assert.Multiple(() =>
        {
            Assert.That(Count("k0"), Is.Zero);
            Assert.That(Count("k200"), Is.Zero, "a tenth more goes than must");
            Assert.That(Count("k201"), Is.EqualTo(1));
            Assert.That(Count($"k{Capacity}"), Is.EqualTo(1));
        });
    }

    [Test]
    public void A_key_that_is_used_again_is_not_old()
    {
        RaiseKeys(0, Capacity);
        RaiseKeys(0, 1);
        RaiseKeys(Capacity, 1);
        Assert.That((Count("k0"), Count("k1")), Is.EqualTo((2, 0)));
    }

    [Test]
    public void The_warning_is_given_once_a_counter()
    {
        RaiseKeys(0, 10 * Capacity);
        _table.Raise("another", "k", 0, long.MaxValue);
        Assert.That(_overflows, Is.EqualTo(new[] { "c" }));
    }

    [Test]
    public void Keys_that_have_expired_go_first_and_without_a_warning()
    {
        RaiseKeys(0, Capacity, until: 10);
        RaiseKeys(Capacity, Capacity, now: 10);
        Assert.That((_overflows.Count, Count("k0", 10), Count($"k{Capacity}", 10)), Is.EqualTo((0, 0, 1)));
    }

    [Test]
    public void A_key_with_grace_has_not_expired()
    {
        _table.Reset("c", "quiet", 0, 100);
        RaiseKeys(0, Capacity - 1, until: 10);
        RaiseKeys(Capacity, 1500, now: 10);
        Assert.That(_table.Raise("c", "quiet", 99, long.MaxValue), Is.Zero);
    }

    [Test]
    public void The_store_is_told_what_was_dropped()
    {
        RaiseKeys(0, Capacity + 1);
        Assert.That(
            _changes.Where(static change => change.Kind == CounterChangeKind.Reset),
            Is.EquivalentTo(Enumerable.Range(0, 201).Select(static i => new CounterChange(CounterChangeKind.Reset, "c", $"k{i}", 0))));
    }

    [Test]
    public void The_raises_of_one_key_are_bounded()
    {
        int count = 0;
        for (int i = 0; i < 150_000; i++)
            count = _table.Raise("c", "k", i, long.MaxValue);
        Assert.That(count, Is.EqualTo(100_000));
    }

    [Test]
    public void Raises_of_different_lengths_cost_no_more_than_others()
    {
        int count = 0;
        for (int i = 0; i < 300_000; i++)
            count = _table.Raise("c", "k", i, i % 2 == 0 ? 1_000_000 : 900_000);
        Assert.That(count, Is.EqualTo(100_000));
    }

    [Test]
    public void Any_course_of_changes_counts_as_a_naive_list_would([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var ends = new List<long>();
        long grace = 0;
        long now = 1000;
        for (int i = 0; i < 500; i++)
        {
            now += random.Next(-1, 4);
            switch (random.Next(9))
            {
                case 0:
                    ends.RemoveAll(end => end <= now);
                    if (ends.Count > 0)
                        ends.RemoveAt(ends.Count - 1);
                    _table.Lower("c", "k", now);
                    break;
                case 1 when random.Next(4) == 0:
                    ends.Clear();
                    grace = now + random.Next(1, 5);
                    _table.Reset("c", "k", now, grace);
                    break;
                default:
                    long until = now + random.Next(1, seed % 2 == 0 ? 60 : 8);
                    ends.RemoveAll(end => end <= now);
                    if (now >= grace)
                        ends.Add(until);
                    _table.Raise("c", "k", now, until);
                    break;
            }
            ends.RemoveAll(end => end <= now);
            Assert.That(Count("k", now), Is.EqualTo(ends.Count), $"step {i}");
        }
    }

    [Test]
    public void The_changes_lead_to_the_same_counts_again()
    {
        var random = new Random(7);
        for (int now = 0; now < 5000; now++)
        {
            string key = $"k{random.Next(5)}";
            switch (random.Next(8))
            {
                case 0:
                    _table.Lower("c", key, now);
                    break;
                case 1:
                    _table.Reset("c", key, now, now + random.Next(-1, 5));
                    break;
                default:
                    _table.Raise("c", key, now, now + random.Next(1, 60));
                    break;
            }
        }
        var restored = new CounterTable(Capacity);
        foreach (CounterChange change in _changes)
            restored.Restore(change);
        Assert.That(
            Enumerable.Range(0, 5).Select(i => restored.CountAt("c", $"k{i}", 5000)),
            Is.EqualTo(Enumerable.Range(0, 5).Select(i => Count($"k{i}", 5000))));
    }

    private int Count(string key, long now = 0) => _table.CountAt("c", key, now);

    private void RaiseKeys(int first, int count, long now = 0, long until = long.MaxValue)
    {
        for (int i = first; i < first + count; i++)
            _table.Raise("c", $"k{i}", now, until);
    }
}
