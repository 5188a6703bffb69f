using System.Net.Sockets;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;
using Pyruse.Core.State;
using static Pyruse.Tests.Bans.SomeBans;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Bans;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class BanEnforcerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new(Noon);
    private readonly CollectingLogger _logger = new();
    private readonly MemoryStateStore _store = new();
    private readonly FakeFirewall _firewall = new();
    private BanEnforcer _enforcer = null!;

    [SetUp]
    public void Begin()
    {
        _firewall.Make(Set);
        _enforcer = new BanEnforcer([_firewall], _store, Interval, _time, _logger);
    }

    [TearDown]
    public async Task EndAsync()
    {
        await _enforcer.DisposeAsync();
        _store.Dispose();
    }

    [Test]
    public async Task Recorded_bans_are_in_force_from_the_start_with_what_is_left_of_them()
    {
        _store.Record(Ban("192.0.2.1", 600, NoonMicroseconds - 100_000_000), Ban("192.0.2.2", 0), Ban("192.0.2.3", 50, NoonMicroseconds - 50_000_000));
        _enforcer.Start([]);
        await _firewall.UntilAsync(() => _firewall.In(Set).Count == 2);
        Assert.That(_firewall.In(Set), Is.EquivalentTo(new Dictionary<string, long> { ["192.0.2.1"] = 500, ["192.0.2.2"] = 0 }));
    }

    [Test]
    public async Task All_bans_that_wait_go_out_together_and_ended_ones_do_not()
    {
        _enforcer.Start([new(SetNamed(Set), AddressFamily.InterNetwork)]);
        await _firewall.UntilAsync(() => _firewall.Readings == 1);
        Enforce(Ban("192.0.2.1", 600), Ban("192.0.2.2", 1, NoonMicroseconds - 1_000_000), Ban("192.0.2.1", 700));
        await _firewall.UntilAsync(() => _firewall.In(Set).Count == 1);
        Assert.That(_firewall.In(Set)["192.0.2.1"], Is.EqualTo(700));
        Assert.That(_firewall.Applied, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_timer_puts_back_what_has_vanished_and_leaves_what_others_put_in()
    {
        await StartWithAsync("192.0.2.1", "192.0.2.2");
        _firewall.Make(Set);
        _firewall.Put(Set, "198.51.100.1", 5);
        _time.Advance(Interval);
        await _firewall.UntilAsync(() => _firewall.In(Set).Count == 3);
        Assert.That(_firewall.In(Set)["192.0.2.2"], Is.EqualTo(540));
        Assert.That(_logger.Warnings, Is.EqualTo(new[] { $"Bans had vanished from \"{Set}\", which something else has flushed or changed: 2 are put back." }));
    }

    [Test]
    public async Task A_change_by_others_is_repaired_at_once_but_our_own_is_none()
    {
        await StartWithAsync("192.0.2.1");
        await _firewall.AnnounceAsync(Set, process: 1);
        await _firewall.AnnounceAsync("inet other", process: 7);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_firewall.Readings, Is.EqualTo(1));
        _firewall.Make(Set);
        await _firewall.AnnounceAsync("inet filter", process: 7);
        await UntilRepairedAsync(() => _firewall.In(Set).Count == 1);
    }

    [Test]
    public async Task A_ban_that_was_lifted_is_not_put_back()
    {
        await StartWithAsync("192.0.2.1", "192.0.2.2");
        Assert.That(_store.RemoveBan(Core.Effects.Firewall.Nft, Set, Network("192.0.2.1")), Is.True);
        _firewall.Make(Set);
        _time.Advance(Interval);
        await _firewall.UntilAsync(() => _firewall.In(Set).Count > 0);
        Assert.That(_firewall.In(Set).Keys, Is.EqualTo(new[] { "192.0.2.2" }));
    }

    [Test]
    public async Task An_end_that_is_wrong_is_put_right()
    {
        await StartWithAsync("192.0.2.1");
        _firewall.Put(Set, "192.0.2.1", 5);
        _time.Advance(Interval);
        await _firewall.UntilAsync(() => _firewall.In(Set)["192.0.2.1"] == 540);
    }

    [Test]
    public async Task A_missing_set_is_said_once_and_filled_when_it_is_there()
    {
        _firewall.Drop(Set);
        _store.Record(Ban("192.0.2.1", 600));
        _enforcer.Start([]);
        await _firewall.UntilAsync(() => _firewall.Readings == 1);
        for (int readings = 2; readings < 6; readings++)
            await UntilRepairedAsync(() => _firewall.Readings >= readings);
        Assert.That(_logger.Errors, Is.EqualTo(new[] { $"There is no set \"{Set}\"." }));
        _firewall.Make(Set);
        await UntilRepairedAsync(() => _firewall.In(Set).Count == 1);
    }

    [Test]
    public async Task A_firewall_that_can_t_be_used_is_said_once_and_used_when_it_can()
    {
        _firewall.Trouble = "nft may not.";
        _enforcer.Start([new(SetNamed(Set), AddressFamily.InterNetwork)]);
        _store.Record(Ban("192.0.2.1", 600));
        Enforce(Ban("192.0.2.1", 600));
        await _time.UntilPlannedAsync(FirstRetry);
        _firewall.Trouble = null;
        await UntilRepairedAsync(() => _firewall.In(Set).Count == 1);
        Assert.That(_logger.Errors, Is.EqualTo(new[] { "nft may not." }));
    }

    [Test]
    public async Task One_address_that_is_refused_keeps_no_other_out()
    {
        _firewall.Refused.Add("192.0.2.7");
        _store.Record([.. Enumerable.Range(1, 20).Select(static number => Ban($"192.0.2.{number}", 600))]);
        _enforcer.Start([]);
        await _time.UntilPlannedAsync(FirstRetry);
        Assert.That(_firewall.In(Set), Has.Count.EqualTo(19));
        int readings = _firewall.Readings;
        await UntilRepairedAsync(() => _firewall.Readings >= readings + 3);
        Assert.That(_logger.Errors, Has.One.StartsWith($"The ban of 192.0.2.7 in \"{Set}\" is recorded but not in force"));
    }

    [Test]
    public async Task Bans_with_an_end_wait_for_a_set_that_can_end_them()
    {
        _firewall.Definition = new(AddressFamily.InterNetwork, HasTimeouts: false, HasNetworks: false);
        _store.Record(Ban("192.0.2.1", 600), Ban("192.0.2.2", 0));
        _enforcer.Start([]);
        await _time.UntilPlannedAsync(FirstRetry);
        Assert.That(_firewall.In(Set).Keys, Is.EqualTo(new[] { "192.0.2.2" }));
        Assert.That(_logger.Errors, Has.One.Contains("can't hold bans that end; make it anew with \"flags timeout;\""));
    }

    [Test]
    public async Task An_engine_that_takes_over_may_use_other_sets_and_bans_in_those_of_before_stay_in_force()
    {
        const string Other = "inet filter web4";
        _firewall.Make(Other);
        await StartWithAsync("192.0.2.1");
        _enforcer.Start([new(SetNamed(Other), AddressFamily.InterNetwork)]);
        _firewall.Make(Set);
        BanEffect ban = Ban("192.0.2.2", 600, set: Other);
        _store.Record(ban);
        Enforce(ban);
        await UntilRepairedAsync(() => _firewall.In(Set).Count == 1 && _firewall.In(Other).Count == 1);
        Assert.That(
            (await _enforcer.CountAsync(CancellationToken.None)).Select(static set => (set.Set, set.Wanted, set.InForce)), Is.EquivalentTo(new[] { (Set, 1, 1), (Other, 1, 1) }));
    }

    [Test]
    public async Task What_is_not_in_force_is_counted_and_its_reason_told()
    {
        _firewall.Refused.Add("192.0.2.7");
        _store.Record(Ban("192.0.2.6", 600), Ban("192.0.2.7", 600));
        _enforcer.Start([]);
        await _time.UntilPlannedAsync(FirstRetry);
        Assert.That((await _enforcer.CountAsync(CancellationToken.None)).Sum(static set => set.Wanted), Is.EqualTo(2));
        Assert.That(_enforcer.Troubles, Has.One.StartsWith("The ban of 192.0.2.7 in "));
    }

    [Test]
    public async Task A_network_takes_the_place_of_its_addresses()
    {
        _firewall.Definition = new(AddressFamily.InterNetwork, HasTimeouts: true, HasNetworks: true);
        await StartWithAsync("192.0.2.1", "198.51.100.1");
        _store.Record(Ban("192.0.2.0/24", 600));
        Enforce(Ban("192.0.2.0/24", 600));
        await UntilRepairedAsync(() => _firewall.In(Set).ContainsKey("192.0.2.0/24"));
        Assert.That(_firewall.In(Set).Keys, Is.EquivalentTo(new[] { "192.0.2.0/24", "198.51.100.1" }));
    }

    private async Task StartWithAsync(params string[] addresses)
    {
        _store.Record([.. addresses.Select(static address => Ban(address, 600))]);
        _enforcer.Start([]);
        await _time.UntilPlannedAsync(Interval);
        Assert.That(_firewall.In(Set), Has.Count.EqualTo(addresses.Length));
    }

    private void Enforce(params Core.Effects.BanEffect[] bans) => _enforcer.Enforce(bans);

    /// <summary>Lets time pass, a little at a time, until something holds.</summary>
    private async Task UntilRepairedAsync(Func<bool> holds)
    {
        Task done = _firewall.UntilAsync(holds);
        while (!done.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(done, Task.Delay(5));
        }
        await done;
    }
}
