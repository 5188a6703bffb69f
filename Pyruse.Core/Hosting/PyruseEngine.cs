using Microsoft.Extensions.Logging;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Frequency;
using Pyruse.Core.Modules;
using Pyruse.Core.State;

namespace Pyruse.Core.Hosting;

/// <summary>Pulls entries from sources, walks each through the workflow, and commits what came of it together with the sources' positions.</summary>
/// <remarks>
/// <see cref="Run"/> starts the engine's thread, on which all modules and sources are used, and watches it from the calling one until it ends. A step that
/// never returns is given up together with that thread, and another one takes its place; see <see cref="EngineLease"/>.
/// </remarks>
public sealed class PyruseEngine : IDisposable
{
    /// <summary>How long entries are still handled that can't be read again, once the end was asked for.</summary>
    private static readonly TimeSpan FinishTime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(1);

    private readonly EngineHost _host;
    private readonly WorkingState _state;
    private readonly List<EngineSource> _sources;
    private readonly List<EngineSource> _open = [];
    private readonly StepFailureLog _failures;
    private readonly EntryCounter _counter;
    private readonly BatchCommitter _batch;
    private readonly IDailyReporter? _reporter;
    private readonly StepWatchdog _watchdog;
    private readonly ModuleDisposal _disposal;
    private readonly Field _diagnosticMark;
    private readonly Field _userId;
    private readonly SourceWaits _waits = new();
    private readonly EntryWalker _walker;
    private readonly FrequencyWatch _watch;
    private readonly EntryClock _clock;
    private readonly Handover _handover = new();

    private CancellationTokenSource? _waiting;
    private int? _unwalked;
    private bool _hasStarted;
    private bool _isSuccessor;
    private bool _isDisposed;
    private bool _isCatchingUp;
    private long _entries;
    private long _lastEntryTime;
    private bool _isDrained;
    private long _turns;

    private PyruseEngine(EngineHost host, EngineParts parts)
    {
        _host = host;
        _reporter = parts.HasReport ? host.Reporter : null;
        _state = parts.State;
        _watch = parts.Watch;
        _sources = parts.Sources;
        _disposal = parts.Disposal;
        _failures = new StepFailureLog(host.Logger, host.Time, _state.Batch, host.Metrics);
        _counter = new EntryCounter(_state.Batch);
        _batch = new BatchCommitter(host, _state.Batch, _sources, _counter, _watch);
        _watchdog = new StepWatchdog(parts.Budget, host.Time, host.Logger);
        _walker = new EntryWalker(parts.Workflow, parts.Services, _failures, host.Optimise, host.Observer);
        _clock = new EntryClock(_watch, _walker, host.Time, host.IsReplay);
        _diagnosticMark = parts.Workflow.Fields[DiagnosticField];
        _userId = parts.Workflow.Fields["_UID"];
        _state.OnEffect = host.OnEffect;
        _state.Observer = host.Observer;
        host.Observer?.Attach(parts.Workflow);
        _state.OnRaise = _watch.IsNeeded ? _watch.Observe : null;
        _state.OnCounterOverflow = counter => host.Logger.LogWarning(
            "The counter \"{Counter}\" has more than {Limit} keys; the oldest are forgotten.", counter, CounterTable.DefaultKeysPerCounter);
    }

    /// <summary>The journal field that marks an entry as a diagnostic message of Pyruse about itself, which the engine does not handle.</summary>
    public static string DiagnosticField => "PYRUSE_DIAGNOSTIC";

    /// <summary>The linked chains.</summary>
    public Workflow Workflow => _walker.Workflow;

    /// <summary>What was done so far.</summary>
    public EngineProgress Progress => new(Volatile.Read(ref _entries), _failures.Count, Volatile.Read(ref _lastEntryTime), Volatile.Read(ref _isDrained))
    {
        Pulse = Volatile.Read(ref _entries) + Volatile.Read(ref _turns),
        IsFailing = _batch.IsFailing,
    };

    /// <summary>Whether this engine has ended because another one takes over; see <see cref="HandOverTo"/>. That one is to be run then.</summary>
    public bool IsHandedOver => _handover.IsDone;

    /// <summary>Makes an engine of a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="catalog">The modules that it can name.</param>
    /// <param name="host">What surrounds the engine.</param>
    /// <param name="diagnostics">Takes all mistakes and warnings.</param>
    /// <param name="adaptSource">Puts something else in the place of a source that the configuration describes.</param>
    /// <returns>Null when there are errors.</returns>
    public static PyruseEngine? Create(
        PyruseConfiguration configuration, ModuleCatalog catalog, EngineHost host, DiagnosticBag diagnostics, Func<ISource, ISource>? adaptSource = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(diagnostics);
        return EngineParts.TryMake(configuration, catalog, host, diagnostics, adaptSource) is { } parts ? new PyruseEngine(host, parts) : null;
    }

    /// <summary>Runs until all sources have ended or the token is cancelled; then commits, and closes sources and modules. Can be called once.</summary>
    /// <exception cref="SourceException">A source can't be read at all.</exception>
    /// <exception cref="StateStoreException">The store can't be read.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Action first = Start;
        while (true)
        {
            var thread = new EngineThread(() => Work(first, cancellationToken), _watchdog.Wake);
            if (_watchdog.Watch(_walker.Lease, thread.Done, cancellationToken) is not { } endless)
            {
                thread.Done.GetAwaiter().GetResult();
                return;
            }
            _walker.GiveUp(endless);
            thread.Abandon();
            first = () => CarryOn(endless);
        }
    }

    /// <summary>
    /// Asks this engine to end between two entries, as soon as what came of those before is committed, for another one to take over: with the same store it goes on where
    /// this one ends. Sources that are an <see cref="IContinuingSource"/>, and of which both configurations say the same, stay open and are given on; others that are the same
    /// are closed and go on at their position. <see cref="Run"/> returns then, and <see cref="IsHandedOver"/> is true.
    /// </summary>
    /// <remarks>
    /// Safe to be called by any thread, once. Of an engine that could not start, or has ended, the other one takes what is still open, at once.
    /// While state can't be kept, this engine goes on: nothing may be lost.
    /// </remarks>
    /// <param name="successor">The other engine, which has not run yet.</param>
    public void HandOverTo(PyruseEngine successor)
    {
        ArgumentNullException.ThrowIfNull(successor);
        if (_isDisposed)
            PassOn(successor, [.. _sources.Where(static source => source.IsInherited)]);
        else
            _handover.Ask(successor);
    }

    /// <summary>Closes an engine that was not run. One that was has closed itself.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _waiting?.Dispose();
        // What another engine has opened, and this one never came to use, waits for the next one.
        foreach (EngineSource source in _sources.Where(source => !source.IsInherited || _open.Contains(source) || _hasStarted))
            _disposal.Dispose(source.Name, source.Source);
        _disposal.Dispose(_walker.FreeSteps);
    }

    /// <summary>Walks one entry through the workflow, outside of a run: for measuring.</summary>
    internal void Handle(LogEntry entry) => _walker.Walk(entry);

    /// <summary>The work of the engine's thread, from the start or from where another thread was given up.</summary>
    private void Work(Action first, CancellationToken cancellationToken)
    {
        EngineLease lease = _walker.Lease;
        try
        {
            lease.Take();
            first();
            Follow(cancellationToken);
            if (_handover.Successor is { } successor && !cancellationToken.IsCancellationRequested)
                HandOver(successor, cancellationToken);
            else
                End(cancellationToken);
        }
        catch (Exception) when (lease.IsRevoked)
        {
            // The step came back after all, when another thread had long taken over: nothing here is this thread's any more.
        }
        finally
        {
            if (!lease.IsRevoked)
                Dispose();
        }
    }

    private void End(CancellationToken cancellationToken)
    {
        Finish(_open);
        SettleEnd(cancellationToken);
        _batch.Commit(isLast: true);
    }

    /// <summary>Closes what the other engine does not go on with, commits everything, and gives it the rest.</summary>
    private void HandOver(PyruseEngine successor, CancellationToken cancellationToken)
    {
        _waiting!.Cancel();
        EngineSource[] continuing = [.. Handover.Continuing(_sources, successor._sources).Where(source => _waits.TryEnd(source, FinishTime))];
        Finish(_open.Except(continuing));
        do
            _batch.Commit(isLast: true);
        while (_batch.IsFailing && !cancellationToken.WaitHandle.WaitOne(RetryTime));
        successor._isCatchingUp = _isCatchingUp;
        PassOn(successor, continuing);
        _handover.Complete();
    }

    private void PassOn(PyruseEngine successor, IReadOnlyList<EngineSource> continuing)
    {
        Handover.GoOn(successor._sources, _sources, continuing, successor._disposal);
        successor._isSuccessor = true;
        _sources.RemoveAll(continuing.Contains);
    }

    private void Start()
    {
        StateSnapshot snapshot = _host.Store.Load();
        _state.Restore(snapshot);
        _watch.Restore(snapshot.Frequency);
        _clock.Start();
        _host.Dispatcher?.Resume();
        _host.Bans?.Start([.. _state.BanSets]);
        _host.Lines?.Start(_state.ForwardTargets);
        _reporter?.Start();
        foreach (EngineSource source in _sources.Where(static source => !source.IsInherited))
            Open(source, snapshot.Cursors.GetValueOrDefault(source.Name));
        // In the order of the configuration, as they are read.
        _open.Clear();
        _open.AddRange(_sources);
        _batch.Start(snapshot.Cursors);
        _hasStarted = true;
        _host.OnStarted?.Invoke();
    }

    private void Open(EngineSource source, string? cursor)
    {
        _isCatchingUp |= cursor is not null && !_isSuccessor;
        SelectEntries(source);
        long now = EntryTime.ToMicroseconds(_host.Time.GetUtcNow());
        source.Source.Open(new SourceStart(cursor) { Name = source.Name, FollowedSince = source.FollowedSince });
        source.FollowedSince ??= now;
        _open.Add(source);
    }

    /// <summary>Spares a source entries of which nothing can come, unless their times matter.</summary>
    private void SelectEntries(EngineSource source)
    {
        if (_host.Optimise && _host.Observer is null && !_watch.IsNeeded && source.Source is ISelectiveSource selective && NeededValues.Of(Workflow.Nodes, source.FirstNode(Workflow)) is { } needed)
            selective.Select(needed.Field, needed.Values);
    }

    /// <summary>Goes on after a step that was given up, at the latest with the entry that was read but waited for what was due before it.</summary>
    private void CarryOn(EndlessStep endless)
    {
        _walker.CarryOn(endless, _lastEntryTime);
        _clock.CarryOn();
        if (_unwalked is { } node)
            Walk(node);
        else
            _clock.WalkCaused();
    }

    private void Follow(CancellationToken cancellationToken)
    {
        while (_open.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            Volatile.Write(ref _turns, _turns + 1);
            _clock.BeginTurn();
            _waits.BeginTurn();
            bool isDrained = true;
            foreach (EngineSource source in _open)
                isDrained &= source.IsDrained = Drain(source, cancellationToken);
            _batch.Commit(cancellationToken);
            if (isDrained && !_batch.IsFailing)
                NoteCaughtUp();
            if (_handover.IsAsked && TryCommitAll())
                return;
            if (cancellationToken.IsCancellationRequested || (_clock.IsNeeded && LetTimePass(cancellationToken)))
                continue;
            if (isDrained)
                Wait(cancellationToken);
        }
    }

    private bool TryCommitAll()
    {
        _batch.Commit(isLast: true);
        return !_batch.IsFailing;
    }

    /// <summary>Lets time pass as far as sources are quiet; gives whether anything came of it.</summary>
    private bool LetTimePass(CancellationToken cancellationToken)
    {
        bool areQuiet = true;
        foreach (EngineSource source in _open)
        {
            bool isQuiet = source.IsDrained && _waits.IsQuiet(source, _waiting!.Token);
            areQuiet &= isQuiet;
            if (isQuiet)
                _clock.NoteQuiet(source);
        }
        return areQuiet && _clock.Settle(_open);
    }

    /// <summary>Handles what sources have taken in and can't read again.</summary>
    private void Finish(IEnumerable<EngineSource> ending)
    {
        EngineSource[] sources = [.. ending.Where(static source => source.Source is IVolatileSource)];
        foreach (EngineSource source in sources)
            ((IVolatileSource)source.Source).Stop();
        if (sources.Length == 0)
            return;
        using var patience = new CancellationTokenSource(FinishTime, _host.Time);
        foreach (EngineSource source in sources)
            Finish(source, patience.Token);
    }

    private void Finish(EngineSource source, CancellationToken patience)
    {
        try
        {
            int first = source.FirstNode(Workflow);
            do
            {
                while (!patience.IsCancellationRequested && source.Source.TryRead(_walker.Entry))
                {
                    Handle(first);
                    if (_batch.IsFull())
                        _batch.Commit(isLast: false);
                }
            }
            while (source.Source.WaitAsync(patience).AsTask().GetAwaiter().GetResult());
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            _host.Logger.LogWarning("The end could not wait any longer: what was received last is lost.");
        }
    }

    /// <summary>Tells that nothing is left to read; once, after a start in the middle, also how much had happened meanwhile.</summary>
    private void NoteCaughtUp()
    {
        if (_isCatchingUp)
            _host.Logger.LogInformation("Caught up with {Entries} entries from the time when this was not running.", _entries);
        _isCatchingUp = false;
        _reporter?.CaughtUp();
    }

    /// <summary>Reads a source until it is drained or the batch is full.</summary>
    private bool Drain(EngineSource source, CancellationToken cancellationToken)
    {
        int first = source.FirstNode(Workflow);
        _clock.Attend(source, _open);
        while (source.Source.TryRead(_walker.Entry))
        {
            source.ReadUpTo = Math.Max(source.ReadUpTo, _walker.Entry.RealtimeMicroseconds);
            Handle(first);
            if (_batch.IsFull())
            {
                _batch.Commit(cancellationToken);
                if (cancellationToken.IsCancellationRequested || _sources.Count > 1 || _handover.IsAsked)
                    return false;
                _clock.BeginTurn();
                _clock.Attend(source, _open);
            }
        }
        return true;
    }

    private void Handle(int first)
    {
        long time = _walker.Entry.RealtimeMicroseconds;
        _batch.Add(time);
        Volatile.Write(ref _lastEntryTime, time);
        if (IsOwnDiagnostic())
            return;
        _counter.Add(time);
        Volatile.Write(ref _entries, _entries + 1);
        Walk(first);
    }

    /// <summary>Walks what was due before the entry, the entry, and what it caused.</summary>
    private void Walk(int first)
    {
        if (_clock.IsDueBefore(_walker.Entry.RealtimeMicroseconds))
        {
            _unwalked = first;
            _clock.PassTo(_walker.Entry.RealtimeMicroseconds);
            _unwalked = null;
        }
        _walker.Walk(first);
        _clock.WalkCaused();
    }

    /// <summary>Only the trusted field _UID tells that the mark is not forged to hide an entry from us.</summary>
    private bool IsOwnDiagnostic() =>
        _host.OwnUserId is { } own && _walker.Entry.Has(_diagnosticMark) && _walker.Entry.First(_userId).TryGetInteger(out long userId) && userId == own;

    /// <summary>Waits until some source may have entries, or until something is due.</summary>
    private void Wait(CancellationToken cancellationToken)
    {
        foreach (EngineSource source in _open)
            _waits.IsQuiet(source, _waiting!.Token);
        try
        {
            // What is not committed yet does not wait for the next entry.
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task patience = Task.Delay(Patience(), _host.Time, enough.Token);
            Volatile.Write(ref _isDrained, true);
            _watchdog.Rest();
            // Nobody takes over while it can't be committed.
            _waits.WaitAny(_batch.IsFailing ? [patience] : [patience, _handover.Asked], cancellationToken);
            Volatile.Write(ref _isDrained, false);
            enough.Cancel();
            foreach (EngineSource source in _waits.TakeEnded())
                _open.Remove(source);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end was asked for: what was read so far is committed by the caller.
        }
        finally
        {
            _watchdog.Wake();
        }
        _reporter?.Resumed();
        _batch.Restart();
    }

    /// <summary>How long to wait at most for entries.</summary>
    private TimeSpan Patience()
    {
        TimeSpan patience = _clock.Patience(_batch.Patience);
        return _host.PulseInterval is { } interval && (patience == Timeout.InfiniteTimeSpan || patience > interval) ? interval : patience;
    }

    /// <summary>Lets time pass to the last entry once there will be no other.</summary>
    private void SettleEnd(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && _clock.SettleEnd(_sources))
            _batch.Commit(cancellationToken);
    }
}
