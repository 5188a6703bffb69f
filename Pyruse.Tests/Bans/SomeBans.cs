using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Bans.Firewalls;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Tests.Bans;

/// <summary>Bans, sets and changes, made shortly.</summary>
internal static class SomeBans
{
    public const string Set = "inet filter ssh4";

    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly long NoonMicroseconds = EntryTime.ToMicroseconds(Noon);

    public static BanEffect Ban(string address, long seconds, long? time = null, Firewall firewall = Firewall.Nft, string set = Set)
    {
        IPNetwork network = Network(address);
        return new(new EffectOrigin("SSH", 3, time ?? NoonMicroseconds, "s=1;i=2"), firewall, set, network.BaseAddress, seconds, "Failed password") { Network = network };
    }

    public static void Record(this IStateStore store, params BanEffect[] bans)
    {
        var batch = new StateBatch { Time = bans[0].Origin.Time };
        batch.Effects.AddRange(bans);
        store.Commit(batch);
    }

    public static BanSet SetNamed(string name, Firewall firewall = Firewall.Nft) => BanSet.Parse(firewall, name);

    public static IPNetwork Network(string text) => BanNetwork.TryParse(text, out IPNetwork network) ? network : throw new FormatException(text);

    public static SetChange Change(SetChangeKind kind, string network, long seconds = 0) => new(kind, new(Network(network), seconds));
}
