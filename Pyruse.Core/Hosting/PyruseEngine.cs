using Microsoft.Extensions.Logging;
using Pyruse.Core.Bans;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
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

    private int? _unwalked;
    private bool _isDisposed;
    private bool _isCatchingUp;
    private long _entries;
    private long _lastEntryTime;
    private bool _isDrained;

    private PyruseEngine(EngineHost host, WorkingState state, FrequencyWatch watch, StepServices services, Workflow workflow, List<EngineSource> sources, ModuleDisposal disposal,
        TimeSpan budget, bool hasReport)
    {
        _host = host;
        _reporter = hasReport ? host.Reporter : null;
        _state = state;
        _watch = watch;
        _sources = sources;
        _disposal = disposal;
        _failures = new StepFailureLog(host.Logger, host.Time, state.Batch);
        _counter = new EntryCounter(state.Batch);
        _batch = new BatchCommitter(host, state.Batch, sources, _counter, watch);
        _watchdog = new StepWatchdog(budget, host.Time, host.Logger);
        _walker = new EntryWalker(workflow, services, _failures, host.Optimise, host.Observer);
        _clock = new EntryClock(watch, _walker, host.Time, host.IsReplay);
        _diagnosticMark = workflow.Fields[DiagnosticField];
        _userId = workflow.Fields["_UID"];
        _state.OnEffect = host.OnEffect;
        _state.Observer = host.Observer;
        host.Observer?.Attach(workflow);
        _state.OnRaise = watch.IsNeeded ? watch.Observe : null;
        _state.OnCounterOverflow = counter => host.Logger.LogWarning(
            "The counter \"{Counter}\" has more than {Limit} keys; the oldest are forgotten.", counter, CounterTable.DefaultKeysPerCounter);
    }

    /// <summary>The journal field that marks an entry as a diagnostic message of Pyruse about itself, which the engine does not handle.</summary>
    public static string DiagnosticField => "PYRUSE_DIAGNOSTIC";

    /// <summary>The linked chains.</summary>
    public Workflow Workflow => _walker.Workflow;

    /// <summary>What was done so far.</summary>
    public EngineProgress Progress => new(Volatile.Read(ref _entries), _failures.Count, Volatile.Read(ref _lastEntryTime), Volatile.Read(ref _isDrained));

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
        var fields = new FieldTable(configuration.Encoding, host.Time.LocalTimeZone);
        BanPolicy policy = configuration.Bans.ToPolicy(
            (address, step) => host.Logger.LogInformation("The address {Address} is in a network that is never banned; {Step} asked for it.", address, step), host.OwnAddresses);
        var state = new WorkingState(policy, host.Store) { HasLineWriter = host.Lines is not null };
        var services = new StepServices(state);
        services.AddTo(host.Services.With(host.Time).With(host.Logger));
        var builder = new WorkflowBuilder(configuration, catalog, fields, host.Services, diagnostics);
        TimeSpan budget = configuration.Plugins.StepBudget ?? StepWatchdog.DefaultBudget;
        using ITimer watch = host.Time.CreateTimer(_ => SayWhatIsBeingMade(builder, host.Logger), null, budget, budget);
        Workflow? workflow = builder.Build(configuration.Chains, ChainCompiler.EntryPointsOf(configuration), host.Optimise);
        WatchedCounters.Check(configuration, catalog, diagnostics);
        List<EngineSource> sources = [];
        foreach (SourceDefinition definition in configuration.Sources)
        {
            if (builder.MakeSource(definition) is { } source)
                sources.Add(new(definition.Name, adaptSource is null ? source : adaptSource(source), definition.Start?.Value));
        }
        var disposal = new ModuleDisposal(budget, host.Time, host.Logger);
        if (workflow is not null && !diagnostics.HasErrors)
        {
            var frequency = new FrequencyWatch(configuration.Expects, configuration.Pairs, state.Batch.Frequency, host.Logger);
            return new PyruseEngine(host, state, frequency, services, workflow, sources, disposal, budget, configuration.Report.Enabled ?? host.Services.WasAskedFor<IReport>());
        }
        disposal.Dispose(builder.Made);
        foreach (EngineSource source in sources)
            disposal.Dispose(source.Name, source.Source);
        return null;
    }

    /// <summary>Runs until all sources have ended or the token is cancelled; then commits, and closes sources and modules. Can be called once.</summary>
    /// <exception cref="SourceException">A source can't be read at all.</exception>
    /// <exception cref="StateStoreException">The store can't be read.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
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

    /// <summary>Closes an engine that was not run. One that was has closed itself.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        foreach (EngineSource source in _sources)
            _disposal.Dispose(source.Name, source.Source);
        _disposal.Dispose(_walker.FreeSteps);
    }

    /// <summary>Walks one entry through the workflow, outside of a run: for measuring.</summary>
    internal void Handle(LogEntry entry) => _walker.Walk(entry);

    private static void SayWhatIsBeingMade(WorkflowBuilder builder, ILogger logger)
    {
        if (builder.Current is { } current)
            logger.LogWarning("At {Position}, the {Module} is still being made; if its constructor never comes back, this can't start. Tell the author of the module.", current.Position, current.Value);
    }

    /// <summary>The work of the engine's thread, from the start or from where another thread was given up.</summary>
    private void Work(Action first, CancellationToken cancellationToken)
    {
        EngineLease lease = _walker.Lease;
        try
        {
            lease.Take();
            first();
            Follow(cancellationToken);
            Finish();
            SettleEnd(cancellationToken);
            _batch.Commit(isLast: true);
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
        foreach (EngineSource source in _sources)
        {
            string? cursor = snapshot.Cursors.GetValueOrDefault(source.Name);
            _isCatchingUp |= cursor is not null;
            SelectEntries(source);
            source.Source.Open(new SourceStart(cursor) { Name = source.Name });
            _open.Add(source);
        }
        _batch.Start(snapshot.Cursors);
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
            _clock.BeginTurn();
            _waits.BeginTurn();
            bool isDrained = true;
            foreach (EngineSource source in _open)
                isDrained &= source.IsDrained = Drain(source, cancellationToken);
            _batch.Commit(cancellationToken);
            if (isDrained && !_batch.IsFailing)
                NoteCaughtUp();
            if (cancellationToken.IsCancellationRequested || (_clock.IsNeeded && LetTimePass(cancellationToken)))
                continue;
            if (isDrained)
                Wait(cancellationToken);
        }
    }

    /// <summary>Lets time pass as far as sources are quiet; gives whether anything came of it.</summary>
    private bool LetTimePass(CancellationToken cancellationToken)
    {
        bool areQuiet = true;
        foreach (EngineSource source in _open)
        {
            bool isQuiet = source.IsDrained && _waits.IsQuiet(source, cancellationToken);
            areQuiet &= isQuiet;
            if (isQuiet)
                _clock.NoteQuiet(source);
        }
        return areQuiet && _clock.Settle(_open);
    }

    /// <summary>Handles what sources have taken in and can't read again.</summary>
    private void Finish()
    {
        EngineSource[] sources = [.. _open.Where(static source => source.Source is IVolatileSource)];
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
                if (cancellationToken.IsCancellationRequested || _sources.Count > 1)
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
            _waits.IsQuiet(source, cancellationToken);
        try
        {
            // What is not committed yet does not wait for the next entry.
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Volatile.Write(ref _isDrained, true);
            _watchdog.Rest();
            _waits.WaitAny(Task.Delay(_clock.Patience(_batch.Patience), _host.Time, enough.Token), cancellationToken);
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

    /// <summary>Lets time pass to the last entry once there will be no other.</summary>
    private void SettleEnd(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && _clock.SettleEnd(_sources))
            _batch.Commit(cancellationToken);
    }
}
