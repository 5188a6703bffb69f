using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Chains;

/// <summary>Finds filters that compare the same field with texts, one after the other, and gives each run of them one <see cref="EqualityDispatch"/>.</summary>
internal static class DispatchFusion
{
    /// <summary>With fewer values than this in all, a look-up saves nothing.</summary>
    private const int FewestValues = 3;

    public static void Apply(WorkflowNode[] nodes)
    {
        var seen = new bool[nodes.Length];
        // Chains are linked from the last to the first, so a high index is an early step: runs are found at their beginning.
        for (int first = nodes.Length - 1; first >= 0; first--)
        {
            if (seen[first] || NeededValues.FieldOf(nodes[first]) is not { } field)
                continue;
            List<int> run = [];
            int next = first;
            while (next != Workflow.End && !seen[next] && NeededValues.FieldOf(nodes[next]) == field)
            {
                seen[next] = true;
                run.Add(next);
                next = nodes[next].OnFail;
            }
            if (run.Sum(index => ((IEqualityFilter)nodes[index].Step.Filter!).Values.Count) >= FewestValues)
                Fuse(nodes, field, run, next);
        }
    }

    private static void Fuse(WorkflowNode[] nodes, Field field, List<int> run, int otherwise)
    {
        var dispatch = new EqualityDispatch(
            field, [.. run.Select(index => ((IEqualityFilter)nodes[index].Step.Filter!).Values)], [.. run.Select(index => nodes[index].OnPass)], otherwise);
        for (int position = 0; position < run.Count; position++)
            nodes[run[position]] = nodes[run[position]] with { Dispatch = dispatch, DispatchPosition = position };
    }
}
