using System.CommandLine;
using Pyruse.Core.Chains.Observing;

namespace Pyruse.Cli.Commands.Seeing;

/// <summary><c>pyruse stats</c>: what stored entries are like, which chains and steps they hit, and where the time goes.</summary>
internal static class StatsCommand
{
    private const int DefaultTop = 10;

    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<OutputFormat> format = CommonOptions.Format();
        var history = new HistoryOptions();
        var top = new Option<int>("--top")
        {
            Description = "How many lines the tables of the most frequent and the most costly have.", HelpName = "N", DefaultValueFactory = static _ => DefaultTop,
        };
        top.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
                result.AddError("--top must be from 1 to 1000.");
        });
        var command = new Command("stats", "Count what stored entries are like, which chains and steps they hit, and how long each step takes. Nothing is carried out.") { config, plugins, top, format };
        history.AddTo(command);
        command.SetAction(parsed => ObservedReplay.With(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(plugins), replay => Run(replay, history.Of(parsed), parsed.GetValue(top), parsed.GetValue(format))));
        return command;
    }

    private static int Run(ObservedReplay replay, History history, int top, OutputFormat format)
    {
        var statistics = new WalkStatistics();
        int result = replay.Run(history, statistics);
        if (result != ExitCode.Done)
            return result;
        if (format == OutputFormat.Json)
            StatsJson.Write(statistics);
        else
            new StatsText(statistics, replay.Configuration, top).Write();
        if (!replay.IsInterrupted)
            return ExitCode.Done;
        Console.Error.WriteLine("pyruse: Interrupted: the figures are of the entries up to then.");
        return ExitCode.Failed;
    }
}
