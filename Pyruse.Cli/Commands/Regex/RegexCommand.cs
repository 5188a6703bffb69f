using System.CommandLine;
using Pyruse.Cli.Output;
using Pyruse.Core.Patterns;

namespace Pyruse.Cli.Commands.Regex;

/// <summary><c>pyruse regex</c>: tries a regular expression out on lines of text, as the filters pcre and pcreAny run it.</summary>
internal static class RegexCommand
{
    /// <summary>As the filters have it, but a moment without the processor does not yet turn the search to the slower engine.</summary>
    private static readonly LogPatternOptions Options = new() { Patience = TimeSpan.FromMilliseconds(500) };

    public static Command Create()
    {
        var pattern = new Argument<string>("pattern") { Description = "The regular expression, as Python's re takes it; after \"--\" when it begins with \"-\"." };
        var file = new Option<string>("--file", "-f") { Description = "The file with the lines; \"-\", the default, is standard input.", HelpName = "FILE", DefaultValueFactory = static _ => LineReader.StandardInput };
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("regex", "Show which lines match a regular expression, what its groups take, and whether it runs in linear time. Ends with 1 when no line matches.")
        {
            pattern, file, format,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(pattern), parsed.GetRequiredValue(file), parsed.GetValue(format)));
        return command;
    }

    private static int Run(string source, string file, OutputFormat format)
    {
        IMatchOutput output = format == OutputFormat.Json ? new MatchJson(StandardOutput.Open()) : new MatchText(StandardOutput.OpenText(), Colours.OfStandardOutput());
        try
        {
            var pattern = LogPattern.Parse(source, Options);
            using LineReader lines = LineReader.Open(file);
            return Search(pattern, lines, output) ? ExitCode.Done : ExitCode.Failed;
        }
        catch (PatternSyntaxException exception)
        {
            output.WriteMalformed(source, exception);
            return ExitCode.Usage;
        }
        catch (UnreadableInputException exception)
        {
            output.Flush();
            Console.Error.WriteLine($"pyruse: error: {Printable.Of(exception.Message)}");
            return ExitCode.Usage;
        }
        catch (IOException exception) when (StandardOutput.IsClosedPipe(exception))
        {
            // Whoever closes the pipe, as "head" does, has seen a match.
            return ExitCode.Done;
        }
    }

    private static bool Search(LogPattern pattern, LineReader lines, IMatchOutput output)
    {
        var search = new PatternSearch(pattern, lines, output);
        using var interruption = new Interruption(search.Interrupt);
        search.Run();
        return search.Matches > 0;
    }
}
