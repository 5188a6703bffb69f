using System.CommandLine;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Journal;

namespace Pyruse.Cli;

/// <summary>The options that say which stored entries a command reads: a place, and a span of time.</summary>
internal sealed class HistoryOptions
{
    private readonly Option<string?> _directory = new("--directory", "-D") { Description = "Read the journal files in this directory.", HelpName = "DIR" };

    private readonly Option<string[]> _files = new("--file")
    {
        Description = "Read these journal files.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = static _ => [],
    };

    private readonly Option<string?> _export = new("--export") { Description = "Read a file in the Journal Export Format; \"-\" is standard input.", HelpName = "FILE" };

    private readonly Option<DateTimeOffset?> _since = new("--since")
    {
        Description = "Begin at this time: \"2026-01-31\", \"2026-01-31 12:00\" (local) or \"2026-01-31T12:00:00Z\".", HelpName = "TIME", CustomParser = Times.Parse,
    };

    private readonly Option<DateTimeOffset?> _until = new("--until") { Description = "End at this time.", HelpName = "TIME", CustomParser = Times.Parse };

    /// <summary>Adds the options to a command, which takes no two places.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _directory, _files, _export, _since, _until })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (new Option[] { _directory, _files, _export }.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
                result.AddError("Only one of --directory, --file and --export can be given.");
        });
    }

    /// <summary>Whether any of them was given.</summary>
    public bool AreGiven(ParseResult parsed) =>
        new Option[] { _directory, _files, _export, _since, _until }.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>Whether the entries come from standard input, which can be read only once.</summary>
    public bool IsStandardInput(System.CommandLine.Parsing.CommandResult result) => result.GetResult(_export) is { Implicit: false } given && given.GetValueOrDefault<string?>() == "-";

    /// <summary>What a command line says.</summary>
    public History Of(ParseResult parsed) => new(
        Source(parsed.GetValue(_directory), parsed.GetRequiredValue(_files), parsed.GetValue(_export)), Microseconds(parsed.GetValue(_since)), Microseconds(parsed.GetValue(_until)));

    private static long? Microseconds(DateTimeOffset? time) => time is { } moment ? EntryTime.ToMicroseconds(moment) : null;

    /// <summary>The source that the command line describes; null: those of the configuration.</summary>
    private static SourceDefinition? Source(string? directory, string[] files, string? export)
    {
        if (directory is not null)
            return Source("journal", "directory", Text(Path.GetFullPath(directory)));
        if (export is not null)
            return Source("export", "path", Text(export == "-" ? export : Path.GetFullPath(export)));
        if (files.Length == 0)
            return null;
        var list = new ConfigArray(SourcePosition.InCode);
        foreach (string file in files)
            list.Add(Text(Path.GetFullPath(file)));
        return Source("journal", "files", list);
    }

    private static ConfigScalar Text(string value) => new(SourcePosition.InCode, value);

    private static SourceDefinition Source(string type, string key, ConfigNode value)
    {
        var arguments = new ConfigTable(SourcePosition.InCode);
        arguments.TryAdd(key, SourcePosition.InCode, value);
        return new(new Positioned<string>(type, SourcePosition.InCode), type, arguments, SourcePosition.InCode);
    }
}

/// <summary>Stored entries that are run once, oldest first.</summary>
/// <param name="Source">Where they are; null: the sources of the configuration.</param>
/// <param name="Since">The first moment that is of interest, in microseconds since 1970-01-01 UTC; null: any.</param>
/// <param name="Until">The last one, likewise.</param>
internal sealed record History(SourceDefinition? Source, long? Since, long? Until)
{
    /// <summary>The configuration with the source that was named in the place of its own.</summary>
    public PyruseConfiguration In(PyruseConfiguration configuration) => Source is null ? configuration : configuration.ReadingOnly(Source);

    /// <summary>Of a source that follows something, one that reads the span of time once.</summary>
    /// <param name="made">The source.</param>
    /// <param name="byLibrary">Whether journals are read through libsystemd alone.</param>
    /// <param name="logger">Told of a source that keeps nothing.</param>
    /// <param name="watch">Watches what is read, also before and after the span; null: nobody does.</param>
    public SourceWindow Once(ISource made, bool byLibrary, ILogger logger, Func<ISource, ISource>? watch = null)
    {
        ISource source = ReadOnce(made, byLibrary, logger);
        return new SourceWindow(watch is null ? source : watch(source), Since, Until);
    }

    /// <summary>Whether an entry is in the span of time.</summary>
    public bool Contains(LogEntry entry) => !(entry.RealtimeMicroseconds < Since || entry.RealtimeMicroseconds > Until);

    private ISource ReadOnce(ISource made, bool byLibrary, ILogger logger)
    {
        switch (made)
        {
            case JournalSource journal:
                return journal.ForReplay(Since, byLibrary);
            case IReplayableSource source:
                return source.ForReplay(Since);
            case IVolatileSource:
                logger.LogWarning("A source that receives messages while they are sent keeps none, so it has nothing to replay; name stored entries with --directory, --file or --export.");
                return new LiveSource(made);
            default:
                return made;
        }
    }
}
