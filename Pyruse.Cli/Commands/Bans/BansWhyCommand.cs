using System.CommandLine;
using System.Globalization;
using System.Net;
using Pyruse.Cli.Output;
using Pyruse.Core.Bans;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Cli.Commands.Bans;

/// <summary><c>pyruse bans why</c>: what an address was banned for.</summary>
internal static class BansWhyCommand
{
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<OutputFormat> format = CommonOptions.Format();
        Argument<IPNetwork> address = BansCommand.Address();
        var command = new Command("why", "Show why an address is or was banned: the chain, and the entry that caused it.") { address, config, format };
        command.SetAction(parsed => BanSession.Run(parsed.GetRequiredValue(config), session => Why(session, parsed.GetValue(address), parsed.GetValue(format))));
        return command;
    }

    private static int Why(BanSession session, IPNetwork network, OutputFormat format)
    {
        List<BanRecord> bans = [.. (session.Reader?.ReadBans(0) ?? []).Where(ban => ban.Network.Covers(network) || network.Covers(ban.Network))];
        if (format == OutputFormat.Json)
            BanJson.WriteEvidence(bans, session.Now);
        else
            bans.ForEach(ban => Print(ban, session.Now));
        if (bans.Count > 0)
            return ExitCode.Done;
        Console.Error.WriteLine($"pyruse: no ban of {BanNetwork.Format(network)} is known.");
        return ExitCode.Failed;
    }

    private static void Print(BanRecord ban, long now)
    {
        string end = ban.Until == long.MaxValue ? "for ever" : $"{(ban.Until > now ? "until" : "ended")} {Time(ban.Until)}";
        (string Name, string Value)[] lines =
        [
            ("address", BanNetwork.Format(ban.Network)),
            ("set", ban.Set),
            ("since", $"{Time(ban.Since)}, {end}"),
            ("banned", string.Create(CultureInfo.InvariantCulture, $"{ban.Count} time{(ban.Count == 1 ? "" : "s")}")),
            ("by", ban.Cursor.Length > 0 ? $"chain \"{ban.Chain}\", step {ban.Step + 1}" : ban.Chain),
            ("entry", ban.Cursor),
            ("message", ban.Evidence),
        ];
        foreach ((string name, string value) in lines.Where(static line => line.Value.Length > 0))
            Console.Out.WriteLine($"{name + ":",-9} {Printable.Of(value)}");
        Console.Out.WriteLine();
    }

    private static string Time(long microseconds) => EntryTime.ToUtc(microseconds).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
