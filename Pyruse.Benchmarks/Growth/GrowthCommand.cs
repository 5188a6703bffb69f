using System.CommandLine;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;

namespace Pyruse.Benchmarks.Growth;

/// <summary><c>growth</c>: what happens when there is more of something.</summary>
internal static class GrowthCommand
{
    private static readonly IGrowthExperiment[] All = [new EntryGrowth(), new ChainGrowth(), new CounterGrowth(), new BanGrowth(), new FileGrowth()];

    public static Command Create()
    {
        var only = new Option<string[]>("--only") { Description = "Let only these grow: entries, chains, counters, bans, files.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = static _ => [] };
        only.AcceptOnlyFromAmong([.. All.Select(static experiment => experiment.Name)]);
        Option<int> entries = CommonOptions.Entries(200_000);
        Option<int> runs = CommonOptions.Runs(3);
        Option<int> seed = CommonOptions.Seed();
        Option<FileInfo> config = CommonOptions.Config();
        Option<FileInfo> pyruse = CommonOptions.Pyruse();
        Option<bool> update = CommonOptions.Update();
        var command = new Command("growth", "Measure what happens with more entries, chains, counter keys, bans and journal files.") { only, entries, runs, seed, config, pyruse, update };
        command.Does((parsed, cancellationToken) =>
        {
            string[] names = parsed.GetRequiredValue(only);
            string program = CommonOptions.ProgramToMeasure(parsed.GetValue(pyruse));
            foreach (IGrowthExperiment experiment in All.Where(experiment => names.Length == 0 || names.Contains(experiment.Name)))
            {
                Console.Error.WriteLine($"More {experiment.Name} …");
                Provenance from = Provenance.Now(parsed.Tokens.Select(static token => token.Value));
                using var scratch = new ScratchDirectory();
                var lab = new GrowthLab(scratch, program, parsed.GetValue(runs), cancellationToken)
                {
                    Seed = parsed.GetValue(seed), Entries = parsed.GetValue(entries), Workflow = CommonOptions.Workflow(parsed.GetValue(config)),
                };
                Tell(experiment, from, experiment.Measure(lab), parsed.GetValue(update));
            }
        });
        return command;
    }

    private static void Tell(IGrowthExperiment experiment, Provenance from, GrowthCurve curve, bool isToBeKept)
    {
        string text = $"{from} {curve.Title}\n\n{curve.Table}";
        Console.Out.WriteLine(text);
        if (!isToBeKept)
            return;
        string image = $"growth-{experiment.Name}.svg";
        PerformanceDocument.WriteImage(image, Svg.Draw(curve.Title.Replace("`", "", StringComparison.Ordinal), curve.Panels));
        PerformanceDocument.Update($"growth-{experiment.Name}", $"![{experiment.Name}](images/{image})\n\n{text}");
    }
}
