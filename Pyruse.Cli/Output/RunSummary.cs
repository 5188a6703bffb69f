using System.Globalization;
using Pyruse.Core.Bans;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Cli.Output;

/// <summary>Says at the end of a run which addresses are banned.</summary>
internal static class RunSummary
{
    private const int MaxShown = 10;

    public static void PrintBans(IStateStore store, BanSettings settings)
    {
        IReadOnlyList<BanRecord> bans = store.ReadBans(0);
        if (bans.Count == 0)
            return;
        Console.Error.WriteLine(settings.DryRun ? "Bans that were recorded but, in this dry run, not enforced:" : "Bans:");
        foreach (BanRecord ban in bans.OrderBy(static ban => ban.Since).Take(MaxShown))
        {
            string until = ban.Until == long.MaxValue ? "for ever" : $"until {Time(ban.Until)}";
            Console.Error.WriteLine($"  {BanNetwork.Format(ban.Network)} in \"{ban.Set}\", {Time(ban.Since)} {until}, by \"{ban.Chain}\"");
        }
        if (bans.Count > MaxShown)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  … and {bans.Count - MaxShown:N0} more."));
    }

    private static string Time(long microseconds) => EntryTime.ToUtc(microseconds).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
