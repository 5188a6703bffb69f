using System.CommandLine;
using Pyruse.Cli;

// No argument is the name of a file with more arguments: a pattern may begin with "@".
ParseResult parsed = CommandTree.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
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
