using System.CommandLine;
using Microsoft.Extensions.Logging;
using Pyruse.Cli;
using Pyruse.Cli.Output;

// No argument is the name of a file with more arguments: a pattern may begin with "@".
ParseResult parsed = CommandTree.CreateFor(args).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
int result;
try
{
    result = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (IOException exception)
{
    // Commands explain what they read and write themselves; what is left is their output: a full disk, a terminal that is gone.
    new ConsoleLogger(LogLevel.Error).LogError("The output can't be written: {Problem}", exception.Message);
    return ExitCode.Failed;
}
// System.CommandLine ends with 1 when the command line is wrong; scripts must be able to tell that from a failure.
return parsed.Errors.Count > 0 ? ExitCode.Usage : result;
