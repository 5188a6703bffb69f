using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.State;

namespace Pyruse.Cli.Commands.Bans;

/// <summary><c>pyruse bans add</c>: bans an address by hand.</summary>
internal static class BansAddCommand
{
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Argument<IPNetwork> address = BansCommand.Address();
        Option<BanSet?> set = BansCommand.Set();
        set.Required = true;
        var duration = new Option<TimeSpan?>("--for") { Description = "How long, such as 1d or 90m. Left out: for ever.", HelpName = "TIME", CustomParser = ParseDuration };
        var command = new Command("add", "Ban an address or network by hand.") { address, set, duration, config };
        command.SetAction(parsed => BanSession.Run(
            parsed.GetRequiredValue(config), session => Add(session, parsed.GetValue(address), parsed.GetRequiredValue(set)!, parsed.GetValue(duration))));
        return command;
    }

    private static TimeSpan? ParseDuration(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Durations.TryParse(text, out TimeSpan duration) && duration >= TimeSpan.FromSeconds(1))
            return duration;
        result.AddError($"\"{text}\" is no duration; write it as \"90s\", \"10m\", \"1h30m\" or \"7d\", or leave --for out to ban for ever.");
        return null;
    }

    private static int Add(BanSession session, IPNetwork network, BanSet set, TimeSpan? duration)
    {
        using OwnAddresses own = OwnAddresses.Watch();
        if (session.Configuration.Bans.ToPolicy(null, own).HasNeverBanned(network))
        {
            Console.Error.WriteLine($"pyruse: error: {BanNetwork.Format(network)} is never banned: it is or holds an address of this machine, or of a network in [bans] never. Nothing was done.");
            return ExitCode.Failed;
        }
        var origin = new EffectOrigin("(by hand)", 0, session.Now, "");
        var ban = new BanEffect(origin, set.Firewall, set.Name, network.BaseAddress, (long)(duration?.TotalSeconds ?? 0), $"Banned by hand by {Environment.UserName}.") { Network = network };
        var batch = new StateBatch { Time = session.Now };
        batch.Effects.Add(ban);
        batch.CountActivity(origin.Time, ActivityKind.Ban, origin.Chain);
        session.Store.Commit(batch);
        if (session.Configuration.Bans.DryRun)
        {
            Console.Error.WriteLine("pyruse: recorded only: the configuration says [bans] dry_run = true.");
            return ExitCode.Done;
        }
        SetKeeper keeper = session.KeeperOf(set.Firewall);
        keeper.WantAll([new(set.Firewall, set.Name, network, ban.Until)]);
        if (keeper.ReconcileAsync(onMissing: null, CancellationToken.None).GetAwaiter().GetResult())
            return ExitCode.Done;
        Console.Error.WriteLine("pyruse: error: The ban is recorded, but not in force; a running daemon tries again, as does \"pyruse boot\".");
        return ExitCode.Failed;
    }
}
