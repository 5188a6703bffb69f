using System.Net;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Chains.Observing;

/// <summary>Why an entry's way ended where it did.</summary>
public enum TrailEnd
{
    /// <summary>The last action of a chain was done.</summary>
    ActionDone,

    /// <summary>An action failed with an error.</summary>
    ActionThrew,

    /// <summary>A filter was the last step, and no chain is left after it: nobody took the entry.</summary>
    NoChainLeft,

    /// <summary>There is no step at all for such an entry.</summary>
    NoStep,
}

/// <summary>Every step that one entry has met, in order.</summary>
/// <param name="Time">The entry's time, in microseconds since 1970-01-01 UTC.</param>
/// <param name="Cursor">The entry's cursor.</param>
/// <param name="IsNotice">Whether it is a notice of an expectation or pair, which stands in no source.</param>
/// <param name="Fields">What the entry held at first, of the fields that some step uses or that say what the entry is.</param>
/// <param name="Steps">The steps.</param>
public sealed record EntryTrail(long Time, string Cursor, bool IsNotice, IReadOnlyList<FieldContent> Fields, IReadOnlyList<StepTrace> Steps)
{
    /// <summary>Why its way ended.</summary>
    public TrailEnd End => Deciding switch
    {
        null => TrailEnd.NoStep,
        { Step.Action: null } => TrailEnd.NoChainLeft,
        { Outcome: StepOutcome.Threw } => TrailEnd.ActionThrew,
        _ => TrailEnd.ActionDone,
    };

    /// <summary>The step that decided what became of the entry: the last one, after which nothing else was asked; null: it met none.</summary>
    public StepTrace? Deciding => Steps.Count == 0 ? null : Steps[^1];

    /// <summary>The filter that brought the entry to the deciding action: the last one that let it through, or sent it there by its <c>else</c>; null: none did.</summary>
    public StepTrace? LedBy => Deciding?.Step.Action is null
        ? null
        : Steps.LastOrDefault(static trace => trace.Step.Filter is not null && (trace.Outcome == StepOutcome.Passed || trace.IsSentElsewhere));

    /// <summary>What the actions want done, in order: what a replay prints of this entry.</summary>
    public IEnumerable<Effect> Effects => Steps.SelectMany(static trace => trace.Effects);
}

/// <summary>How an entry met a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Problem">The sentence of the error with which it failed; null: it did not.</param>
/// <param name="Read">What the fields held that the step reads, before it was asked.</param>
/// <param name="Set">What the fields hold that the step has set.</param>
public sealed record StepTrace(WorkflowStep Step, StepOutcome Outcome, string? Problem, IReadOnlyList<FieldContent> Read, IReadOnlyList<FieldContent> Set)
{
    /// <summary>The chain of the step that comes next; null: the way ends here.</summary>
    public string? Next { get; init; }

    /// <summary>Whether the filter sent the entry by its <c>else</c> to a chain of its own choice.</summary>
    public bool IsSentElsewhere { get; init; }

    /// <summary>What the action wants done outside.</summary>
    public IReadOnlyList<Effect> Effects { get; init; } = [];

    /// <summary>The counters that it changed.</summary>
    public IReadOnlyList<CounterUse> Counters { get; init; } = [];

    /// <summary>The translated connections that it remembered.</summary>
    public IReadOnlyList<AddressTranslation> Translations { get; init; } = [];

    /// <summary>The addresses that it would have banned, if they were not among those that are never banned.</summary>
    public IReadOnlyList<IPAddress> Refused { get; init; } = [];
}
