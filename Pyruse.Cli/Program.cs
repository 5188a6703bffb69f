using System.CommandLine;
using Pyruse.Cli;
using Pyruse.Cli.Commands;
using Pyruse.Cli.Commands.Bans;
using Pyruse.Cli.Commands.Regex;
using Pyruse.Cli.Commands.Replay;
using Pyruse.Cli.Commands.Report;

var root = new RootCommand("Pyruse follows the systemd journal, walks each entry through chains of filters and actions, bans, mails, and reports once a day.")
{
    RunCommand.Create(),
    CheckCommand.Create(),
    ReplayCommand.Create(),
    ModulesCommand.Create(),
    PluginsCommand.Create(),
    RegexCommand.Create(),
    ReportCommand.Create(),
    MailCommand.Create(),
    BootCommand.Create(),
    BansCommand.Create(),
};
// No argument is the name of a file with more arguments: a pattern may begin with "@".
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
int result;
try
{
    result = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (IOException exception)
{
    // Commands explain what they read and write themselves; what is left is their output: a full disk, a terminal that is gone.
    Console.Error.WriteLine($"pyruse: error: The output can't be written: {exception.Message}");
    return ExitCode.Failed;
}
// System.CommandLine ends with 1 when the command line is wrong; scripts must be able to tell that from a failure.
return parsed.Errors.Count > 0 ? ExitCode.Usage : result;
