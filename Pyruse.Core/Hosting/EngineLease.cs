using Pyruse.Core.Chains;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Hosting;

/// <summary>One thread's right to use what the engine has: its state, its sources, its fields. It can be taken from a thread that a step never gives back.</summary>
/// <remarks>
/// Implementation notes. The thread that walks entries says before each step which one it is (<see cref="MoveTo"/>), and that it is inside whenever the
/// step calls back into the engine (<see cref="Enter"/>). Between these it touches nothing that is shared. Another thread that wants to hold it still
/// (<see cref="TryHold"/>) first marks the lease as contested, then looks where the walking thread is. One of the two sees the other: either the
/// watching thread sees that the step has ended, and lets go, or that it is inside, and waits until it is out; or the walking thread sees the mark, and
/// waits for the decision. The walking thread pays with plain writes and reads only, because the watching one has a memory barrier issued on all
/// processors: see membarrier(2).
/// </remarks>
internal sealed class EngineLease
{
    /// <summary>How often a step may call back into the engine for one entry. One that asks for more would fill the memory long before it looks endless.</summary>
    public const int MaxCalls = 100_000;

    private const int MomentInMilliseconds = 10;

    private readonly Lock _decision = new();

    // Written by the holder.
    private int _holder;
    private int _turn;
    private int _node = Workflow.End;
    private int _depth;
    private int _calls;

    // Written by whoever watches.
    private bool _isContested;
    private bool _isRevoked;

    /// <summary>The workflow that is walked.</summary>
    public required Workflow Workflow { get; init; }

    /// <summary>The entry that is walked.</summary>
    public LogEntry? Entry { get; private set; }

    /// <summary>The step that the holder is at.</summary>
    /// <exception cref="InvalidOperationException">It is at none: it handles no entry.</exception>
    public WorkflowStep Step => _node != Workflow.End
        ? Workflow.Nodes[_node].Step
        : throw new InvalidOperationException("State can be changed only while a step handles an entry.");

    /// <summary>The node that the holder is at.</summary>
    public int Node => _node;

    /// <summary>Where the holder is now. Safe on any thread.</summary>
    public Place Here => new(Volatile.Read(ref _turn), Volatile.Read(ref _node), Volatile.Read(ref _depth) > 0 ? Volatile.Read(ref _calls) : 0);

    /// <summary>Whether the lease was taken away. Safe on any thread.</summary>
    public bool IsRevoked => Volatile.Read(ref _isRevoked);

    /// <summary>Makes the calling thread the holder.</summary>
    public void Take() => Volatile.Write(ref _holder, Environment.CurrentManagedThreadId);

    /// <summary>Says which entry is walked now.</summary>
    public void Begin(LogEntry entry)
    {
        Entry = entry;
        Volatile.Write(ref _turn, _turn + 1);
    }

    /// <summary>Says which node's step is called next, or that none is.</summary>
    /// <exception cref="LeaseRevokedException">The lease was taken away meanwhile: the thread must end without touching anything.</exception>
    public void MoveTo(int node)
    {
        _calls = 0;
        Volatile.Write(ref _node, node);
        if (Volatile.Read(ref _isContested))
            AwaitDecision();
    }

    /// <summary>Says that a step calls back into the engine, until the section is disposed of.</summary>
    /// <exception cref="InvalidOperationException">The calling thread is not the holder.</exception>
    /// <exception cref="LeaseRevokedException">The lease was taken away.</exception>
    /// <exception cref="StepException">The step has called too often for one entry.</exception>
    public Section Enter()
    {
        // Before the engine runs, modules are made and nobody holds the lease.
        if (_holder != 0 && _holder != Environment.CurrentManagedThreadId)
            throw new InvalidOperationException("The services of the engine are for the engine's thread; a step must not use them from another one, nor after it was given up.");
        if (_calls >= MaxCalls)
            throw new StepException($"the step has used the engine's services {MaxCalls} times for one entry, and gets no more of them.");
        Volatile.Write(ref _calls, _calls + 1);
        while (true)
        {
            Volatile.Write(ref _depth, _depth + 1);
            if (!Volatile.Read(ref _isContested))
                return new Section(this);
            Volatile.Write(ref _depth, _depth - 1);
            AwaitDecision();
        }
    }

    /// <summary>Does something while the holder is kept in the step it was seen in, and so from everything that is shared.</summary>
    /// <param name="seen">Where the holder was seen.</param>
    /// <param name="action">What to do meanwhile. The holder may still be changing the entry it has.</param>
    /// <param name="revoke">Whether to take the lease away for good.</param>
    /// <returns>False when the holder is not in that step any more, or is inside for longer than a moment: then nothing was done.</returns>
    public bool TryHold(Place seen, Action action, bool revoke)
    {
        lock (_decision)
        {
            Volatile.Write(ref _isContested, true);
            Interlocked.MemoryBarrierProcessWide();
            try
            {
                // Once it is out of the engine it does not get in again.
                SpinWait.SpinUntil(() => !Here.IsInside, MomentInMilliseconds);
                if (seen.Node == Workflow.End || Here.IsInside || !Here.IsSameStep(seen))
                    return false;
                action();
                Volatile.Write(ref _isRevoked, revoke);
                return true;
            }
            finally
            {
                Volatile.Write(ref _isContested, _isRevoked);
            }
        }
    }

    private void AwaitDecision()
    {
        lock (_decision)
        {
            if (_isRevoked)
                throw new LeaseRevokedException();
        }
    }

    /// <summary>Where a holder is.</summary>
    /// <param name="Turn">Which entry it walks, counted.</param>
    /// <param name="Node">Which node's step it has called; the end: none.</param>
    /// <param name="Call">Which call back into the engine it is inside of, counted within the step; 0: none.</param>
    public readonly record struct Place(int Turn, int Node, int Call)
    {
        public bool IsInside => Call != 0;

        public bool IsSameStep(Place other) => (Turn, Node) == (other.Turn, other.Node);
    }

    /// <summary>The time that a step spends inside the engine.</summary>
    public readonly ref struct Section
    {
        private readonly EngineLease? _lease;

        internal Section(EngineLease lease) => _lease = lease;

        public void Dispose()
        {
            if (_lease is { } lease)
                Volatile.Write(ref lease._depth, lease._depth - 1);
        }
    }
}

/// <summary>Ends a thread whose lease was taken away.</summary>
internal sealed class LeaseRevokedException : Exception;
