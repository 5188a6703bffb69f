using System.CommandLine;
using Pyruse.Benchmarks.Output;

namespace Pyruse.Benchmarks.Steady;

/// <summary><c>steady</c>: what a daemon takes while it runs all day.</summary>
internal static class SteadyCommand
{
    public static Command Create()
    {
        Option<int> seconds = CommonOptions.Number("--seconds", "How long each steady state lasts.", 30, 86_400);
        Option<int> raises = CommonOptions.Number("--raises", "How many counter raises a second.", 10_000, 1_000_000);
        Option<int> rate = CommonOptions.Number("--rate", "How many entries a second are followed live.", 1_000, 1_000_000);
        Option<int> entries = CommonOptions.Entries(200_000);
        Option<int> runs = CommonOptions.Runs(10);
        Option<int> seed = CommonOptions.Seed();
        Option<FileInfo> pyruse = CommonOptions.Pyruse();
        Option<bool> update = CommonOptions.Update();
        var command = new Command("steady", "Measure a daemon at work: counter raises with durable commits, memory while following live, its start, and garbage collections.")
        {
            seconds, raises, rate, entries, runs, seed, pyruse, update,
        };
        command.Does((parsed, cancellationToken) =>
        {
            string program = CommonOptions.ProgramToMeasure(parsed.GetValue(pyruse));
            TimeSpan duration = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            Provenance from = Provenance.Now(parsed.Tokens.Select(static token => token.Value));
            var table = new TextTable("what", "figure", "aim");
            SustainedRaises.Measure(table, program, parsed.GetValue(raises), duration, cancellationToken);
            CommitShare.Measure(table, cancellationToken);
            FollowingMemory.Measure(table, program, parsed.GetValue(rate), duration, parsed.GetValue(seed), cancellationToken);
            FirstEntry.Measure(table, program, parsed.GetValue(runs), parsed.GetValue(seed), cancellationToken);
            Collections.Measure(table, parsed.GetValue(entries), parsed.GetValue(seed), cancellationToken);
            string text = $"{from}\n\n{table}";
            Console.Out.Write(text);
            if (parsed.GetValue(update))
                PerformanceDocument.Update("steady", text);
        });
        return command;
    }
}
