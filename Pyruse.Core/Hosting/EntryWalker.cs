using Pyruse.Core.Chains;
using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Entries;
using Pyruse.Core.Frequency;

namespace Pyruse.Core.Hosting;

/// <summary>Walks entries through the workflow under the lease of the engine's thread; a step that is given up keeps the entry that it has.</summary>
internal sealed class EntryWalker
{
    private readonly StepServices _services;
    private readonly StepFailureLog _failures;
    private readonly bool _optimise;
    private readonly WalkObserver? _observer;
    private readonly HashSet<WorkflowStep> _givenUp = [];
    private WorkflowExecutor _executor;
    private LogEntry _ownEntry;

    /// <param name="workflow">The linked chains.</param>
    /// <param name="services">The services that steps use.</param>
    /// <param name="failures">Told of steps that fail.</param>
    /// <param name="optimise">Whether the workflow is optimised.</param>
    /// <param name="observer">Told of every step; null: nobody wants to know.</param>
    public EntryWalker(Workflow workflow, StepServices services, StepFailureLog failures, bool optimise, WalkObserver? observer)
    {
        _services = services;
        _failures = failures;
        _optimise = optimise;
        _observer = observer;
        Workflow = workflow;
        Entry = new LogEntry(workflow.Fields);
        _ownEntry = new LogEntry(workflow.Fields);
        (Lease, _executor) = Grant();
    }

    /// <summary>The linked chains, without the steps that were given up.</summary>
    public Workflow Workflow { get; private set; }

    /// <summary>The right to all that is shared, for the thread that walks.</summary>
    public EngineLease Lease { get; private set; }

    /// <summary>The entry that sources fill.</summary>
    public LogEntry Entry { get; private set; }

    /// <summary>The steps whose modules nobody is in.</summary>
    public IEnumerable<WorkflowStep> FreeSteps => Workflow.Steps.Except(_givenUp);

    /// <summary>Walks the entry from a node on.</summary>
    public void Walk(int node) => _executor.Handle(Entry, node);

    /// <summary>Walks an entry that was filled elsewhere, from the first chain on.</summary>
    public void Walk(LogEntry entry) => _executor.Handle(entry);

    /// <summary>Walks an entry made of a notice; the one that sources fill stays as it is.</summary>
    public void Walk(Notice notice)
    {
        notice.Fill(_ownEntry);
        _executor.Handle(_ownEntry, Workflow.Starts[notice.Chain]);
    }

    /// <summary>Takes a step out of the workflow, and everything that is shared out of the reach of the thread that is still in it.</summary>
    public void GiveUp(EndlessStep endless)
    {
        _givenUp.Add(endless.Step);
        LogEntry entry = endless.Entry ?? new LogEntry(Workflow.Fields);
        if (ReferenceEquals(Lease.Entry, _ownEntry))
            _ownEntry = entry;
        else
            Entry = entry;
        Workflow = Workflow.Without(endless.Step, _optimise);
        (Lease, _executor) = Grant();
    }

    /// <summary>Goes on after a step that was given up: with the same entry if the step is a filter, which then counts as one that fails.</summary>
    /// <param name="endless">The step.</param>
    /// <param name="time">The time of the entry if nothing else is known of it.</param>
    public void CarryOn(EndlessStep endless, long time)
    {
        _failures.Add(endless.Step, endless.Entry?.RealtimeMicroseconds ?? time);
        if (endless is { Step.Filter: not null, Entry: { } entry })
            _executor.Handle(entry, Workflow.Nodes[endless.Node].OnFail);
    }

    private (EngineLease Lease, WorkflowExecutor Executor) Grant()
    {
        var lease = new EngineLease { Workflow = Workflow };
        Entry.Lease = _ownEntry.Lease = _services.Lease = Workflow.Fields.Lease = lease;
        return (lease, _observer is null ? new WorkflowExecutor(lease, _failures) : new ObservedExecutor(lease, _failures, _observer));
    }
}
