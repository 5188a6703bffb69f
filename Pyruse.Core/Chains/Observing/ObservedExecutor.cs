using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;

namespace Pyruse.Core.Chains.Observing;

/// <summary>Walks entries as the usual executor does, but asks every filter by itself, and tells an observer of each step.</summary>
internal sealed class ObservedExecutor(EngineLease lease, IStepFailures failures, WalkObserver observer) : WorkflowExecutor(lease, failures)
{
    private bool _isObserved;

    public override void Handle(LogEntry entry, int next)
    {
        _isObserved = observer.Begin(entry, next);
        base.Handle(entry, next);
        if (_isObserved)
            observer.End(entry);
        _isObserved = false;
    }

    private protected override void Walk(LogEntry entry, int next)
    {
        if (!_isObserved)
        {
            base.Walk(entry, next);
            return;
        }
        WorkflowNode[] nodes = Workflow.Nodes;
        while (true)
        {
            Lease.MoveTo(next);
            if (next == Workflow.End)
                return;
            ref readonly WorkflowNode node = ref nodes[next];
            observer.Enter(next, entry);
            StepOutcome outcome = Ask(node.Step, entry);
            observer.Leave(next, entry, outcome);
            next = outcome == StepOutcome.Failed ? node.OnFail : node.OnPass;
        }
    }

    private protected override void Report(int node, LogEntry entry, Exception failure)
    {
        if (_isObserved)
            observer.Threw(node, entry, failure);
        base.Report(node, entry, failure);
    }

    private static StepOutcome Ask(WorkflowStep step, LogEntry entry)
    {
        if (step.Filter is { } filter)
            return filter.Matches(entry) ? StepOutcome.Passed : StepOutcome.Failed;
        step.Action!.Execute(entry);
        return StepOutcome.Done;
    }
}
