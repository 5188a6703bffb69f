using System.CommandLine;
using System.Globalization;
using Pyruse.Benchmarks.Measuring;

namespace Pyruse.Benchmarks;

/// <summary>Options that several commands have, and how commands run.</summary>
internal static class CommonOptions
{
    public static Option<int> Entries(int usual) => Number("--entries", $"How many entries the journal has.", usual, 10_000_000);

    public static Option<int> Runs(int usual) => Number("--runs", $"How many times each is measured; medians are told.", usual, 1000);

    public static Option<int> Seed() => Number("--seed", "What the entries are made of: the same number, the same entries.", 1, int.MaxValue);

    public static Option<FileInfo> Config() => new Option<FileInfo>("--config") { Description = "The chains. Default: 87 of the benchmarks' own.", HelpName = "FILE" }.AcceptExistingOnly();

    public static Option<FileInfo> Pyruse() => new Option<FileInfo>("--pyruse")
    {
        Description = "The program to measure, such as another build. Default: published from this source tree.",
        HelpName = "FILE",
    }.AcceptExistingOnly();

    public static Option<bool> Update() => new("--update") { Description = "Write the figures into docs/performance.md, too." };

    /// <summary>An option for a whole number of 1 or more.</summary>
    public static Option<int> Number(string name, string description, int usual, int limit)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= limit))
                result.AddError($"{name} must be a whole number from 1 to {limit}, not \"{token.Value}\".");
        });
        return option;
    }

    /// <summary>The path of the program to measure.</summary>
    public static string ProgramToMeasure(FileInfo? named) => named?.FullName ?? PyruseProgram.Publish();

    /// <summary>The path of the chains to measure with.</summary>
    public static string Workflow(FileInfo? named) => named?.FullName ?? Repository.Own("Workload/workflow.toml");

    /// <summary>Says what a command does; it is cancelled by Ctrl-C, and cleans up then.</summary>
    public static void Does(this Command command, Action<ParseResult, CancellationToken> action) =>
        command.SetAction((parsed, cancellationToken) => Task.Run(() => action(parsed, cancellationToken), CancellationToken.None));
}
