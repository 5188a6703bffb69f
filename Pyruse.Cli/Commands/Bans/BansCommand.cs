using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;
using Pyruse.Core.Modules;

namespace Pyruse.Cli.Commands.Bans;

/// <summary><c>pyruse bans</c>: the bans, whether the daemon runs or not.</summary>
internal static class BansCommand
{
    public static Command Create() => new("bans", "Show and change the bans, whether the daemon runs or not.")
    {
        BansListCommand.Create(), BansAddCommand.Create(), BansRemoveCommand.Create(), BansWhyCommand.Create(),
    };

    public static Argument<IPNetwork> Address() => new("IP")
    {
        Description = "An address, or a network such as 192.0.2.0/24.",
        CustomParser = static result =>
        {
            string text = result.Tokens[0].Value;
            try
            {
                if (BanNetwork.TryParse(text, out IPNetwork network))
                    return network.IsSingle() ? BanNetwork.Of(BanPolicy.Canonical(network.BaseAddress)) : network;
                result.AddError($"\"{text}\" is no address; write one such as 192.0.2.1 or 2001:db8::1, or a network such as 192.0.2.0/24.");
            }
            catch (StepException exception)
            {
                result.AddError(exception.Message);
            }
            return default;
        },
    };

    public static Option<BanSet?> Set() => new("--set")
    {
        Description = "The set: \"family table set\" of nftables, such as \"inet filter ssh4\", or the name of an ipset.",
        HelpName = "SET",
        CustomParser = ParseSet,
    };

    /// <summary>Several words are a set of nftables, one is an ipset.</summary>
    private static BanSet? ParseSet(ArgumentResult result)
    {
        string text = result.Tokens[0].Value.Trim();
        try
        {
            return BanSet.Parse(text.Contains(' ', StringComparison.Ordinal) ? Firewall.Nft : Firewall.Ipset, text);
        }
        catch (ArgumentException exception)
        {
            result.AddError(exception.Message);
            return null;
        }
    }
}
