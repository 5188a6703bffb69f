using System.CommandLine;
using Pyruse.Cli.Commands.Bans;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse boot</c>: brings all bans that still run into force, before the network is up.</summary>
internal static class BootCommand
{
    private static readonly Dictionary<string, Firewall> Kinds = new(StringComparer.OrdinalIgnoreCase) { ["nftBan"] = Firewall.Nft, ["ipsetBan"] = Firewall.Ipset };

    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        var kind = new Argument<string?>("kind") { Description = "Only the bans of this action: nftBan or ipsetBan.", HelpName = "nftBan|ipsetBan", Arity = ArgumentArity.ZeroOrOne };
        kind.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !Kinds.ContainsKey(result.Tokens[0].Value))
                result.AddError($"\"{result.Tokens[0].Value}\" is no kind of ban; it is nftBan or ipsetBan.");
        });
        var command = new Command("boot", "Bring all recorded bans that still run into force, such as after a restart of the machine.") { kind, config };
        command.SetAction(parsed => BanSession.Run(parsed.GetRequiredValue(config), session => Boot(session, parsed.GetValue(kind))));
        return command;
    }

    private static int Boot(BanSession session, string? kind)
    {
        BanImport.Run(session.Configuration.Storage, session.Store, session.Time, session.Logger);
        if (session.Configuration.Bans.DryRun)
        {
            Console.Error.WriteLine("pyruse: nothing was done: the configuration says [bans] dry_run = true.");
            return ExitCode.Done;
        }
        IReadOnlyList<RunningBan> bans = session.Store.ReadRunningBans(session.Now);
        bool isDone = true;
        foreach (Firewall firewall in kind is null ? Enum.GetValues<Firewall>() : [Kinds[kind]])
        {
            SetKeeper keeper = session.KeeperOf(firewall);
            keeper.WantAll(bans);
            isDone &= keeper.ReconcileAsync(onMissing: null, CancellationToken.None).GetAwaiter().GetResult();
        }
        return isDone ? ExitCode.Done : ExitCode.Failed;
    }
}
