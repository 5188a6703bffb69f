using Pyruse.Core.Entries;

namespace Pyruse.Core.Chains.Observing;

/// <summary>Counts what entries meet on their way through the chains, and measures how long steps take; its memory does not grow with the number of entries.</summary>
/// <remarks>
/// Time is measured around each step by the monotonic clock, less what reading that clock costs by itself: the median of a thousand readings, taken at the start.
/// So the sum over many calls is right to a few nanoseconds a call. The first call of each step with each outcome is not timed, because it holds the time in which the runtime compiles it.
/// </remarks>
public sealed class WalkStatistics : WalkObserver
{
    private const int MaxPassedBy = 3;
    private const int Calibrations = 1001;

    private readonly TimeProvider _time;
    private readonly long[] _priorities = new long[8];
    private Workflow? _workflow;
    private NodeFigures[] _nodes = [];
    private bool[] _asksForIdentity = [];
    private readonly Dictionary<string, (long Ended, long TicksBefore)> _chains = new(StringComparer.Ordinal);
    private Field? _unit;
    private Field? _priority;
    private long _clockCost;

    // The walk at hand.
    private long _begin;
    private int _last;
    private long _ticks;
    private long _ticksBeforeChain;
    private bool _isNotice;

    /// <summary>Makes an observer.</summary>
    /// <param name="time">The clock that measures steps; default: the system's.</param>
    public WalkStatistics(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <summary>How many entries walked.</summary>
    public long Entries { get; private set; }

    /// <summary>How many notices of expectations and pairs walked, beside the entries.</summary>
    public long Notices { get; private set; }

    /// <summary>How many of both came out at the end: no action ended their way.</summary>
    public long Untaken { get; private set; }

    /// <summary>How many of both had no step to meet, because no chain is meant for them.</summary>
    public long WithoutStep { get; private set; }

    /// <summary>The time of the earliest entry, in microseconds since 1970-01-01 UTC; 0: there was none.</summary>
    public long First { get; private set; }

    /// <summary>The time of the latest entry, likewise.</summary>
    public long Last { get; private set; }

    /// <summary>The entries by SYSLOG_IDENTIFIER.</summary>
    public KeyTally Identifiers { get; } = new();

    /// <summary>The entries by _SYSTEMD_UNIT.</summary>
    public KeyTally Units { get; } = new();

    /// <summary>The entries by PRIORITY, 0 to 7.</summary>
    public IReadOnlyList<long> Priorities => _priorities;

    /// <summary>How many entries have no PRIORITY, or none that syslog(3) knows.</summary>
    public long WithoutPriority { get; private set; }

    /// <summary>What reading the clock costs by itself, in nanoseconds; it is taken off every step's time.</summary>
    public double ClockNanoseconds => _clockCost * 1e9 / _time.TimestampFrequency;

    /// <summary>All steps, in the order of the configuration.</summary>
    public IReadOnlyList<StepFigures> Steps => [.. Workflow.Steps.Select(Sum)];

    /// <summary>All chains, in the order of the configuration.</summary>
    public IReadOnlyList<ChainFigures> Chains =>
    [
        .. Steps.GroupBy(static figures => figures.Step.Chain, StringComparer.Ordinal).Select(steps =>
        {
            (long ended, long before) = _chains.GetValueOrDefault(steps.Key);
            return new ChainFigures(steps.Key, steps.First().Met, ended, Sum(steps.Select(static figures => figures.Time))) { TimeBefore = Elapsed(before) };
        }),
    ];

    /// <summary>What could be changed so that entries meet less on their way.</summary>
    public IReadOnlyList<OrderingHint> Hints => OrderingHint.Find(this);

    internal Workflow Workflow => _workflow ?? throw new InvalidOperationException("The observer belongs to no engine yet.");

    internal ReadOnlySpan<NodeFigures> Nodes => _nodes;

    internal static TimeSpan Sum(IEnumerable<TimeSpan> times) => times.Aggregate(TimeSpan.Zero, static (sum, time) => sum + time);

    internal override void Attach(Workflow workflow)
    {
        _workflow = workflow;
        _nodes = new NodeFigures[workflow.Nodes.Length];
        _unit = workflow.Fields["_SYSTEMD_UNIT"];
        _priority = workflow.Fields["PRIORITY"];
        _asksForIdentity = [.. workflow.Nodes.Select(static node => node.Step.Filter is { } filter and not Modules.IEqualityFilter)];
        long[] costs = new long[Calibrations];
        for (int i = 0; i < costs.Length; i++)
        {
            _begin = _time.GetTimestamp();
            costs[i] = _time.GetTimestamp() - _begin;
        }
        Array.Sort(costs);
        _clockCost = costs[costs.Length / 2];
    }

    internal override bool Begin(LogEntry entry, int first)
    {
        _isNotice = entry.IsNotice;
        _last = Workflow.End;
        _ticks = _ticksBeforeChain = 0;
        if (_isNotice)
            Notices++;
        else
            CountEntry(entry);
        return true;
    }

    internal override void Enter(int node, LogEntry entry)
    {
        _last = node;
        if (Workflow.Nodes[node].Step.Index == 0)
            _ticksBeforeChain = _ticks;
        _begin = _time.GetTimestamp();
    }

    internal override void Leave(int node, LogEntry entry, StepOutcome outcome)
    {
        long now = _time.GetTimestamp();
        ref NodeFigures figures = ref _nodes[node];
        Count(ref figures, node, now, isFirst: outcome == StepOutcome.Failed ? figures.Failed == 0 : figures.Passed == 0);
        if (outcome == StepOutcome.Failed)
        {
            figures.Failed++;
            return;
        }
        figures.Passed++;
        if (_asksForIdentity[node])
            NotePassed(ref figures, entry);
    }

    internal override void Threw(int node, LogEntry entry, Exception failure)
    {
        long now = _time.GetTimestamp();
        ref NodeFigures figures = ref _nodes[node];
        Count(ref figures, node, now, isFirst: figures.Threw == 0);
        figures.Threw++;
        figures.Problem ??= VisibleText.Of(Hosting.StepFailureLog.Describe(failure), 500);
    }

    internal override void End(LogEntry entry)
    {
        if (_last == Workflow.End)
        {
            WithoutStep++;
            return;
        }
        WorkflowStep step = Workflow.Nodes[_last].Step;
        if (step.Action is null)
        {
            Untaken++;
            return;
        }
        (long ended, long before) = _chains.GetValueOrDefault(step.Chain);
        _chains[step.Chain] = (ended + 1, before + _ticksBeforeChain);
    }

    private static void NotePassed(ref NodeFigures figures, LogEntry entry)
    {
        if (figures.IsPassedByMany)
            return;
        string identifier = entry.First(entry.Fields.Identifier).Text ?? "";
        figures.PassedBy ??= [];
        if (figures.PassedBy.Contains(identifier))
            return;
        figures.IsPassedByMany = figures.PassedBy.Count == MaxPassedBy || identifier.Length is 0 or > KeyTally.MaxKeyLength;
        figures.PassedBy.Add(identifier);
    }

    private static void Count(KeyTally tally, FieldValue value)
    {
        if (value.TryGetChars(out ReadOnlySpan<char> characters))
            tally.Add(characters);
        else
            tally.AddMissing();
    }

    private void CountEntry(LogEntry entry)
    {
        Entries++;
        long time = entry.RealtimeMicroseconds;
        First = First == 0 ? time : Math.Min(First, time);
        Last = Math.Max(Last, time);
        Count(Identifiers, entry.First(entry.Fields.Identifier));
        Count(Units, entry.First(_unit!));
        if (entry.First(_priority!).TryGetInteger(out long priority) && priority is >= 0 and < 8)
            _priorities[priority]++;
        else
            WithoutPriority++;
    }

    private void Count(ref NodeFigures figures, int node, long now, bool isFirst)
    {
        if (isFirst)
            return;
        long ticks = now - _begin - _clockCost;
        figures.Timed++;
        figures.Ticks += ticks;
        figures.Longest = Math.Max(figures.Longest, ticks);
        if (Workflow.Nodes[node].Dispatch is null)
            _ticks += ticks;
    }

    private StepFigures Sum(WorkflowStep step)
    {
        var sum = new NodeFigures();
        bool isFused = true;
        int places = 0;
        for (int i = 0; i < _nodes.Length; i++)
        {
            if (!ReferenceEquals(Workflow.Nodes[i].Step, step))
                continue;
            ref NodeFigures node = ref _nodes[i];
            places++;
            sum.Passed += node.Passed;
            sum.Failed += node.Failed;
            sum.Threw += node.Threw;
            sum.Ticks += node.Ticks;
            sum.Timed += node.Timed;
            sum.Longest = Math.Max(sum.Longest, node.Longest);
            sum.Problem ??= node.Problem;
            sum.IsPassedByMany |= node.IsPassedByMany;
            sum.PassedBy = [.. (sum.PassedBy ?? []).Union(node.PassedBy ?? [], StringComparer.Ordinal)];
            isFused &= Workflow.Nodes[i].Dispatch is not null;
        }
        return new(step, sum.Met, sum.Passed, sum.Failed, sum.Threw)
        {
            Time = Elapsed(sum.Ticks),
            Timed = sum.Timed,
            Longest = Elapsed(sum.Longest),
            IsFused = isFused && places > 0,
            Problem = sum.Problem,
            PassedBy = sum.IsPassedByMany || sum.PassedBy is null ? [] : sum.PassedBy,
        };
    }

    private TimeSpan Elapsed(long ticks) => _time.GetElapsedTime(0, Math.Max(0, ticks));
}
