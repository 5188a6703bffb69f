using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Tests.Bans;

public sealed class EscalationTests
{
    private const long Second = 1_000_000;

    private static readonly BanDurations Growing = new(TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(3600), TimeSpan.Zero);

    [TestCase(false)]
    [TestCase(true)]
    public void Bans_grow_in_a_replay_and_within_a_batch_as_they_do_with_commits(bool commitsEach)
    {
        using var store = new MemoryStateStore(capacity: 0);
        Assert.That(Lengths(store, commitsEach, [0, 10, 700, 5000]), Is.EqualTo(new long[] { 600, 600, 3600, 0 }));
    }

    [Test]
    public void A_ban_that_was_lifted_by_hand_does_not_count()
    {
        using var store = new MemoryStateStore();
        Assert.That(Lengths(store, true, [0]), Is.EqualTo(new long[] { 600 }));
        store.RemoveBan(Firewall.Nft, SomeBans.Set, SomeBans.Network("203.0.113.5"));
        Assert.That(Lengths(store, true, [700]), Is.EqualTo(new long[] { 600 }));
    }

    private static List<long> Lengths(MemoryStateStore store, bool commitsEach, long[] times)
    {
        var state = new WorkingState(new BanPolicy([]), store);
        var step = new WorkflowStep("SSH", 0, "nftBan", SourcePosition.InCode, null, null);
        var entry = new LogEntry(new FieldTable());
        List<long> lengths = [];
        state.OnEffect = effect => lengths.Add(((BanEffect)effect).Seconds);
        foreach (long time in times)
        {
            entry.Begin(time * Second);
            state.Enter(step, entry);
            ((IBans)state).Ban(Firewall.Nft, SomeBans.Set, IPAddress.Parse("203.0.113.5"), Growing);
            if (!commitsEach)
                continue;
            store.Commit(state.Batch);
            state.Batch.Clear();
        }
        return lengths;
    }
}
