using System.CommandLine;
using System.Globalization;
using Pyruse.Cli.Output;
using Pyruse.Core.Bans;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Cli.Commands.Bans;

/// <summary><c>pyruse bans list</c>: the bans that run.</summary>
internal static class BansListCommand
{
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("list", "Show the bans that run, and whether the firewall has them.") { config, format };
        command.SetAction(parsed => BanSession.Run(parsed.GetRequiredValue(config), session => List(session, parsed.GetValue(format))));
        return command;
    }

    private static int List(BanSession session, OutputFormat format)
    {
        long now = session.Now;
        IReadOnlyList<BanRecord> bans = session.Reader?.ReadBans(now) ?? [];
        Func<BanRecord, bool> isEnforced = Enforced(session, now);
        if (format == OutputFormat.Json)
            BanJson.WriteList(bans, now, isEnforced);
        else
            Print(bans, now, isEnforced);
        return ExitCode.Done;
    }

    private static Func<BanRecord, bool> Enforced(BanSession session, long now)
    {
        if (session.Configuration.Bans.DryRun)
            return static _ => false;
        IReadOnlyList<RunningBan> bans = session.Reader?.ReadRunningBans(now) ?? [];
        var keepers = new Dictionary<Firewall, SetKeeper>();
        foreach (Firewall kind in Enum.GetValues<Firewall>())
        {
            SetKeeper keeper = keepers[kind] = session.KeeperOf(kind);
            keeper.WantAll(bans);
            keeper.ReadAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        return ban => keepers[ban.Firewall].IsInForce(new(ban.Firewall, ban.Set, ban.Network, ban.Until));
    }

    private static void Print(IReadOnlyList<BanRecord> bans, long now, Func<BanRecord, bool> isEnforced)
    {
        if (bans.Count == 0)
        {
            Console.Error.WriteLine("pyruse: nobody is banned.");
            return;
        }
        List<string[]> rows = [["ADDRESS", "SET", "LEFT", "SINCE", "TIMES", "CHAIN", ""]];
        rows.AddRange(bans.Select(ban => new[]
        {
            BanNetwork.Format(ban.Network),
            ban.Set,
            ban.Until == long.MaxValue ? "for ever" : Durations.Format(TimeSpan.FromSeconds(BanJson.SecondsLeft(ban, now)!.Value)),
            EntryTime.ToUtc(ban.Since).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            ban.Count.ToString(CultureInfo.InvariantCulture),
            ban.Chain,
            isEnforced(ban) ? "" : "NOT IN FORCE",
        }));
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            Console.Out.WriteLine(Printable.Of(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }
}
