using Pyruse.Core.Bans;
using Pyruse.Core.State;
using static Pyruse.Tests.Bans.SomeBans;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Bans;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class BanImportTests
{
    private readonly CollectingLogger _logger = new();
    private readonly MemoryStateStore _store = new();
    private string _directory = "";

    [SetUp]
    public void Begin() => _directory = Directory.CreateTempSubdirectory("pyruse-import-").FullName;

    [TearDown]
    public void End()
    {
        Directory.Delete(_directory, recursive: true);
        _store.Dispose();
    }

    [Test]
    public void Running_bans_are_taken_over_once_with_their_exact_end()
    {
        double end = (NoonMicroseconds / 1e6) + 99.25;
        Write("action_nftBan.py.json", $$"""
            [{"IP": "192.0.2.1", "nfSet": "inet filter ssh4", "timestamp": {{end:F2}}},
             {"IP": "192.0.2.2", "nftSet": "filter mail_ban", "timestamp": 0},
             {"IP": "2001:db8::1", "nfSet": "ip6 I6 ban", "timestamp": {{end:F0}}},
             {"IP": "192.0.2.3", "nfSet": "inet filter ssh4", "timestamp": 1500000000},
             {"IP": "{1.2.3.4}; flush ruleset", "nfSet": "inet filter ssh4", "timestamp": 0},
             {"IP": "192.0.2.4", "nfSet": "x; flush ruleset", "timestamp": 0}, 7]
            """);
        Write("action_ipsetBan.py.json", """[{"IP": "192.0.2.5", "nfSet": "mail4", "timestamp": 0}]""");
        Run();
        Run();
        Assert.That(_store.ReadBans(NoonMicroseconds).Select(static ban => $"{ban.Firewall} {ban.Set} {ban.Address} {(ban.Until == long.MaxValue ? -1 : ban.Until - NoonMicroseconds)}"), Is.EquivalentTo(new[]
        {
            "Nft inet filter ssh4 192.0.2.1 99250000", "Nft ip filter mail_ban 192.0.2.2 -1", "Nft ip6 I6 ban 2001:db8::1 99000000", "Ipset mail4 192.0.2.5 -1",
        }));
        Assert.That(_store.ReadBans(0), Has.All.Property(nameof(BanRecord.Since)).LessThanOrEqualTo(NoonMicroseconds));
        Assert.That(File.Exists(Path.Combine(_directory, "action_nftBan.py.json.imported")), Is.True);
        Assert.That(_logger.Warnings, Has.One.StartsWith("3 items of action_nftBan.py.json.imported"));
    }

    [Test]
    public void A_file_that_is_no_list_stays_and_is_named()
    {
        Write("action_nftBan.py.json", "[{\"IP\": \"192.0.2");
        Run();
        Assert.That(File.Exists(Path.Combine(_directory, "action_nftBan.py.json")), Is.True);
        Assert.That(_logger.Errors, Has.One.Contains("repair it, or move it away"));
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_directory, file), content);

    private void Run() => BanImport.Run(_directory, _store, new ManualTime(Noon), _logger);
}
