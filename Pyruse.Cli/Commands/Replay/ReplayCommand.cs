using System.CommandLine;
using Pyruse.Cli.Output;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;
using Pyruse.Journal;

namespace Pyruse.Cli.Commands.Replay;

/// <summary><c>pyruse replay</c>: runs stored entries through a configuration without any effect, and prints what would have been done.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<bool> noOptimise = CommonOptions.NoOptimise();
        var history = new HistoryOptions();
        var against = new Option<string?>("--against") { Description = "Print only what differs from what another configuration does with the same entries.", HelpName = "OTHER" };
        var lockouts = new Option<bool>("--lockouts") { Description = "Name the addresses that would have been banned and from where somebody has logged in successfully." };
        var command = new Command("replay", "Run stored entries, oldest first, through the configuration. Nothing is carried out; each effect is printed as a line of JSON.")
        {
            config, plugins, against, lockouts, noOptimise,
        };
        history.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(against) is { Implicit: false } && result.GetResult(lockouts) is { Implicit: false })
                result.AddError("Only one of --against and --lockouts can be given.");
            if (result.GetResult(against) is { Implicit: false } && history.IsStandardInput(result))
                result.AddError("With --against, entries are read twice, which standard input can't be; put them into a file first.");
        });
        command.SetAction(parsed =>
        {
            var request = new ReplayRequest(parsed.GetRequiredValue(config), parsed.GetRequiredValue(plugins), history.Of(parsed), !parsed.GetValue(noOptimise));
            return parsed.GetValue(against) is { } other ? ReplayComparison.Run(request, other) : SingleReplay.Run(request, parsed.GetValue(lockouts));
        });
        return command;
    }
}

/// <summary>What is to be replayed.</summary>
/// <param name="Config">The configuration's file.</param>
/// <param name="Plugins">Directories of plugins beside the default ones.</param>
/// <param name="History">The entries.</param>
/// <param name="Optimise">Whether the chains are optimised, and journals read past libsystemd.</param>
internal sealed record ReplayRequest(string Config, string[] Plugins, History History, bool Optimise)
{
    /// <summary>What surrounds an engine that replays.</summary>
    public EngineHost Host(ConsoleLogger logger) => new()
    {
        Store = new MemoryStateStore(capacity: 0),
        Logger = logger,
        Optimise = Optimise,
        OwnUserId = OwnUser.Id,
        IsReplay = true,
    };
}
