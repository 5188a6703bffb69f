using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;
using Pyruse.Core.Reports;

namespace Pyruse.Core.State;

/// <summary>Keeps what must outlive the process.</summary>
/// <remarks>
/// <see cref="Commit"/> is called on the engine's thread; <see cref="Complete"/> and the reading members by any thread. What one batch holds becomes
/// durable together or not at all: that is what makes counters, report lines, bans and effects exact across crashes.
/// </remarks>
public interface IStateStore : IReportStore, IDisposable
{
    /// <summary>Reads everything that an engine needs in memory. Called by each engine, before it commits anything.</summary>
    StateSnapshot Load();

    /// <summary>Makes a batch durable, in one transaction.</summary>
    /// <exception cref="StateStoreException">It can't be made durable now (a full disk, …); nothing of it is. It may be tried again.</exception>
    void Commit(StateBatch batch);

    /// <summary>Marks an effect of the outbox as done, or as given up.</summary>
    /// <exception cref="StateStoreException">It can't be marked now; the effect will be carried out again after a restart.</exception>
    void Complete(long outboxId);

    /// <summary>Reads the next effects of the outbox, in their order.</summary>
    /// <param name="afterId">The number after which to begin; 0: at the first.</param>
    /// <param name="limit">How many to read at most.</param>
    IReadOnlyList<OutboxEntry> ReadOutbox(long afterId, int limit);

    /// <summary>Counts, for the next report, something that happened outside of a batch.</summary>
    /// <param name="kind">What.</param>
    /// <param name="time">When, in microseconds since 1970-01-01 UTC.</param>
    /// <exception cref="StateStoreException">It can't be counted now.</exception>
    void CountActivity(ActivityKind kind, long time);

    /// <summary>Reads the bans that have not ended at a moment.</summary>
    /// <param name="now">In microseconds since 1970-01-01 UTC.</param>
    IReadOnlyList<BanRecord> ReadBans(long now);

    /// <summary>Reads what firewalls must know of the bans that have not ended at a moment.</summary>
    /// <param name="now">In microseconds since 1970-01-01 UTC.</param>
    IReadOnlyList<RunningBan> ReadRunningBans(long now);

    /// <summary>Finds the last ban of an address or network in a set, running or ended; null: none is remembered.</summary>
    BanRecord? FindBan(Firewall firewall, string set, IPNetwork network);

    /// <summary>Forgets a ban, and that it ever was.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="StateStoreException">It can't be forgotten now.</exception>
    bool RemoveBan(Firewall firewall, string set, IPNetwork network);
}

/// <summary>The store can't keep a batch. The message is a sentence for the administrator.</summary>
public sealed class StateStoreException : Exception
{
    /// <summary>Makes one without a message; prefer the others.</summary>
    public StateStoreException()
    {
    }

    /// <summary>Makes one with a sentence.</summary>
    public StateStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and its cause.</summary>
    public StateStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
