using System.CommandLine.Parsing;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace CommandWords;

/// <summary>Passes when a command line in a field, such as the one that sudo logs, has one of some words. Quoted words are one word.</summary>
/// <param name="field">The field with the command line.</param>
/// <param name="any">The words, any of which passes, such as <c>["--force", "/etc/shadow"]</c>.</param>
[Filter("commandWords")]
public sealed class CommandWordsFilter(Field field, string[] any) : IFilter
{
    private readonly HashSet<string> _any = new(any, StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Matches(LogEntry entry) => entry.First(field).Text is { } command && CommandLineParser.SplitCommandLine(command).Any(_any.Contains);
}
