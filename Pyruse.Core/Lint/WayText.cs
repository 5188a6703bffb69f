using Pyruse.Core.Chains;

namespace Pyruse.Core.Lint;

/// <summary>Tells a way in words.</summary>
internal static class WayText
{
    private const int MostStations = 4;

    /// <summary>
    /// Gives such as <c>from chain "A" (step 2, pcre, fails) to chain "B"</c>: where entries leave each chain on the way, the last few of these.
    /// </summary>
    public static string Of(LintContext context, Way way, int end)
    {
        var stations = new List<string>();
        for (int i = 0; i < way.Edges.Count; i++)
        {
            WorkflowStep step = context.Nodes[way.Edges[i].Node].Step;
            WorkflowStep next = context.Nodes[i + 1 < way.Edges.Count ? way.Edges[i + 1].Node : end].Step;
            if (step.Chain != next.Chain)
                stations.Add($"\"{step.Chain}\" (step {step.Index + 1}, {step.Module}, {Outcome(step, way.Edges[i].HasPassed)})");
        }
        string chain = context.Nodes[end].Step.Chain;
        if (stations.Count == 0)
            return $"straight through \"{chain}\"";
        string first = stations.Count > MostStations ? "… → " : "";
        return $"{first}{string.Join(" → ", stations.TakeLast(MostStations))} → \"{chain}\"";
    }

    private static string Outcome(WorkflowStep step, bool hasPassed) => step.Action is not null ? "done" : hasPassed ? "passes" : "fails";
}
