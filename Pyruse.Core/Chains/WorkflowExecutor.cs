using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;

namespace Pyruse.Core.Chains;

/// <summary>Told of steps that failed. Called on the engine's thread.</summary>
internal interface IStepFailures
{
    void Report(WorkflowStep step, LogEntry entry, Exception failure);
}

/// <summary>Walks entries through a workflow. The walk itself allocates nothing.</summary>
/// <remarks>Used on the thread that holds the lease. This is the one seam that contains what modules throw.</remarks>
internal class WorkflowExecutor(EngineLease lease, IStepFailures failures)
{
    private readonly Workflow _workflow = lease.Workflow;

    private protected EngineLease Lease => lease;

    private protected Workflow Workflow => _workflow;

    /// <summary>Walks an entry from the first chain on.</summary>
    public void Handle(LogEntry entry) => Handle(entry, _workflow.Start);

    /// <summary>Walks an entry from a node on.</summary>
    /// <exception cref="LeaseRevokedException">A step took so long that the lease was taken from this thread.</exception>
    public virtual void Handle(LogEntry entry, int next)
    {
        lease.Begin(entry);
        while (next != Workflow.End)
        {
            try
            {
                Walk(entry, next);
                return;
            }
            catch (Exception exception) when (exception is not LeaseRevokedException)
            {
                int at = lease.Node;
                ref readonly WorkflowNode failed = ref _workflow.Nodes[at];
                lease.MoveTo(Workflow.End);
                Report(at, entry, exception);
                // A filter that throws counts as one that fails; an action that throws ends the entry's way.
                next = failed.Step.Filter is null ? Workflow.End : failed.OnFail;
            }
        }
    }

    private protected virtual void Report(int node, LogEntry entry, Exception failure) => failures.Report(_workflow.Nodes[node].Step, entry, failure);

    private protected virtual void Walk(LogEntry entry, int next)
    {
        WorkflowNode[] nodes = _workflow.Nodes;
        while (true)
        {
            lease.MoveTo(next);
            if (next == Workflow.End)
                return;
            ref readonly WorkflowNode node = ref nodes[next];
            if (node.Dispatch is { } dispatch && dispatch.TryGetNext(entry, node.DispatchPosition, out next))
                continue;
            if (node.Step.Filter is { } filter)
            {
                next = filter.Matches(entry) ? node.OnPass : node.OnFail;
            }
            else
            {
                node.Step.Action!.Execute(entry);
                next = node.OnPass;
            }
        }
    }
}
