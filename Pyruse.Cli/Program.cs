using System.CommandLine;
using Pyruse.Cli;
using Pyruse.Cli.Commands;
using Pyruse.Cli.Commands.Bans;
using Pyruse.Cli.Commands.Report;

var root = new RootCommand("Pyruse follows the systemd journal, walks each entry through chains of filters and actions, bans, mails, and reports once a day.")
{
    RunCommand.Create(),
    CheckCommand.Create(),
    ReplayCommand.Create(),
    ModulesCommand.Create(),
    PluginsCommand.Create(),
    ReportCommand.Create(),
    MailCommand.Create(),
    BootCommand.Create(),
    BansCommand.Create(),
};
ParseResult parsed = root.Parse(args);
int result = parsed.Invoke();
// System.CommandLine ends with 1 when the command line is wrong; scripts must be able to tell that from a failure.
return parsed.Errors.Count > 0 ? ExitCode.Usage : result;
