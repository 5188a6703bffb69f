using System.Text.Json;
using System.Text.Json.Serialization;
using Pyruse.Benchmarks.Output;

namespace Pyruse.Benchmarks.Compare;

/// <summary>What a comparison found.</summary>
/// <param name="From">Where the figures come from.</param>
/// <param name="Entries">How many entries were read.</param>
/// <param name="Scores">What each took; the first is the measure of the others.</param>
/// <param name="Absent">Who could not take part, each with the reason.</param>
internal sealed record Comparison(Provenance From, long Entries, IReadOnlyList<Score> Scores, IReadOnlyList<(string Name, string Reason)> Absent)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>What is aimed at: who, compared with whom, and the bound.</summary>
    private static readonly (string Who, string WithWhom, double Bound, bool IsUpper)[] Aims =
    [
        (Contenders.Pyruse, Contenders.Loop, 1.6, true),
        (Contenders.Pyruse, Contenders.Cat, 0.75, true),
        (Contenders.Fail2Ban, Contenders.Pyruse, 15, false),
    ];

    /// <summary>The table and what follows from it, in Markdown.</summary>
    public string ToText()
    {
        Score own = Scores[0];
        var table = new TextTable("", "median", "shortest", "ratio", "processor time", "ratio", "peak memory", "per entry");
        foreach (Score score in Scores)
        {
            table.Add(score.Name, Figures.Seconds(score.Elapsed), Figures.Seconds(score.Shortest), Figures.Ratio(score.Elapsed / own.Elapsed), Figures.Seconds(score.Processor),
                Figures.Ratio(score.Processor / own.Processor), Figures.Megabytes(score.PeakBytes), Figures.Microseconds(score.Elapsed / Entries * 1e6));
        }
        return $"{From} {Figures.Count(Entries)} entries; whole processes, {own.Runs.Count} times each in turn.\n\n{table}\n{string.Concat(Aims.Select(Judge))}{string.Concat(Absent.Select(static absent => $"* Without {absent.Name}: {absent.Reason}.\n"))}";
    }

    /// <summary>All of it for programs.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            command = From.Command,
            date = From.Date,
            machine = From.Machine,
            load = From.Load,
            entries = Entries,
            contenders = Scores.Select(score => new
            {
                name = score.Name,
                medianSeconds = score.Elapsed,
                ratio = score.Elapsed / Scores[0].Elapsed,
                medianProcessorSeconds = score.Processor,
                processorRatio = score.Processor / Scores[0].Processor,
                medianPeakBytes = score.PeakBytes,
                seconds = score.Runs.Select(static run => run.Elapsed.TotalSeconds),
                processorSeconds = score.Runs.Select(static run => run.Processor.TotalSeconds),
                peakBytes = score.Runs.Select(static run => run.PeakBytes),
            }),
            absent = Absent.Select(static absent => new { name = absent.Name, reason = absent.Reason }),
        },
        Form);

    private string Judge((string Who, string WithWhom, double Bound, bool IsUpper) aim)
    {
        if (Scores.FirstOrDefault(score => score.Name == aim.Who) is not { } who || Scores.FirstOrDefault(score => score.Name == aim.WithWhom) is not { } whom)
            return "";
        double ratio = who.Elapsed / whom.Elapsed;
        bool isMet = aim.IsUpper ? ratio <= aim.Bound : ratio >= aim.Bound;
        return $"* {aim.Who} takes {Figures.Ratio(ratio)} the time of {aim.WithWhom} (by processor time {Figures.Ratio(who.Processor / whom.Processor)}); aim: at {(aim.IsUpper ? "most" : "least")} {Figures.Short(aim.Bound)} ×, {(isMet ? "met" : "**not met**")}.\n";
    }
}
