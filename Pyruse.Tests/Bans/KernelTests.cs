using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pyruse.Core.Bans;
using Pyruse.Core.Bans.Firewalls;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.State;
using static Pyruse.Tests.Bans.SomeBans;

namespace Pyruse.Tests.Bans;

/// <summary>The enforcement against real kernel sets, in a network namespace.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public sealed class KernelTests
{
    private const string Managed = "inet pyruse ssh4";

    private readonly CollectingLogger _logger = new();
    private readonly MemoryStateStore _store = new(1_000_000);
    private NetworkNamespace _namespace = null!;
    private BanEnforcer? _enforcer;

    private static long Now => EntryTime.ToMicroseconds(TimeProvider.System.GetUtcNow());

    [SetUp]
    public void Begin() => _namespace = NetworkNamespace.Make("nft", "ipset");

    [TearDown]
    public async Task EndAsync()
    {
        if (_enforcer is not null)
            await _enforcer.DisposeAsync();
        _store.Dispose();
        _namespace?.Dispose();
    }

    [Test]
    public async Task Ten_thousand_bans_are_restored_with_their_ends_right_to_the_second()
    {
        long now = Now;
        _store.Record([.. Enumerable.Range(0, 10_000).Select(number => Ban($"10.1.{number >> 8}.{number & 255}", 3600 + number, now, set: Managed))]);
        long start = Stopwatch.GetTimestamp();
        Start(isManaging: true);
        await UntilAsync(() => In(Managed).Count == 10_000);
        TestContext.Out.WriteLine($"10,000 bans were found in the kernel {Stopwatch.GetElapsedTime(start).TotalMilliseconds:N0} ms after the start.");
        foreach ((string address, long seconds) in In(Managed))
        {
            byte[] bytes = IPAddress.Parse(address).GetAddressBytes();
            double left = (now - Now) / 1e6 + 3600 + (bytes[2] << 8) + bytes[3];
            Assert.That(seconds, Is.EqualTo(left).Within(2), address);
        }
    }

    [Test]
    public async Task A_flushed_ruleset_is_back_within_seconds_and_works_again_and_again()
    {
        _store.Record(Ban("192.0.2.1", 3600, Now, set: Managed), Ban("2001:db8::1", 0, Now, set: "inet pyruse ssh6"));
        Start(isManaging: true);
        await UntilAsync(() => In(Managed).Count == 1);
        for (int round = 1; round <= 3; round++)
        {
            // The program that watches is started again after each flush, and has to be there for the next.
            await UntilAsync(IsWatched);
            long start = Stopwatch.GetTimestamp();
            _namespace.Run("nft flush ruleset");
            await UntilAsync(() => In(Managed).Count == 1 && In("inet pyruse ssh6").Count == 1);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            TestContext.Out.WriteLine($"After \"nft flush ruleset\" the bans were back in {milliseconds:N0} ms.");
            Assert.That(milliseconds, Is.LessThan(5000));
            Assert.That(_namespace.Run("nft list chain inet pyruse forward"), Does.Contain("ip6 saddr @ssh6 drop").And.Contain("priority filter - 10"));
        }
        Assert.That(_logger.Errors, Is.Empty);
    }

    [Test]
    public async Task A_ban_reaches_the_kernel_at_once_and_its_end_is_replaced()
    {
        MakeSet();
        Start(isManaging: false);
        await BanAsync("192.0.2.1", 600, 600);
        List<double> times = [];
        for (int number = 2; number < 22; number++)
            times.Add(await BanAsync($"192.0.2.{number}", 600, 600));
        times.Sort();
        TestContext.Out.WriteLine($"From Enforce to the kernel: median {times[10]:N0} ms, longest {times[^1]:N0} ms (listing included).");
        Assert.That(times[10], Is.LessThan(50));
        await BanAsync("192.0.2.1", 60, 60);
        await BanAsync("192.0.2.1", 6000, 6000);
        await BanAsync("192.0.2.1", 0, 0);
        await BanAsync("192.0.2.1", 30, 30);
    }

    [Test]
    public async Task A_missing_set_is_explained_and_filled_when_it_is_made()
    {
        _store.Record(Ban("192.0.2.1", 3600, Now));
        Start(isManaging: false);
        await UntilAsync(() => _logger.Errors.Count > 0);
        MakeSet();
        await UntilAsync(() => In(Set).Count == 1);
        Assert.That(_logger.Errors, Has.One.StartsWith($"There is no set \"{Set}\" in nftables. Make it, such as with: nft add table inet filter; nft 'add set {Set} {{ type ipv4_addr; flags timeout; }}'"));
    }

    [Test]
    public async Task Sets_that_do_not_fit_are_explained_and_keep_no_other_from_working()
    {
        MakeSet();
        _namespace.Run("nft -f -", """
            add set inet filter plain { type ipv4_addr; }
            add set inet filter six { type ipv6_addr; flags timeout; }
            add set inet filter ports { type inet_service; }

            """);
        _store.Record(
            Ban("192.0.2.1", 3600, Now), Ban("192.0.2.1", 3600, Now, set: "inet filter plain"), Ban("192.0.2.2", 0, Now, set: "inet filter plain"),
            Ban("192.0.2.1", 3600, Now, set: "inet filter six"), Ban("192.0.2.1", 3600, Now, set: "inet filter ports"), Ban("192.0.2.0/24", 3600, Now));
        Start(isManaging: false);
        await UntilAsync(() => In(Set).ContainsKey("192.0.2.1") && In("inet filter plain").ContainsKey("192.0.2.2"));
        Assert.That(In(Set).Count + In("inet filter plain").Count, Is.EqualTo(2));
        Assert.That(_logger.Errors, Has.Count.EqualTo(4));
        Assert.That(_logger.Errors, Has.One.Contains("\"inet filter plain\" can't hold bans that end"));
        Assert.That(_logger.Errors, Has.One.Contains("\"inet filter six\" does not hold v4 addresses; its type must be ipv4_addr"));
        Assert.That(_logger.Errors, Has.One.Contains("\"inet filter ports\" does not hold v4 addresses"));
        Assert.That(_logger.Errors, Has.One.Contains($"\"{Set}\" can't hold networks, but prefix4 or prefix6"));
    }

    [Test]
    public async Task Networks_and_addresses_in_them_live_in_one_set()
    {
        _store.Record(Ban("192.0.2.1", 3600, Now, set: Managed));
        Start(isManaging: true);
        await UntilAsync(() => In(Managed).Count == 1);
        await BanAsync("192.0.2.0/24", 600, 600, Managed);
        await BanAsync("198.51.100.0/24", 600, 600, Managed);
        await BanAsync("198.51.100.0/24", 60, 60, Managed);
        await UntilAsync(() => In(Managed).Count == 2);
        Assert.That(In(Managed).Keys, Is.EquivalentTo(new[] { "192.0.2.0/24", "198.51.100.0/24" }));
        Assert.That(_logger.Errors, Is.Empty);
    }

    [Test]
    public async Task Ipsets_hold_bans_with_their_ends_even_longer_ones_than_they_can()
    {
        _namespace.Run("ipset create ssh4 hash:ip timeout 0");
        _namespace.Run("ipset create ssh6 hash:net family inet6 timeout 0");
        _store.Record(
            Ban("192.0.2.1", 3600, Now, Firewall.Ipset, "ssh4"), Ban("192.0.2.2", 0, Now, Firewall.Ipset, "ssh4"), Ban("192.0.2.3", 30 * 86_400, Now, Firewall.Ipset, "ssh4"),
            Ban("2001:db8::/64", 60, Now, Firewall.Ipset, "ssh6"), Ban("192.0.2.1", 60, Now, Firewall.Ipset, "missing"));
        Start(isManaging: false);
        await UntilAsync(() => In("ssh6", Firewall.Ipset).Count == 1 && In("ssh4", Firewall.Ipset).Count == 3);
        Assert.That(In("ssh4", Firewall.Ipset)["192.0.2.1"], Is.EqualTo(3600).Within(2));
        Assert.That(In("ssh4", Firewall.Ipset)["192.0.2.2"], Is.Zero);
        Assert.That(In("ssh4", Firewall.Ipset)["192.0.2.3"], Is.EqualTo(2_147_483).Within(2));
        Enforce(Ban("192.0.2.1", 7200, Now, Firewall.Ipset, "ssh4"));
        await UntilAsync(() => In("ssh4", Firewall.Ipset)["192.0.2.1"] > 7000);
        Assert.That(_logger.Errors, Has.One.EqualTo("There is no ipset \"missing\". Make it, such as with: ipset create missing hash:ip family inet timeout 0 maxelem 1000000"));
    }

    [Test]
    public async Task A_program_that_is_missing_is_explained()
    {
        _store.Record(Ban("192.0.2.1", 3600, Now));
        _enforcer = new BanEnforcer([new NftFirewall(["/nowhere/nft"], isManaging: false)], _store, TimeSpan.FromSeconds(60), TimeProvider.System, _logger);
        _enforcer.Start([]);
        await UntilAsync(() => _logger.Errors.Count > 0);
        Assert.That(_logger.Errors[0], Does.StartWith("The program nft can't be run: /nowhere/nft can't be started").And.EndWith("See [nftBan] nft = [\"/usr/sbin/nft\"] in the configuration."));
    }

    [Test]
    public async Task A_user_without_the_right_is_told_so()
    {
        _store.Record(Ban("192.0.2.1", 3600, Now));
        _enforcer = new BanEnforcer(
            [new NftFirewall(["ip", "netns", "exec", _namespace.Name, "setpriv", "--reuid", "65534", "--clear-groups", "nft"], isManaging: false)],
            _store, TimeSpan.FromSeconds(60), TimeProvider.System, _logger);
        _enforcer.Start([]);
        await UntilAsync(() => _logger.Errors.Count > 0);
        Assert.That(_logger.Errors[0], Does.StartWith("nft may not change the firewall").And.Contain("CAP_NET_ADMIN"));
    }

    private void MakeSet()
    {
        _namespace.Run("nft add table inet filter");
        _namespace.Run("nft -f -", $"add set {Set} {{ type ipv4_addr; flags timeout; }}\n");
    }

    private void Start(bool isManaging)
    {
        _enforcer = new BanEnforcer(
            [new NftFirewall(_namespace.Nft, isManaging), new IpsetFirewall(_namespace.Ipset)], _store, TimeSpan.FromSeconds(60), TimeProvider.System, _logger);
        _enforcer.Start([new(SetNamed(isManaging ? Managed : Set), AddressFamily.InterNetwork)]);
    }

    private void Enforce(BanEffect ban)
    {
        _store.Record(ban);
        _enforcer!.Enforce([ban]);
    }

    /// <summary>Bans, waits until the kernel has it with the right end, and gives how long that took, in milliseconds.</summary>
    private async Task<double> BanAsync(string network, long seconds, long expected, string set = Set)
    {
        long start = Stopwatch.GetTimestamp();
        Enforce(Ban(network, seconds, Now, set: set));
        await UntilAsync(() => In(set).TryGetValue(network, out long found) && Math.Abs(found - expected) <= 1);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private Dictionary<string, long> In(string set, Firewall kind = Firewall.Nft)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        IFirewall firewall = kind == Firewall.Nft ? new NftFirewall(_namespace.Nft, isManaging: false) : new IpsetFirewall(_namespace.Ipset);
        try
        {
            firewall.ReadAsync(SetNamed(set, kind), element => found[BanNetwork.Format(element.Network)] = element.SecondsLeft, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (FirewallException exception) when (exception.IsOfSet)
        {
            // A set that is not there, yet or for a moment, holds nobody.
        }
        return found;
    }

    /// <summary>Whether a program in the namespace has subscribed to the news of nftables: /proc/net/netlink has the protocol (12) second and the groups fourth.</summary>
    private bool IsWatched() => _namespace.Run("cat /proc/net/netlink").Split('\n')
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Any(static columns => columns.Length > 3 && columns[1] == "12" && columns[3].Trim('0').Length > 0);

    /// <summary>The kernel tells nobody when a set is right: it is asked again and again.</summary>
    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (!holds())
            await Task.Delay(2, limit.Token);
    }
}
