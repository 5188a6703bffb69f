using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.State;
using static Pyruse.Tests.Bans.SomeBans;

namespace Pyruse.Tests.Bans;

/// <summary>The commands about bans, as processes, against real kernel sets.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public sealed class BanCommandTests
{
    private const string Set = "inet pyruse ssh4";

    private NetworkNamespace _namespace = null!;
    private string _directory = "";

    private static long Now => EntryTime.ToMicroseconds(TimeProvider.System.GetUtcNow());

    [SetUp]
    public void Begin()
    {
        _namespace = NetworkNamespace.Make("nft", "ipset");
        _directory = Directory.CreateTempSubdirectory("pyruse-bans-").FullName;
        Configure("manage = true");
    }

    [TearDown]
    public void End()
    {
        _namespace?.Dispose();
        if (_directory.Length > 0)
            Directory.Delete(_directory, recursive: true);
    }

    // Twice what is promised: other tests may keep the machine busy.
    [TestCase(10_000, 2000)]
    [TestCase(100_000, 6000)]
    public void Boot_restores_many_bans_fast_and_again_without_harm(int count, double limit)
    {
        Record([.. Enumerable.Range(0, count).Select(number => Ban($"10.{number >> 16}.{(number >> 8) & 255}.{number & 255}", 86_400 + number, Now, set: Set))]);
        long start = Stopwatch.GetTimestamp();
        Assert.That(Pyruse("boot").ExitCode, Is.Zero);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        TestContext.Out.WriteLine($"pyruse boot, {count:N0} bans with nftables: {milliseconds:N0} ms");
        Assert.That(milliseconds, Is.LessThan(limit));
        Assert.That(Pyruse("boot", "nftBan").ExitCode, Is.Zero);
        Assert.That(_namespace.Run($"nft list set {Set}").Split("timeout ").Length - 1, Is.EqualTo(count));
    }

    [Test]
    public void Boot_restores_ipsets_and_says_what_is_missing()
    {
        Record([.. Enumerable.Range(0, 10_000).Select(number => Ban($"10.0.{number >> 8}.{number & 255}", 86_400, Now, Firewall.Ipset, "ssh4"))]);
        (int code, _, string error) = Pyruse("boot");
        Assert.That((code, error), Is.EqualTo((1, "pyruse: error: There is no ipset \"ssh4\". Make it, such as with: ipset create ssh4 hash:ip family inet timeout 0 maxelem 1000000\n")));
        _namespace.Run("ipset create ssh4 hash:ip timeout 0");
        long start = Stopwatch.GetTimestamp();
        Assert.That(Pyruse("boot", "IPSETBAN").ExitCode, Is.Zero);
        TestContext.Out.WriteLine($"pyruse boot, 10,000 bans with ipset: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:N0} ms");
        Assert.That(_namespace.Run("ipset list ssh4 -output save").Split('\n'), Has.Length.EqualTo(10_002));
    }

    [Test]
    public void Boot_takes_over_the_bans_of_the_original_program()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "state"));
        File.WriteAllText(Path.Combine(_directory, "state", "action_nftBan.py.json"), $$"""[{"IP": "192.0.2.1", "nfSet": "{{Set}}", "timestamp": 0}]""");
        Assert.That(Pyruse("boot").ExitCode, Is.Zero);
        Assert.That(_namespace.Run($"nft list set {Set}"), Does.Contain("192.0.2.1"));
    }

    [Test]
    public void A_ban_by_hand_is_listed_explained_and_lifted_for_good()
    {
        Assert.That(Pyruse("bans", "add", "192.0.2.1", "--set", Set, "--for", "1d").ExitCode, Is.Zero);
        Assert.That(Pyruse("bans", "add", "2001:DB8::1", "--set", "inet pyruse ssh6").ExitCode, Is.Zero);
        using JsonDocument list = JsonDocument.Parse(Pyruse("bans", "list", "--format", "json").Output);
        JsonElement first = list.RootElement[0];
        Assert.That(first.EnumerateObject().Select(static property => property.Name), Is.EqualTo(new[] { "ip", "set", "since", "until", "secondsLeft", "chain", "count", "enforced" }));
        Assert.That(first.GetProperty("secondsLeft").GetInt64(), Is.EqualTo(86_400).Within(30));
        Assert.That(first.GetProperty("enforced").GetBoolean(), Is.True);
        Assert.That(list.RootElement[1].GetProperty("ip").GetString(), Is.EqualTo("2001:db8::1"));
        Assert.That(list.RootElement[1].GetProperty("until").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(Pyruse("bans", "list").Output, Does.Contain("192.0.2.1    inet pyruse ssh4").And.Not.Contain("NOT IN FORCE"));
        Assert.That(Pyruse("bans", "remove", "192.0.2.1").ExitCode, Is.Zero);
        Assert.That(_namespace.Run($"nft list set {Set}"), Does.Not.Contain("192.0.2.1"));
        Assert.That(Pyruse("boot").ExitCode, Is.Zero);
        Assert.That(_namespace.Run($"nft list set {Set}"), Does.Not.Contain("192.0.2.1"));
        Assert.That(Pyruse("bans", "remove", "192.0.2.1"), Is.EqualTo((1, "", "pyruse: error: 192.0.2.1 is not banned.\n")));
        using JsonDocument report = JsonDocument.Parse(Pyruse("report", "show", "--format", "json").Output);
        JsonElement totals = report.RootElement.GetProperty("totals");
        Assert.That((totals.GetProperty("bans").GetInt32(), totals.GetProperty("lifted").GetInt32()), Is.EqualTo((2, 1)));
    }

    [Test]
    public void Why_shows_the_entry_that_caused_a_ban()
    {
        BanEffect ban = Ban("192.0.2.1", 600, Now, set: Set);
        Record(ban, ban);
        Assert.That(Pyruse("bans", "why", "192.0.2.1").Output, Does.Contain("banned:   2 times").And.Contain("by:       chain \"SSH\", step 4")
            .And.Contain("entry:    s=1;i=2").And.Contain("message:  Failed password"));
        using JsonDocument evidence = JsonDocument.Parse(Pyruse("bans", "why", "192.0.2.1", "--format", "json").Output);
        Assert.That(evidence.RootElement[0].GetProperty("message").GetString(), Is.EqualTo("Failed password"));
        Assert.That(Pyruse("bans", "why", "192.0.2.2").ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void Own_addresses_are_not_banned_by_hand()
    {
        (int code, _, string error) = Pyruse("bans", "add", "127.0.0.1", "--set", Set);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("127.0.0.1 is never banned"));
    }

    [TestCase("{1.2.3.4}; flush ruleset; #")]
    [TestCase("010.1.1.1")]
    [TestCase("fe80::1%eth0")]
    [TestCase("")]
    public void What_is_no_address_is_wrong_usage(string text) => Assert.That(Pyruse("bans", "add", text, "--set", Set).ExitCode, Is.EqualTo(2));

    [Test]
    public void In_a_dry_run_nothing_reaches_the_kernel()
    {
        Configure("manage = true\ndry_run = true");
        Assert.That(Pyruse("bans", "add", "192.0.2.1", "--set", Set).ExitCode, Is.Zero);
        Assert.That(Pyruse("boot").ExitCode, Is.Zero);
        Assert.That(_namespace.Run("nft list ruleset"), Is.Empty);
        Assert.That(Pyruse("bans", "list", "--format", "json").Output, Does.Contain("\"enforced\": false"));
    }

    private void Configure(string bans) => File.WriteAllText(Path.Combine(_directory, "pyruse.toml"), $$"""
        storage = "state"
        [bans]
        {{bans}}
        [nftBan]
        nft = [{{string.Join(", ", _namespace.Nft.Select(static word => $"\"{word}\""))}}]
        [ipsetBan]
        ipset = [{{string.Join(", ", _namespace.Ipset.Select(static word => $"\"{word}\""))}}]
        [[chain]]
        name = "all"
        steps = [{ action = "noop" }]

        """);

    private void Record(params BanEffect[] bans)
    {
        using SqliteStateStore store = SqliteStateStore.Open(Path.Combine(_directory, "state"), TimeProvider.System, NullLogger.Instance);
        store.Record(bans);
    }

    private (int ExitCode, string Output, string Error) Pyruse(params string[] arguments) => NetworkNamespace.Start(
        ["dotnet", Path.Combine(TestContext.CurrentContext.TestDirectory, "pyruse.dll"), .. arguments, "--config", Path.Combine(_directory, "pyruse.toml")], "");
}
