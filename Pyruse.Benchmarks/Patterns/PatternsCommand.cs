using System.CommandLine;
using Pyruse.Benchmarks.InProcess;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.Patterns;

namespace Pyruse.Benchmarks.Patterns;

/// <summary><c>patterns</c>: what hostile text costs where a regular expression can explode.</summary>
internal static class PatternsCommand
{
    private static readonly int[] Lengths = [30, 1_000, 65_000];

    public static Command Create()
    {
        Option<int> runs = CommonOptions.Runs(5);
        Option<bool> update = CommonOptions.Update();
        var command = new Command("patterns", "Time entries whose text makes regular expressions explode under backtracking.") { runs, update };
        command.Does((parsed, cancellationToken) =>
        {
            Provenance from = Provenance.Now(parsed.Tokens.Select(static token => token.Value));
            var table = new TextTable(["pattern", "linear-time", .. Lengths.SelectMany(static length => (string[])[$"{Figures.Count(length)} characters, first", "others"]), "timed out"]);
            // The first one pays for the compilation of everything.
            Row(ExplosiveCase.All[0], 1, cancellationToken);
            foreach (ExplosiveCase explosive in ExplosiveCase.All)
                table.Add(Row(explosive, parsed.GetValue(runs), cancellationToken));
            string text = $"{from} Milliseconds per entry: of the first that the pattern sees after the start, and the median of {parsed.GetValue(runs)} further ones.\n\n{table}";
            Console.Out.Write(text);
            if (parsed.GetValue(update))
                PerformanceDocument.Update("patterns", text);
        });
        return command;
    }

    private static string[] Row(ExplosiveCase explosive, int runs, CancellationToken cancellationToken)
    {
        List<string> cells = [$"`{explosive.Pattern.Replace("|", "\\|", StringComparison.Ordinal)}`", LogPattern.Parse(explosive.Pattern).IsLinear ? "yes" : "no"];
        long timeouts = 0;
        foreach (int length in Lengths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PyruseEngine engine = EngineMaker.Make($$"""
                [[chain]]
                name = "Measured"
                steps = [{ filter = "pcre", field = "MESSAGE", re = '{{explosive.Pattern}}' }, { action = "noop" }]
                """);
            var entry = new LogEntry(engine.Workflow.Fields);
            byte[] text = System.Text.Encoding.UTF8.GetBytes(explosive.Text(length));
            double first = Time(engine, entry, text);
            cells.AddRange([Figures.Short(first), Figures.Short(Statistics.Median(Enumerable.Range(0, runs).Select(_ => Time(engine, entry, text)).ToArray()))]);
            timeouts += engine.Progress.Failures;
        }
        return [.. cells, $"{timeouts}"];
    }

    private static double Time(PyruseEngine engine, LogEntry entry, byte[] text)
    {
        long begin = TimeProvider.System.GetTimestamp();
        entry.Begin(Workload.WorkloadGenerator.Epoch);
        entry.Add("MESSAGE"u8, text);
        engine.Handle(entry);
        return TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds;
    }
}
