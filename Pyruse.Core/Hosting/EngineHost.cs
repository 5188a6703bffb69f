using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Bans;
using Pyruse.Core.Chains;
using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Effects.Forwarding;
using Pyruse.Core.Effects;
using Pyruse.Core.State;

namespace Pyruse.Core.Hosting;

/// <summary>What surrounds an engine: where state goes, who carries out effects, who is told.</summary>
public sealed record EngineHost
{
    /// <summary>Where state is kept. The engine does not dispose of it.</summary>
    public required IStateStore Store { get; init; }

    /// <summary>Who carries out committed effects; null: nobody, as in a replay.</summary>
    public IEffectDispatcher? Dispatcher { get; init; }

    /// <summary>Who writes lines to files, standard output and other syslog servers; null: nobody, and such effects are effects like any other.</summary>
    public ILineWriter? Lines { get; init; }

    /// <summary>Who brings recorded bans into force; null: nobody, as in a replay.</summary>
    public IBanEnforcer? Bans { get; init; }

    /// <summary>Who makes the daily report; null: nobody, as in a replay.</summary>
    public IDailyReporter? Reporter { get; init; }

    /// <summary>The machine's own addresses, which are never banned; null: unknown, as in a replay.</summary>
    public OwnAddresses? OwnAddresses { get; init; }

    /// <summary>Told of every effect the moment a step wants it, before it is committed. Called on the engine's thread.</summary>
    public Action<Effect>? OnEffect { get; init; }

    /// <summary>Told of the effects of each batch once it is committed, in the order of entries and steps. Called on the engine's thread; must not throw.</summary>
    public Action<IReadOnlyList<Effect>>? OnCommitted { get; init; }

    /// <summary>Told of every step that entries meet; null: nobody wants to know, as is right for a daemon.</summary>
    public WalkObserver? Observer { get; init; }

    /// <summary>The clock for everything that is not the entries' own time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Takes the engine's own messages.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Services for the constructors of modules, beside the engine's own.</summary>
    public ServiceTable Services { get; init; } = new();

    /// <summary>Whether the workflow is optimised; the meaning is the same either way.</summary>
    public bool Optimise { get; init; } = true;

    /// <summary>Whether entries of the past are run once: then the clock tells nothing about what did not happen, only the times of entries do.</summary>
    public bool IsReplay { get; init; }

    /// <summary>The user whose diagnostics in the journal are the engine's own and are skipped; null: none are.</summary>
    public long? OwnUserId { get; init; }

    /// <summary>Told of what happens, for measuring; null: nobody wants to know.</summary>
    public IEngineMetrics? Metrics { get; init; }

    /// <summary>Called once, when all sources are open and entries are about to be read. Called on the engine's thread; must not throw.</summary>
    public Action? OnStarted { get; init; }

    /// <summary>At least this often <see cref="EngineProgress.Pulse"/> goes up, also while no entries come; null: only when something happens.</summary>
    public TimeSpan? PulseInterval { get; init; }
}

/// <summary>Told of what an engine does, for measuring. Called on the engine's thread; must return at once and not throw.</summary>
public interface IEngineMetrics
{
    /// <summary>Tells of a batch that was committed.</summary>
    /// <param name="effects">What is to be done because of it, and its report lines and bans; lines for files and the like are not among them.</param>
    /// <param name="duration">How long the store took.</param>
    void Committed(IReadOnlyList<Effect> effects, TimeSpan duration);

    /// <summary>Tells of a step that failed.</summary>
    void StepFailed(WorkflowStep step);
}

/// <summary>Carries out effects after they were committed. Called on the engine's thread; must return at once.</summary>
public interface IEffectDispatcher
{
    /// <summary>Goes on with what an earlier run left in the outbox. Called by each engine, before anything else.</summary>
    void Resume();

    /// <summary>Takes effects that were just committed to the outbox, in their order.</summary>
    void Enqueue(IReadOnlyList<OutboxEntry> effects);
}

/// <summary>Writes the lines of a batch, just before the batch is committed: a line is written at least once, whatever happens. Called on the engine's thread.</summary>
public interface ILineWriter
{
    /// <summary>Called by each engine, before anything else; one that takes over from another may forward to others.</summary>
    /// <param name="targets">The syslog servers that steps forward to.</param>
    /// <exception cref="StateStoreException">What waits for them can't be read.</exception>
    void Start(IReadOnlyCollection<ForwardTarget> targets);

    /// <summary>Writes lines, in order for each place. Does not throw.</summary>
    /// <param name="lines">Each a <see cref="WriteEffect"/>, a <see cref="PrintEffect"/> or a <see cref="ForwardEffect"/>.</param>
    /// <returns>The lines that can't be written now and go to the outbox, to be tried again.</returns>
    IReadOnlyList<Effect> Write(IReadOnlyList<Effect> lines);
}

/// <summary>Makes the daily report when it is due. Called on the engine's thread; must return at once.</summary>
public interface IDailyReporter
{
    /// <summary>Begins to watch the clock. Called once, before entries are read.</summary>
    void Start();

    /// <summary>Says that all entries there are were read and committed: a report that is due misses none.</summary>
    void CaughtUp();

    /// <summary>Says that there are entries again.</summary>
    void Resumed();
}

/// <summary>What an engine has done so far. A snapshot; safe to be read by any thread.</summary>
/// <param name="Entries">How many entries were walked.</param>
/// <param name="Failures">How many times a step failed.</param>
/// <param name="LastEntryTime">The time of the last entry in microseconds since 1970-01-01 UTC; 0: there was none.</param>
/// <param name="IsDrained">Whether everything that the sources had was handled, so that the engine waits for more.</param>
public readonly record struct EngineProgress(long Entries, long Failures, long LastEntryTime, bool IsDrained)
{
    /// <summary>Goes up as long as the engine's thread gets on: with every entry, every turn and every wait. While it stands still, the thread is in one step, one commit or one reading.</summary>
    public long Pulse { get; init; }

    /// <summary>Whether state can't be kept at the moment, so that positions stand still and effects wait.</summary>
    public bool IsFailing { get; init; }
}
