using System.CommandLine;
using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Bans.Firewalls;
using Pyruse.Core.State;

namespace Pyruse.Cli.Commands.Bans;

/// <summary><c>pyruse bans remove</c>: lifts bans for good.</summary>
internal static class BansRemoveCommand
{
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Argument<IPNetwork> address = BansCommand.Address();
        Option<BanSet?> set = BansCommand.Set();
        var command = new Command("remove", "Lift the bans of an address, in the firewall and in the records, and forget that they were. They are not put back.") { address, set, config };
        command.SetAction(parsed => BanSession.Run(parsed.GetRequiredValue(config), session => Remove(session, parsed.GetValue(address), parsed.GetValue(set))));
        return command;
    }

    private static int Remove(BanSession session, IPNetwork network, BanSet? only)
    {
        List<(BanSet Set, IPNetwork Network)> bans = Find(session, network, only, since: 0);
        List<(BanSet Set, IPNetwork Network)> running = Find(session, network, only, session.Now);
        // One that was put into the set by other hands is lifted when its set is named.
        if (only is not null && !bans.Contains((only, network)))
            bans.Add((only, network));
        bool isFound = false;
        foreach ((BanSet set, IPNetwork banned) in bans)
        {
            // The records first: a daemon that sees the element vanish looks there before it puts it back.
            bool isRemoved = session.Store.RemoveBan(set.Firewall, set.Name, banned);
            isRemoved |= !session.Configuration.Bans.DryRun && Lift(session, set, banned);
            if (isRemoved)
                Console.Error.WriteLine($"pyruse: the ban of {BanNetwork.Format(banned)} in \"{set}\" is lifted.");
            // One that had ended by itself is in the daily report as such.
            if (isRemoved && running.Contains((set, banned)))
                session.Store.CountActivity(ActivityKind.Lifted, session.Now);
            isFound |= isRemoved;
        }
        if (isFound)
            return ExitCode.Done;
        Console.Error.WriteLine($"pyruse: error: {BanNetwork.Format(network)} is not banned{(only is null ? "" : $" in \"{only}\"")}.");
        return ExitCode.Failed;
    }

    /// <summary>Finds the bans that an address is in and that have not ended at a moment.</summary>
    private static List<(BanSet Set, IPNetwork Network)> Find(BanSession session, IPNetwork network, BanSet? only, long since) =>
    [
        .. session.Store.ReadBans(since)
            .Where(ban => ban.Network.Covers(network) && (only is null || (ban.Firewall == only.Firewall && ban.Set == only.Name)))
            .Select(static ban => (Set: BanSet.TryParse(ban.Firewall, ban.Set, out BanSet? set) ? set : null, ban.Network))
            .Where(static ban => ban.Set is not null).Select(static ban => (ban.Set!, ban.Network)),
    ];

    private static bool Lift(BanSession session, BanSet set, IPNetwork network)
    {
        try
        {
            return session.KeeperOf(set.Firewall).LiftAsync(set, network, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (FirewallException exception) when (exception.IsOfSet)
        {
            // Without the set nobody is banned in it.
            return false;
        }
        catch (FirewallException exception)
        {
            throw new FirewallException($"The ban of {BanNetwork.Format(network)} is no longer recorded, but still in \"{set}\". {exception.Message}", exception);
        }
    }
}
