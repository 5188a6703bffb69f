using System.Globalization;
using Pyruse.Cli.Output;
using Pyruse.Core.Chains;
using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Spectre.Console;

namespace Pyruse.Cli.Commands.Seeing;

/// <summary>Prints statistics as tables for people.</summary>
internal sealed class StatsText
{
    private static readonly string[] PriorityNames = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

    private readonly WalkStatistics _statistics;
    private readonly int _top;
    private readonly IReadOnlyList<StepFigures> _steps;
    private readonly IReadOnlyDictionary<(string Chain, int Step), string> _texts;
    private readonly IAnsiConsole _console = AnsiConsole.Console;

    public StatsText(WalkStatistics statistics, PyruseConfiguration configuration, int top)
    {
        _statistics = statistics;
        _top = top;
        _steps = statistics.Steps;
        _texts = StepText.OfAll(configuration, 60);
        // Not on a terminal there is nothing to fit into.
        if (Console.IsOutputRedirected)
            _console.Profile.Width = 200;
    }

    public void Write()
    {
        WriteSummary();
        if (_statistics.Entries + _statistics.Notices == 0)
            return;
        WriteKeys("SYSLOG_IDENTIFIER", _statistics.Identifiers);
        WriteKeys("_SYSTEMD_UNIT", _statistics.Units);
        WritePriorities();
        WriteChains();
        WriteCosts();
        WriteFailures();
        WriteUnused();
        WriteHints();
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double part, double whole) => whole <= 0 ? "" : (part / whole).ToString(part / whole is > 0 and < 0.001 ? "P2" : "P1", CultureInfo.InvariantCulture);

    private static string Duration(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0} ns"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.0} µs"),
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e9:0.0} s"),
    };

    private static string Time(long microseconds) => EntryTime.ToUtc(microseconds).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static Text Cell(string text) => new(Printable.Of(text));

    private static Table NewTable(string title, params (string Name, bool IsNumber)[] columns)
    {
        Console.WriteLine($"\n{title}");
        var table = new Table { Border = TableBorder.Simple };
        foreach ((string name, bool isNumber) in columns)
        {
            var column = new TableColumn(new Text(name)) { NoWrap = isNumber };
            table.AddColumn(isNumber ? column.RightAligned() : column);
        }
        return table;
    }

    private void WriteSummary()
    {
        if (_statistics.Entries == 0)
            Console.WriteLine("No entries.");
        else
            Console.WriteLine($"{Number(_statistics.Entries)} entries from {Time(_statistics.First)} to {Time(_statistics.Last)}");
        if (_statistics.Notices > 0)
            Console.WriteLine($"{Number(_statistics.Notices)} notices of [[expect]] and [[pair]] walked, too.");
        long untaken = _statistics.Untaken + _statistics.WithoutStep;
        if (untaken > 0)
            Console.WriteLine($"{Number(untaken)} came out at the end of the chains: no action ended their way.");
    }

    private void WriteKeys(string field, KeyTally tally)
    {
        Table table = NewTable($"Entries by {field}", (field, false), ("entries", true), ("share", true));
        IReadOnlyList<(string Key, long Count)> keys = tally.Top(_top);
        foreach ((string key, long count) in keys)
            AddShare(table, key.Length == 0 ? "(empty)" : key, count);
        AddShare(table, "(none)", tally.Missing);
        AddShare(table, "(others)", tally.Total - tally.Missing - keys.Sum(static pair => pair.Count));
        _console.Write(table);
    }

    private void WritePriorities()
    {
        Table table = NewTable("Entries by PRIORITY", ("PRIORITY", false), ("entries", true), ("share", true));
        for (int priority = 0; priority < PriorityNames.Length; priority++)
            AddShare(table, $"{priority} {PriorityNames[priority]}", _statistics.Priorities[priority]);
        AddShare(table, "(none)", _statistics.WithoutPriority);
        _console.Write(table);
    }

    private void AddShare(Table table, string name, long count)
    {
        if (count > 0)
            table.AddRow(Cell(name), Cell(Number(count)), Cell(Share(count, _statistics.Entries)));
    }

    private void WriteChains()
    {
        Table table = NewTable("Chains: how many entries came, how many ways ended there, and how long its steps took", ("chain", false), ("came", true), ("ended", true), ("time", true), ("of all", true));
        IReadOnlyList<ChainFigures> chains = _statistics.Chains;
        double total = chains.Sum(static chain => chain.Time.TotalNanoseconds);
        foreach (ChainFigures chain in chains.Where(static chain => chain.Entered > 0))
            table.AddRow(Cell(chain.Name), Cell(Number(chain.Entered)), Cell(Number(chain.Ended)), Cell(Duration(chain.Time.TotalNanoseconds)), Cell(Share(chain.Time.TotalNanoseconds, total)));
        _console.Write(table);
    }

    private void WriteCosts()
    {
        Table table = NewTable(
            "The most costly steps", ("chain", false), ("step", false), ("met", true), ("passed", true), ("time", true), ("of all", true), ("each", true), ("longest", true), ("", false));
        double total = _steps.Sum(static figures => figures.Time.TotalNanoseconds);
        StepFigures[] costly = [.. _steps.Where(static figures => figures.Time > TimeSpan.Zero).OrderByDescending(static figures => figures.Time).Take(_top)];
        foreach (StepFigures figures in costly)
        {
            table.AddRow(
                Cell(figures.Step.Chain), Cell(TextOf(figures.Step)), Cell(Number(figures.Met)), Cell(Number(figures.Passed)), Cell(Duration(figures.Time.TotalNanoseconds)),
                Cell(Share(figures.Time.TotalNanoseconds, total)), Cell(Duration(figures.NanosecondsEach)), Cell(Duration(figures.Longest.TotalNanoseconds)), Cell(figures.IsFused ? "fused" : ""));
        }
        _console.Write(table);
        Console.WriteLine($"Time is taken around each step, less the {Duration(_statistics.ClockNanoseconds)} that reading the clock takes. The first call of a step with each outcome is left out: it holds its compiling.");
        if (costly.Any(static figures => figures.IsFused))
            Console.WriteLine("\"fused\": here each was asked by itself; \"run\" has one look-up for several of them, and pays next to nothing.");
    }

    private void WriteFailures()
    {
        StepFigures[] failing = [.. _steps.Where(static figures => figures.Threw > 0).OrderByDescending(static figures => figures.Threw)];
        if (failing.Length == 0)
            return;
        Table table = NewTable("Steps that failed with an error", ("chain", false), ("step", false), ("times", true), ("the first time", false));
        foreach (StepFigures figures in failing.Take(_top))
            table.AddRow(Cell(figures.Step.Chain), Cell(TextOf(figures.Step)), Cell(Number(figures.Threw)), Cell(figures.Problem ?? ""));
        _console.Write(table);
        if (failing.Length > _top)
            Console.WriteLine($"… and {failing.Length - _top} more.");
    }

    /// <summary>The cause alone: whole chains that no entry reached, filters that nothing passed, and only such steps as are behind neither.</summary>
    private void WriteUnused()
    {
        string[] unreached = [.. _statistics.Chains.Where(static chain => chain.Entered == 0).Select(static chain => chain.Name)];
        StepFigures[] unpassed = [.. _steps.Where(static figures => figures is { Met: > 0, Passed: 0, Step.Filter: not null })];
        StepFigures[] unhit = [.. _steps.Where(static figures => figures.Met == 0)];
        StepFigures[] unexplained =
        [
            .. unhit.Where(figures => !unreached.Contains(figures.Step.Chain, StringComparer.Ordinal) && !unpassed.Any(other => other.Step.Chain == figures.Step.Chain && other.Step.Index < figures.Step.Index)),
        ];
        if (unhit.Length > 0)
            Console.WriteLine($"\n{unhit.Length} of {_steps.Count} steps were never hit, because of");
        WriteList("Chains that no entry reached", [.. unreached.Select(name => $"\"{name}\"  {_steps.First(figures => figures.Step.Chain == name).Step.Position}")]);
        WriteList("Filters that nothing passed", [.. unpassed.Select(Line)]);
        WriteList("Other steps that were never hit", [.. unexplained.Select(Line)]);
    }

    private string Line(StepFigures figures) => $"\"{figures.Step.Chain}\", step {TextOf(figures.Step)}  {figures.Step.Position}";

    private static void WriteList(string title, string[] lines)
    {
        if (lines.Length == 0)
            return;
        Console.WriteLine($"\n{title}: {lines.Length}\n");
        foreach (string line in lines)
            Console.WriteLine($"  {Printable.Of(line)}");
    }

    private void WriteHints()
    {
        IReadOnlyList<OrderingHint> hints = _statistics.Hints;
        if (hints.Count == 0)
            return;
        Console.WriteLine("\nWhat could be quicker\n");
        foreach (OrderingHint hint in hints.Take(_top))
            WriteParagraph(Printable.Of($"{hint.Step.Position}: {hint.Sentence}"));
    }

    /// <summary>Breaks lines between words on a terminal, and nowhere else.</summary>
    private void WriteParagraph(string text)
    {
        if (Console.IsOutputRedirected)
            Console.WriteLine($"  {text}");
        else
            _console.Write(new Padder(new Text(text), new Padding(2, 0, 0, 0)));
    }

    private string TextOf(WorkflowStep step) => $"{step.Index + 1} {_texts.GetValueOrDefault((step.Chain, step.Index), step.Module)}";
}
