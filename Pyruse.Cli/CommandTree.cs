using System.CommandLine;
using Pyruse.Cli.Commands;
using Pyruse.Cli.Commands.Bans;
using Pyruse.Cli.Commands.Regex;
using Pyruse.Cli.Commands.Replay;
using Pyruse.Cli.Commands.Report;
using Pyruse.Cli.Commands.Seeing;

namespace Pyruse.Cli;

/// <summary>All commands of <c>pyruse</c>. The manual page and the completion of shells are made of it, too.</summary>
internal static class CommandTree
{
    /// <summary>The commands in the order of the help.</summary>
    private static readonly (string Name, Func<Command> Create)[] Commands =
    [
        ("run", RunCommand.Create),
        ("status", StatusCommand.Create),
        ("check", CheckCommand.Create),
        ("replay", ReplayCommand.Create),
        ("explain", ExplainCommand.Create),
        ("stats", StatsCommand.Create),
        ("graph", GraphCommand.Create),
        ("modules", ModulesCommand.Create),
        ("plugins", PluginsCommand.Create),
        ("regex", RegexCommand.Create),
        ("report", ReportCommand.Create),
        ("mail", MailCommand.Create),
        ("boot", BootCommand.Create),
        ("bans", BansCommand.Create),
        ("convert", ConvertCommand.Create),
    ];

    /// <summary>Makes all commands.</summary>
    public static RootCommand Create() => Create(Commands);

    /// <summary>Makes the command that a command line names, or all of them: to make one that nobody wants costs time at each start.</summary>
    public static RootCommand CreateFor(string[] arguments) => Create(arguments is [var first, ..] && Array.FindIndex(Commands, command => command.Name == first) is >= 0 and var index ? [Commands[index]] : Commands);

    private static RootCommand Create(IEnumerable<(string Name, Func<Command> Create)> commands)
    {
        var root = new RootCommand("Pyruse follows the systemd journal, walks each entry through chains of filters and actions, bans, mails, and reports once a day.");
        foreach ((_, Func<Command> create) in commands)
            root.Subcommands.Add(create());
        return root;
    }
}
