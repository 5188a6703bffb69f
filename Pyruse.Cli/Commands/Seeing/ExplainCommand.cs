using System.CommandLine;
using Pyruse.Core.Chains;
using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Journal;

namespace Pyruse.Cli.Commands.Seeing;

/// <summary><c>pyruse explain</c>: every step that one entry meets, and why its way ends where it does.</summary>
internal static class ExplainCommand
{
    private const string StandardInput = "standard input";

    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<OutputFormat> format = CommonOptions.Format();
        var history = new HistoryOptions();
        var cursor = new Option<string?>("--cursor")
        {
            Description = "The entry with this cursor, as \"pyruse replay\", \"journalctl -o json\" and \"journalctl --show-cursor\" print it. What came before it is run first, since counters live by it.",
            HelpName = "CURSOR",
        };
        var alone = new Option<bool>("--alone") { Description = "With --cursor: leave out what came before. Quicker, but all counters are at zero." };
        var json = new Option<string?>("--json") { Description = "The entry in this file, as \"journalctl -o json\" prints it; \"-\" is standard input. It walks alone.", HelpName = "FILE" };
        var source = new Option<string?>("--source") { Description = "With --json: begin where entries of this source of the configuration begin.", HelpName = "NAME" };
        var command = new Command("explain", "Show every step that one entry meets: what was compared, what was set, which step decided, and what would have been done. Nothing is carried out.")
        {
            config, plugins, cursor, alone, json, source, format,
        };
        history.AddTo(command);
        command.Validators.Add(result =>
        {
            bool hasCursor = result.GetResult(cursor) is not null;
            bool hasJson = result.GetResult(json) is not null;
            if (hasCursor == hasJson)
                result.AddError("Which entry? Give either --cursor CURSOR (\"pyruse replay\" prints the cursor of each entry of which something came, \"journalctl -o json\" that of any), or --json - and the entry on standard input.");
            if (result.GetValue(cursor) is { Length: 0 })
                result.AddError("The cursor is empty.");
            if (!hasJson && result.GetResult(source) is not null)
                result.AddError("--source goes with --json alone: an entry with a cursor is of the source that it is read from.");
            if (!hasCursor && result.GetValue(alone))
                result.AddError("--alone goes with --cursor alone: an entry in JSON walks alone anyway.");
        });
        command.SetAction(parsed => ObservedReplay.With(parsed.GetRequiredValue(config), parsed.GetRequiredValue(plugins), replay =>
        {
            if (parsed.GetValue(json) is { } file)
                return ExplainJsonEntry(replay, file, parsed.GetValue(source), history.AreGiven(parsed), parsed.GetValue(format));
            return ExplainCursor(replay, parsed.GetRequiredValue(cursor)!, history.Of(parsed), parsed.GetValue(alone), parsed.GetValue(format));
        }));
        return command;
    }

    private static int ExplainCursor(ObservedReplay replay, string cursor, History history, bool alone, OutputFormat format)
    {
        Predicate<LogEntry> isWanted = CursorMatch.Of(cursor);
        EntryTrail? trail = null;
        using var found = new CancellationTokenSource();
        var explainer = new EntryExplainer(isWanted, explained =>
        {
            trail = explained;
            // Notices of one expectation have one cursor: the last of them is meant.
            if (!explained.IsNotice)
                found.Cancel();
        });
        var warnings = new Output.ConsoleLogger(Microsoft.Extensions.Logging.LogLevel.Warning);
        int result = replay.Run(
            history.In(replay.Configuration), explainer, made => history.Once(made, byLibrary: false, warnings) is var once && alone ? new OnlyEntry(once, isWanted) : once, found.Token);
        if (result != ExitCode.Done)
            return result;
        if (trail is null)
            return SayNotFound(replay, cursor, history, alone);
        Print(trail, replay.Configuration, [], format);
        return ExitCode.Done;
    }

    private static int SayNotFound(ObservedReplay replay, string cursor, History history, bool alone)
    {
        string where = history.Source is null ? "the sources of the configuration" : "this place";
        string span = history.Since is null && history.Until is null ? "" : " and this span of time";
        string read = alone ? "" : FormattableString.Invariant($" ({replay.Progress.Entries:N0} entries were read)");
        string advice = replay.IsInterrupted ? "It was interrupted before all was read."
            : alone ? "Name another place with --directory, --file or --export. What Pyruse says about itself is not walked; notices of [[expect]] and [[pair]] are there only without --alone."
            : "Name another place with --directory, --file or --export. What Pyruse says about itself is not walked.";
        Console.Error.WriteLine($"pyruse: error: There is no entry with the cursor \"{VisibleText.Of(cursor, 200)}\" in {where}{span}{read}. {advice}");
        return ExitCode.Failed;
    }

    private static int ExplainJsonEntry(ObservedReplay replay, string file, string? sourceName, bool hasHistory, OutputFormat format)
    {
        if (hasHistory)
        {
            Console.Error.WriteLine("pyruse: error: An entry in JSON walks alone: leave out --directory, --file, --export, --since and --until.");
            return ExitCode.Usage;
        }
        if (SourceOf(replay.Configuration, sourceName) is not { } source)
            return ExitCode.Usage;
        JournalJsonEntry entry;
        try
        {
            using Stream stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            entry = JournalJsonEntry.Read(stream, file == "-" ? StandardInput : file, TimeProvider.System.GetUtcNow());
        }
        catch (Exception exception) when (exception is SourceException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine($"pyruse: error: {(exception is SourceException ? exception.Message : $"The file {VisibleText.Of(file, 200)} can't be read: {exception.Message}")}");
            return ExitCode.Failed;
        }
        EntryTrail? trail = null;
        var explainer = new EntryExplainer(static entry => true, explained => trail ??= explained);
        // The other sources stay, without entries: the chains that they begin at are skipped by the default links.
        int place = 0;
        int result = replay.Run(replay.Configuration, explainer, made => replay.Configuration.Sources[place++] == source ? entry : new LiveSource(made));
        if (result != ExitCode.Done)
            return result;
        if (trail is null)
        {
            Console.Error.WriteLine("pyruse: error: This entry is not walked: it is what Pyruse says about itself.");
            return ExitCode.Failed;
        }
        Print(trail, replay.Configuration, entry.Omitted, format);
        return ExitCode.Done;
    }

    /// <summary>Finds the source as whose entry one in JSON walks. If there are several, it matters only if they begin at different chains.</summary>
    private static SourceDefinition? SourceOf(PyruseConfiguration configuration, string? name)
    {
        string names = string.Join(", ", configuration.Sources.Select(static source => $"\"{source.Name}\""));
        if (name is null)
        {
            if (configuration.Sources.Select(static source => source.Start?.Value).Distinct(StringComparer.Ordinal).Count() == 1)
                return configuration.Sources[0];
            Console.Error.WriteLine($"pyruse: error: The sources of the configuration begin at different chains; say with --source as an entry of which one it walks: {names}.");
            return null;
        }
        if (configuration.Sources.FirstOrDefault(source => source.Name == name) is { } named)
            return named;
        Console.Error.WriteLine($"pyruse: error: The configuration has no source \"{VisibleText.Of(name, 60)}\"; it has {names}.");
        return null;
    }

    private static void Print(EntryTrail trail, PyruseConfiguration configuration, IReadOnlyList<string> omitted, OutputFormat format)
    {
        if (format == OutputFormat.Json)
            ExplainJson.Write(trail);
        else
            new ExplainText(trail, configuration).Write();
        if (omitted.Count > 0)
            Console.Error.WriteLine($"pyruse: warning: journalctl has left out what was too large: {VisibleText.Of(string.Join(", ", omitted), 400)}. \"journalctl --all\" leaves out nothing.");
    }
}
