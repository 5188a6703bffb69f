using System.Net;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Chains.Observing;

/// <summary>How a step went.</summary>
public enum StepOutcome
{
    /// <summary>The filter passed.</summary>
    Passed,

    /// <summary>The filter did not pass.</summary>
    Failed,

    /// <summary>The action was done.</summary>
    Done,

    /// <summary>The step failed with an error: a filter then counts as one that did not pass, an action ends the entry's way.</summary>
    Threw,
}

/// <summary>Watches entries walk through the chains: told of every step that an entry meets, and of all that the step wants.</summary>
/// <remarks>
/// For looking into a workflow, not for its work: an engine that has an observer (<see cref="Hosting.EngineHost.Observer"/>) asks every filter by itself,
/// in place of the look-ups that stand for several, and reads all entries there are. Called on the engine's thread. It serves one engine.
/// </remarks>
public abstract class WalkObserver
{
    private protected WalkObserver()
    {
    }

    /// <summary>Says which workflow is walked. Called once, before anything else.</summary>
    internal virtual void Attach(Workflow workflow)
    {
    }

    /// <summary>Says that an entry begins its way.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="first">The node that it begins at; <see cref="Workflow.End"/>: it meets no step.</param>
    /// <returns>Whether its steps are of interest; if not, it is walked as fast as without an observer, and nothing more is said of it.</returns>
    internal abstract bool Begin(LogEntry entry, int first);

    /// <summary>Says that a step is asked next.</summary>
    internal abstract void Enter(int node, LogEntry entry);

    /// <summary>Says how the step went.</summary>
    internal abstract void Leave(int node, LogEntry entry, StepOutcome outcome);

    /// <summary>Says that the step failed with an error.</summary>
    internal abstract void Threw(int node, LogEntry entry, Exception failure);

    /// <summary>Says that the entry's way has ended.</summary>
    internal abstract void End(LogEntry entry);

    /// <summary>Says that the step wants an effect.</summary>
    internal virtual void Wants(Effect effect)
    {
    }

    /// <summary>Says that the step has changed a counter.</summary>
    internal virtual void Counted(CounterUse use)
    {
    }

    /// <summary>Says that the step has remembered where connections really come from.</summary>
    internal virtual void Remembered(AddressTranslation translation)
    {
    }

    /// <summary>Says that the step wanted to ban an address that is never banned.</summary>
    internal virtual void Refused(IPAddress address)
    {
    }
}
