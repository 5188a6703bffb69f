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
    public static RootCommand Create() => new("Pyruse follows the systemd journal, walks each entry through chains of filters and actions, bans, mails, and reports once a day.")
    {
        RunCommand.Create(),
        CheckCommand.Create(),
        ConvertCommand.Create(),
        ReplayCommand.Create(),
        ExplainCommand.Create(),
        StatsCommand.Create(),
        GraphCommand.Create(),
        ModulesCommand.Create(),
        PluginsCommand.Create(),
        RegexCommand.Create(),
        ReportCommand.Create(),
        MailCommand.Create(),
        BootCommand.Create(),
        BansCommand.Create(),
    };
}
