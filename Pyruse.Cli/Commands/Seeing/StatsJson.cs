using System.Text.Json;
using Pyruse.Cli.Output;
using Pyruse.Core.Chains.Observing;

namespace Pyruse.Cli.Commands.Seeing;

/// <summary>Prints statistics as one JSON object: see docs/seeing.md.</summary>
internal static class StatsJson
{
    private const int MaxKeys = 1000;

    public static void Write(WalkStatistics statistics) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("entries", statistics.Entries);
        writer.WriteNumber("notices", statistics.Notices);
        writer.WriteNumber("untaken", statistics.Untaken + statistics.WithoutStep);
        writer.WriteNumber("first", statistics.First);
        writer.WriteNumber("last", statistics.Last);
        writer.WriteNumber("clockNanoseconds", statistics.ClockNanoseconds);
        WriteKeys(writer, "identifiers", statistics.Identifiers);
        WriteKeys(writer, "units", statistics.Units);
        writer.WriteStartArray("priorities");
        foreach (long count in statistics.Priorities)
            writer.WriteNumberValue(count);
        writer.WriteEndArray();
        writer.WriteNumber("withoutPriority", statistics.WithoutPriority);
        WriteChains(writer, statistics);
        WriteSteps(writer, statistics);
        writer.WriteList("hints", statistics.Hints, hint =>
        {
            writer.WriteString("kind", hint.Kind);
            WriteStep(writer, hint.Step);
            writer.WriteNumber("share", Math.Round(hint.Share, 4));
            writer.WriteString("sentence", hint.Sentence);
        });
        writer.WriteEndObject();
    });

    /// <summary>Writes which step is meant.</summary>
    public static void WriteStep(Utf8JsonWriter writer, Core.Chains.WorkflowStep step)
    {
        writer.WriteString("chain", step.Chain);
        writer.WriteNumber("step", step.Index);
        writer.WriteString("module", step.Module);
        writer.WriteString("position", step.Position.ToString());
    }

    private static void WriteKeys(Utf8JsonWriter writer, string name, KeyTally tally)
    {
        IReadOnlyList<(string Key, long Count)> keys = tally.Top(MaxKeys);
        writer.WriteStartObject(name);
        writer.WriteList("keys", keys, pair =>
        {
            writer.WriteString("key", pair.Key);
            writer.WriteNumber("count", pair.Count);
        });
        writer.WriteNumber("none", tally.Missing);
        writer.WriteNumber("others", tally.Total - tally.Missing - keys.Sum(static pair => pair.Count));
        writer.WriteEndObject();
    }

    private static void WriteChains(Utf8JsonWriter writer, WalkStatistics statistics) => writer.WriteList("chains", statistics.Chains, chain =>
    {
        writer.WriteString("chain", chain.Name);
        writer.WriteNumber("came", chain.Entered);
        writer.WriteNumber("ended", chain.Ended);
        writer.WriteNumber("nanoseconds", chain.Time.TotalNanoseconds);
    });

    private static void WriteSteps(Utf8JsonWriter writer, WalkStatistics statistics) => writer.WriteList("steps", statistics.Steps, figures =>
    {
        WriteStep(writer, figures.Step);
        writer.WriteNumber("met", figures.Met);
        writer.WriteNumber("passed", figures.Passed);
        writer.WriteNumber("failed", figures.Failed);
        writer.WriteNumber("threw", figures.Threw);
        writer.WriteNumber("timed", figures.Timed);
        writer.WriteNumber("nanoseconds", figures.Time.TotalNanoseconds);
        writer.WriteNumber("longestNanoseconds", figures.Longest.TotalNanoseconds);
        writer.WriteBoolean("fused", figures.IsFused);
        writer.WriteString("problem", figures.Problem);
    });
}
