using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Chains;

/// <summary>Told of steps that failed. Called on the engine's thread.</summary>
internal interface IStepFailures
{
    void Report(WorkflowStep step, LogEntry entry, Exception failure);
}

/// <summary>Walks entries through a workflow. The walk itself allocates nothing.</summary>
/// <remarks>Used on the engine's thread. This is the one seam that contains what modules throw.</remarks>
internal sealed class WorkflowExecutor(Workflow workflow, WorkingState state, IStepFailures failures)
{
    private int _current;

    public void Handle(LogEntry entry)
    {
        int next = workflow.Start;
        while (next != Workflow.End)
        {
            try
            {
                Walk(entry, next);
                return;
            }
            catch (Exception exception) when (exception is not (OutOfMemoryException or ThreadInterruptedException))
            {
                ref readonly WorkflowNode failed = ref workflow.Nodes[_current];
                failures.Report(failed.Step, entry, exception);
                // A filter that throws counts as one that fails; an action that throws ends the entry's way.
                next = failed.Step.Filter is null ? Workflow.End : failed.OnFail;
            }
        }
    }

    private void Walk(LogEntry entry, int next)
    {
        WorkflowNode[] nodes = workflow.Nodes;
        while (next != Workflow.End)
        {
            _current = next;
            ref readonly WorkflowNode node = ref nodes[next];
            if (node.Dispatch is { } dispatch && dispatch.TryGetNext(entry, node.DispatchPosition, out next))
                continue;
            if (node.Step.Filter is { } filter)
            {
                next = filter.Matches(entry) ? node.OnPass : node.OnFail;
            }
            else
            {
                state.Enter(node.Step, entry);
                node.Step.Action!.Execute(entry);
                next = node.OnPass;
            }
        }
    }
}
