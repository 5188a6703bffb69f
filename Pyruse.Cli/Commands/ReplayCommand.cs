using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Pyruse.Cli.Output;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.Journal;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse replay</c>: runs stored entries through a configuration without any effect, and prints what would have been done.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<bool> noOptimise = CommonOptions.NoOptimise();
        var directory = new Option<string?>("--directory", "-D") { Description = "Read the journal files in this directory.", HelpName = "DIR" };
        var files = new Option<string[]>("--file") { Description = "Read these journal files.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = static _ => [] };
        var export = new Option<string?>("--export") { Description = "Read a file in the Journal Export Format; \"-\" is standard input.", HelpName = "FILE" };
        var since = new Option<DateTimeOffset?>("--since") { Description = "Begin at this time: \"2026-01-31\", \"2026-01-31 12:00\" (local) or \"2026-01-31T12:00:00Z\".", HelpName = "TIME", CustomParser = Times.Parse };
        var until = new Option<DateTimeOffset?>("--until") { Description = "End at this time.", HelpName = "TIME", CustomParser = Times.Parse };
        var command = new Command("replay", "Run stored entries, oldest first, through the configuration. Nothing is carried out; each effect is printed as a line of JSON.")
        {
            config, plugins, directory, files, export, since, until, noOptimise,
        };
        command.Validators.Add(result =>
        {
            if (new Option[] { directory, files, export }.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
                result.AddError("Only one of --directory, --file and --export can be given.");
        });
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(config),
            parsed.GetRequiredValue(plugins),
            Sources(parsed.GetValue(directory), parsed.GetRequiredValue(files), parsed.GetValue(export)),
            parsed.GetValue(since),
            parsed.GetValue(until),
            !parsed.GetValue(noOptimise)));
        return command;
    }

    /// <summary>The sources that the command line describes; null: those of the configuration.</summary>
    private static SourceDefinition? Sources(string? directory, string[] files, string? export)
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

    /// <summary>Of a source that follows something, one that reads it once.</summary>
    private static ISource Once(ISource made, long? begin, bool optimise, ConsoleLogger logger)
    {
        switch (made)
        {
            case JournalSource journal:
                return journal.ForReplay(begin, byLibrary: !optimise);
            case IReplayableSource source:
                return source.ForReplay(begin);
            case IVolatileSource:
                logger.LogWarning("A source that receives messages while they are sent keeps none, so it has nothing to replay; name stored entries with --directory, --file or --export.");
                return new LiveSource(made);
            default:
                return made;
        }
    }

    private static int Run(string config, string[] plugins, SourceDefinition? source, DateTimeOffset? since, DateTimeOffset? until, bool optimise)
    {
        var diagnostics = new DiagnosticBag();
        if (Setup.Load(config, plugins, diagnostics) is not { } setup)
            return Setup.Report(diagnostics, Console.Error);
        PyruseConfiguration configuration = source is null ? setup.Configuration : setup.Configuration with { Sources = [source] };
        using var signals = new Signals();
        using var output = new EffectOutput(signals.Raise);
        var logger = new ConsoleLogger(LogLevel.Warning);
        var host = new EngineHost
        {
            Store = new MemoryStateStore(capacity: 0),
            Logger = logger,
            Optimise = optimise,
            OwnUserId = OwnUser.Id,
            IsReplay = true,
            OnEffect = output.Write,
        };
        long? begin = since is { } first ? EntryTime.ToMicroseconds(first) : null;
        long? end = until is { } last ? EntryTime.ToMicroseconds(last) : null;
        PyruseEngine? engine = PyruseEngine.Create(
            configuration, setup.Catalog, host, diagnostics, made => new SourceWindow(Once(made, begin, optimise, logger), begin, end));
        if (Setup.Report(diagnostics, Console.Error) != ExitCode.Done || engine is null)
            return ExitCode.Configuration;
        long started = TimeProvider.System.GetTimestamp();
        try
        {
            using (new ProgressLine(engine))
                engine.Run(signals.End);
        }
        catch (SourceException exception)
        {
            logger.LogError("{Problem}", exception.Message);
            return ExitCode.Failed;
        }
        output.Flush();
        if (output.Problem is { } problem)
            logger.LogError("{Problem}", problem);
        if (output.HasFailed)
            return ExitCode.Failed;
        EngineProgress progress = engine.Progress;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Entries:N0} entries in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s: {output.Tally}; {progress.Failures:N0} failures of steps.{(signals.End.IsCancellationRequested ? " Interrupted." : "")}"));
        return signals.End.IsCancellationRequested ? ExitCode.Failed : ExitCode.Done;
    }
}
