namespace Pyruse.Core.Chains.Observing;

/// <summary>What entries had to do with a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Met">How many times it was asked, or was to be done.</param>
/// <param name="Passed">How many times the filter passed or the action was done.</param>
/// <param name="Failed">How many times the filter did not pass.</param>
/// <param name="Threw">How many times it failed with an error.</param>
public sealed record StepFigures(WorkflowStep Step, long Met, long Passed, long Failed, long Threw)
{
    /// <summary>How long it took in all. The first call with each outcome is left out: it holds the time in which the runtime compiles the step.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>The calls that <see cref="Time"/> is about.</summary>
    public long Timed { get; init; }

    /// <summary>The longest time that it took once, likewise.</summary>
    public TimeSpan Longest { get; init; }

    /// <summary>How long it takes on average, in nanoseconds; 0: too few calls were timed to say.</summary>
    public double NanosecondsEach => Timed == 0 ? 0 : Time.TotalNanoseconds / Timed;

    /// <summary>Whether a run answers it by a look-up that stands for several filters, so that its time is hardly paid there.</summary>
    public bool IsFused { get; init; }

    /// <summary>What it said when it failed first; null: it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>The identifiers of the entries that passed, if they are few; empty: none passed, or they are many.</summary>
    public IReadOnlyList<string> PassedBy { get; init; } = [];
}

/// <summary>What entries had to do with a chain.</summary>
/// <param name="Name">The chain's name.</param>
/// <param name="Entered">How many entries met its first step.</param>
/// <param name="Ended">How many entries' ways ended in it, at an action.</param>
/// <param name="Time">How long its steps took in all.</param>
public sealed record ChainFigures(string Name, long Entered, long Ended, TimeSpan Time)
{
    /// <summary>How long other chains took in a run for the entries whose ways ended in this one.</summary>
    public TimeSpan TimeBefore { get; init; }
}

/// <summary>What one place of the linked graph has seen.</summary>
internal record struct NodeFigures
{
    public long Passed;
    public long Failed;
    public long Threw;
    public long Ticks;
    public long Longest;
    public long Timed;
    public string? Problem;

    /// <summary>The identifiers of entries that passed; null: none has.</summary>
    public List<string>? PassedBy;
    public bool IsPassedByMany;

    public readonly long Met => Passed + Failed + Threw;
}
