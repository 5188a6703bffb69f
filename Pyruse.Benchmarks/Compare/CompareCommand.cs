using System.CommandLine;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;
using Pyruse.Benchmarks.Workload;

namespace Pyruse.Benchmarks.Compare;

/// <summary><c>compare</c>: the same entries through pyruse and through others, whole processes, in turn.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        Option<int> entries = CommonOptions.Entries(200_000);
        Option<int> runs = CommonOptions.Runs(5);
        Option<int> seed = CommonOptions.Seed();
        Option<FileInfo> config = CommonOptions.Config();
        Option<FileInfo> pyruse = CommonOptions.Pyruse();
        Option<FileInfo> export = new Option<FileInfo>("--export")
        {
            Description = "Read these entries, in the Journal Export Format, instead of made ones.", HelpName = "FILE",
        }.AcceptExistingOnly();
        Option<FileInfo> json = new("--json") { Description = "Write all figures to this file.", HelpName = "FILE" };
        Option<bool> update = CommonOptions.Update();
        var command = new Command("compare", "Read one journal with pyruse, journalctl, a loop in C, a loop in Python, and fail2ban-regex, in turn; tell medians, ratios and peak memory.")
        {
            entries, runs, seed, config, pyruse, export, json, update,
        };
        command.Does((parsed, cancellationToken) =>
        {
            Provenance from = Provenance.Now(parsed.Tokens.Select(static token => token.Value));
            using var scratch = new ScratchDirectory();
            string journal = scratch.Make("journal");
            if (parsed.GetValue(export) is { } file)
                WorkloadJournal.MakeOf(file.FullName, journal);
            else
                WorkloadJournal.Make(journal, [.. new WorkloadGenerator(parsed.GetValue(seed)).Take(parsed.GetValue(entries))], cancellationToken);
            Comparison comparison = Run(
                scratch, journal, CommonOptions.ProgramToMeasure(parsed.GetValue(pyruse)), CommonOptions.Workflow(parsed.GetValue(config)), parsed.GetValue(runs), from, cancellationToken);
            Console.Out.Write(comparison.ToText());
            if (parsed.GetValue(json) is { } target)
                File.WriteAllText(target.FullName, comparison.ToJson() + "\n");
            if (parsed.GetValue(update))
                PerformanceDocument.Update("compare", comparison.ToText());
        });
        return command;
    }

    private static Comparison Run(ScratchDirectory scratch, string journal, string pyruse, string config, int runs, Provenance from, CancellationToken cancellationToken)
    {
        string text = scratch.Write("journal.log", Programs.Run(Programs.Require("journalctl", "systemd"), ["-D", journal, "--no-pager", "-q", "-o", "short-iso"]));
        long entries = File.ReadLines(text).LongCount();
        IReadOnlyList<Contender> all = new Contenders(scratch, journal, text, entries).All(pyruse, config);
        Contender[] present = [.. all.Where(static contender => contender.Absence is null)];
        Dictionary<Contender, List<ProcessRun>> results = present.ToDictionary(static contender => contender, static _ => new List<ProcessRun>());
        var meter = new ProcessMeter(scratch);
        for (int turn = 1; turn <= runs; turn++)
        {
            foreach (Contender contender in present)
            {
                Console.Error.WriteLine($"{turn}/{runs}: {contender.Name} …");
                ProcessRun run = meter.Run(contender.Program!, contender.Arguments, cancellationToken);
                if (contender.Check(run) is { } problem)
                    throw new BenchmarkException($"{contender.Name} can't be compared: {problem}.");
                results[contender].Add(run);
            }
        }
        return new Comparison(
            from, entries, [.. present.Select(contender => new Score(contender.Name, results[contender]))],
            [.. all.Where(static contender => contender.Absence is not null).Select(static contender => (contender.Name, contender.Absence!))]);
    }
}
