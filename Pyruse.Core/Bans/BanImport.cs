using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Bans;

/// <summary>Takes over, once, the bans that the original Python program has kept in files.</summary>
/// <remarks>A file is a list of objects such as <c>{"IP": "192.0.2.1", "nfSet": "inet filter ssh4", "timestamp": 1700000000.5}</c>; the time is the end, 0 is never.</remarks>
public static class BanImport
{
    private const string Suffix = ".imported";

    private static readonly (Firewall Firewall, string File)[] Files = [(Firewall.Nft, "action_nftBan.py.json"), (Firewall.Ipset, "action_ipsetBan.py.json")];

    // Its versions have called the set differently.
    private static readonly string[] SetKeys = ["nfSet", "nftSet", "ipSet", "ipset", "set"];

    /// <summary>Records the bans of the files in a directory that have not ended, and renames the files.</summary>
    /// <param name="directory">Where state is kept.</param>
    /// <param name="store">Takes the bans. A running ban that it has already is left as it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    /// <exception cref="StateStoreException">The store can't keep them; the file stays for the next time.</exception>
    public static void Run(string directory, IStateStore store, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        foreach ((Firewall firewall, string file) in Files)
        {
            string path = Path.Combine(directory, file);
            if (!File.Exists(path))
                continue;
            try
            {
                long now = EntryTime.ToMicroseconds(time.GetUtcNow());
                using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
                List<BanEffect> bans = Read(document.RootElement, firewall, file, now, out int unclear);
                var batch = new StateBatch { Time = now };
                batch.Effects.AddRange(bans.Where(ban => ban.Until > now && !(store.FindBan(firewall, ban.Set, ban.Network)?.Until > now)));
                store.Commit(batch);
                File.Move(path, path + Suffix, overwrite: true);
                logger.LogInformation("{Count} running bans were taken over from {File}, which is now {New}.", batch.Effects.Count, path, file + Suffix);
                if (unclear > 0)
                    logger.LogWarning("{Count} items of {File} are no bans with an address, a set and an end; they were left out.", unclear, file + Suffix);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                logger.LogError("The bans in {File} can't be taken over, as it is no list in JSON ({Problem}); repair it, or move it away.", path, exception.Message.TrimEnd('.'));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                logger.LogError("The bans in {File} can't be taken over: {Problem}", path, exception.Message);
            }
        }
    }

    private static List<BanEffect> Read(JsonElement list, Firewall firewall, string file, long now, out int unclear)
    {
        List<BanEffect> bans = [];
        unclear = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (ReadBan(item, firewall, file, now) is { } ban)
                bans.Add(ban);
            else
                unclear++;
        }
        return bans;
    }

    private static BanEffect? ReadBan(JsonElement item, Firewall firewall, string file, long now)
    {
        if (item.ValueKind != JsonValueKind.Object || !BanNetwork.TryParse(Text(item, "IP"), out IPNetwork network)
            || SetOf(firewall, SetKeys.Select(key => Text(item, key)).FirstOrDefault(static name => name is not null)) is not { } set
            || !TryGetEnd(item, out double end))
        {
            return null;
        }
        const double Second = 1_000_000;
        long until = (long)(Math.Clamp(end, 0, EntryTime.ToMicroseconds(DateTimeOffset.MaxValue) / Second) * Second);
        // A ban has a beginning and a length in whole seconds: the end is kept exactly, the beginning, which nobody knows, follows.
        long seconds = end == 0 ? 0 : Math.Max(1, (long)Math.Ceiling((until - now) / Second));
        long since = end == 0 ? now : until - (seconds * (long)Second);
        var origin = new EffectOrigin("(imported)", 0, since, "");
        return new BanEffect(origin, firewall, set.Name, network.BaseAddress, seconds, $"Taken over from {file} of the original program.") { Network = network };
    }

    /// <summary>nft takes a set without a family as one of the family ip.</summary>
    private static BanSet? SetOf(Firewall firewall, string? name) =>
        BanSet.TryParse(firewall, name, out BanSet? set) || (firewall == Firewall.Nft && BanSet.TryParse(firewall, $"ip {name}", out set)) ? set : null;

    private static string? Text(JsonElement item, string key) =>
        item.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryGetEnd(JsonElement item, out double end)
    {
        end = 0;
        if (!item.TryGetProperty("timestamp", out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return true;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out end) && double.IsFinite(end) && end >= 0;
    }
}
