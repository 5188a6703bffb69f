using Microsoft.Extensions.Logging;
using Pyruse.Core.Bans;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Core.State;

namespace Pyruse.Core.Hosting;

/// <summary>Pulls entries from sources, walks each through the workflow, and commits what came of it together with the sources' positions.</summary>
/// <remarks>
/// <see cref="Run"/> starts the engine's thread, on which all modules and sources are used, and watches it from the calling one until it ends. A step that
/// never returns is given up together with that thread, and another one takes its place; see <see cref="EngineLease"/>.
/// A batch is committed when the sources are drained, or at the latest after 1,000 entries or 100 ms; one that bans somebody, after 20 ms.
/// </remarks>
public sealed class PyruseEngine : IDisposable
{
    private const int MaxBatch = 1000;
    private static readonly TimeSpan MaxBatchTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxBatchTimeWithBan = TimeSpan.FromMilliseconds(20);

    /// <summary>A position alone is committed this rarely: reading entries again that changed nothing does no harm, writing wears out SD cards.</summary>
    private static readonly TimeSpan PositionInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long entries are still handled that can't be read again, once the end was asked for.</summary>
    private static readonly TimeSpan FinishTime = TimeSpan.FromSeconds(5);

    /// <summary>When a batch that can't be committed has this many changes, reading stops.</summary>
    private const int MaxUncommitted = 50_000;

    private readonly EngineHost _host;
    private readonly WorkingState _state;
    private readonly StepServices _services;
    private readonly List<(string Name, ISource Source)> _sources;
    private readonly List<ISource> _open = [];
    private readonly StepFailureLog _failures;
    private readonly EntryCounter _counter;
    private readonly IDailyReporter? _reporter;
    private readonly StepWatchdog _watchdog;
    private readonly ModuleDisposal _disposal;
    private readonly Field _diagnosticMark;
    private readonly Field _userId;
    private readonly Dictionary<ISource, Task<bool>> _waits = [];
    private readonly Dictionary<string, string> _committed = new(StringComparer.Ordinal);

    private readonly HashSet<WorkflowStep> _givenUp = [];

    private LogEntry _entry;
    private EngineLease _lease;
    private WorkflowExecutor _executor;
    private bool _isDisposed;
    private long? _firstCommitFailure;
    private bool _isPositionPending;
    private bool _mustCommitPositions;
    private bool _isCatchingUp;
    private int _enforced;
    private long _batchStart;
    private long _lastPositionCommit;
    private int _batchEntries;
    private long _entries;
    private long _lastEntryTime;
    private bool _isDrained;

    private PyruseEngine(EngineHost host, WorkingState state, StepServices services, Workflow workflow, List<(string, ISource)> sources, ModuleDisposal disposal, TimeSpan budget,
        bool hasReport)
    {
        _host = host;
        _reporter = hasReport ? host.Reporter : null;
        _state = state;
        _services = services;
        _sources = sources;
        _disposal = disposal;
        Workflow = workflow;
        _failures = new StepFailureLog(host.Logger, host.Time, state.Batch);
        _counter = new EntryCounter(state.Batch);
        _watchdog = new StepWatchdog(budget, host.Time, host.Logger);
        (_lease, _executor, _entry) = Grant(new LogEntry(workflow.Fields));
        _diagnosticMark = workflow.Fields[DiagnosticField];
        _userId = workflow.Fields["_UID"];
        _state.OnEffect = host.OnEffect;
        _state.OnCounterOverflow = counter => host.Logger.LogWarning(
            "The counter \"{Counter}\" has more than {Limit} keys; the oldest are forgotten.", counter, CounterTable.DefaultKeysPerCounter);
    }

    /// <summary>The journal field that marks an entry as a diagnostic message of Pyruse about itself, which the engine does not handle.</summary>
    public static string DiagnosticField => "PYRUSE_DIAGNOSTIC";

    /// <summary>The linked chains.</summary>
    public Workflow Workflow { get; private set; }

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
        Workflow? workflow = builder.Build(configuration.Chains, host.Optimise);
        List<(string, ISource)> sources = [];
        foreach (SourceDefinition definition in configuration.Sources)
        {
            if (builder.MakeSource(definition) is { } source)
                sources.Add((definition.Name, adaptSource is null ? source : adaptSource(source)));
        }
        var disposal = new ModuleDisposal(budget, host.Time, host.Logger);
        if (workflow is not null && !diagnostics.HasErrors)
            return new PyruseEngine(host, state, services, workflow, sources, disposal, budget, configuration.Report.Enabled ?? host.Services.WasAskedFor<IReport>());
        disposal.Dispose(builder.Made);
        foreach ((string name, ISource source) in sources)
            disposal.Dispose(name, source);
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
            if (_watchdog.Watch(_lease, thread.Done, cancellationToken) is not { } endless)
            {
                thread.Done.GetAwaiter().GetResult();
                return;
            }
            GiveUp(endless);
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
        foreach ((string name, ISource source) in _sources)
            _disposal.Dispose(name, source);
        _disposal.Dispose(Workflow.Steps.Except(_givenUp));
    }

    /// <summary>Walks one entry through the workflow, outside of a run: for measuring.</summary>
    internal void Handle(LogEntry entry) => _executor.Handle(entry);

    private static void SayWhatIsBeingMade(WorkflowBuilder builder, ILogger logger)
    {
        if (builder.Current is { } current)
            logger.LogWarning("At {Position}, the {Module} is still being made; if its constructor never comes back, this can't start. Tell the author of the module.", current.Position, current.Value);
    }

    /// <summary>The work of the engine's thread, from the start or from where another thread was given up.</summary>
    private void Work(Action first, CancellationToken cancellationToken)
    {
        EngineLease lease = _lease;
        try
        {
            lease.Take();
            first();
            Follow(cancellationToken);
            Finish();
            Commit(isLast: true);
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
        _host.Dispatcher?.Resume();
        _host.Bans?.Start([.. _state.BanSets]);
        _host.Lines?.Start(_state.ForwardTargets);
        _reporter?.Start();
        foreach ((string name, ISource source) in _sources)
        {
            string? cursor = snapshot.Cursors.GetValueOrDefault(name);
            if (cursor is not null)
            {
                _committed[name] = cursor;
                _isCatchingUp = true;
            }
            source.Open(new SourceStart(cursor) { Name = name });
            _open.Add(source);
        }
        _batchStart = _lastPositionCommit = _host.Time.GetTimestamp();
    }

    /// <summary>Goes on after a step that was given up: with the same entry if the step is a filter, which then counts as one that fails.</summary>
    private void CarryOn(EndlessStep endless)
    {
        _failures.Add(endless.Step, endless.Entry?.RealtimeMicroseconds ?? _lastEntryTime);
        if (endless is { Step.Filter: not null, Entry: { } entry })
            _executor.Handle(entry, Workflow.Nodes[endless.Node].OnFail);
    }

    /// <summary>Takes a step out of the workflow, and everything that is shared out of the reach of the thread that is still in it.</summary>
    private void GiveUp(EndlessStep endless)
    {
        _givenUp.Add(endless.Step);
        Workflow = Workflow.Without(endless.Step, _host.Optimise);
        (_lease, _executor, _entry) = Grant(endless.Entry ?? new LogEntry(Workflow.Fields));
    }

    /// <summary>Makes the right to all that is shared, for the thread that takes it next.</summary>
    private (EngineLease Lease, WorkflowExecutor Executor, LogEntry Entry) Grant(LogEntry entry)
    {
        var lease = new EngineLease { Workflow = Workflow };
        entry.Lease = _services.Lease = Workflow.Fields.Lease = lease;
        return (lease, new WorkflowExecutor(lease, _failures), entry);
    }

    private void Follow(CancellationToken cancellationToken)
    {
        while (_open.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            bool isDrained = true;
            foreach (ISource source in _open)
                isDrained &= Drain(source, cancellationToken);
            Commit(isLast: false);
            HoldBack(cancellationToken);
            if (isDrained && _firstCommitFailure is null)
                NoteCaughtUp();
            if (isDrained && !cancellationToken.IsCancellationRequested)
                Wait(cancellationToken);
        }
    }

    /// <summary>Handles what sources have taken in and can't read again.</summary>
    private void Finish()
    {
        IVolatileSource[] sources = [.. _open.OfType<IVolatileSource>()];
        foreach (IVolatileSource source in sources)
            source.Stop();
        if (sources.Length == 0)
            return;
        using var patience = new CancellationTokenSource(FinishTime, _host.Time);
        foreach (IVolatileSource source in sources)
            Finish(source, patience.Token);
    }

    private void Finish(IVolatileSource source, CancellationToken patience)
    {
        try
        {
            do
            {
                while (!patience.IsCancellationRequested && source.TryRead(_entry))
                {
                    Handle();
                    if (IsBatchFull())
                        Commit(isLast: false);
                }
            }
            while (source.WaitAsync(patience).AsTask().GetAwaiter().GetResult());
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
    private bool Drain(ISource source, CancellationToken cancellationToken)
    {
        while (source.TryRead(_entry))
        {
            Handle();
            if (IsBatchFull())
            {
                Commit(isLast: false);
                HoldBack(cancellationToken);
                if (cancellationToken.IsCancellationRequested || _sources.Count > 1)
                    return false;
            }
        }
        return true;
    }

    private void Handle()
    {
        _batchEntries++;
        Volatile.Write(ref _lastEntryTime, _entry.RealtimeMicroseconds);
        _state.Batch.Time = Math.Max(_state.Batch.Time, _entry.RealtimeMicroseconds);
        if (IsOwnDiagnostic())
            return;
        _counter.Add(_entry.RealtimeMicroseconds);
        Volatile.Write(ref _entries, _entries + 1);
        _executor.Handle(_entry);
    }

    /// <summary>Only the trusted field _UID tells that the mark is not forged to hide an entry from us.</summary>
    private bool IsOwnDiagnostic() =>
        _host.OwnUserId is { } own && _entry.Has(_diagnosticMark) && _entry.First(_userId).TryGetInteger(out long userId) && userId == own;

    private bool IsBatchFull()
    {
        if (_batchEntries >= MaxBatch)
            return true;
        // The clock is asked at every sixteenth entry only, and whenever something was staged.
        if ((_batchEntries & 15) != 0 && _state.Batch.Effects.Count == 0)
            return false;
        TimeSpan elapsed = _host.Time.GetElapsedTime(_batchStart);
        return elapsed >= MaxBatchTime || (elapsed >= MaxBatchTimeWithBan && _state.Batch.Effects.Exists(static effect => effect is BanEffect));
    }

    /// <summary>Waits until some source may have entries. A wait that has not ended is kept for the next time; no source is asked twice.</summary>
    private void Wait(CancellationToken cancellationToken)
    {
        foreach (ISource source in _open)
        {
            if (!_waits.ContainsKey(source))
                _waits.Add(source, source.WaitAsync(cancellationToken).AsTask());
        }
        try
        {
            // What is not committed yet does not wait for the next entry.
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            TimeSpan patience = _firstCommitFailure is not null ? RetryInterval : _isPositionPending ? PositionInterval : Timeout.InfiniteTimeSpan;
            Volatile.Write(ref _isDrained, true);
            _watchdog.Rest();
            Task.WaitAny([.. _waits.Values, Task.Delay(patience, _host.Time, enough.Token)], cancellationToken);
            Volatile.Write(ref _isDrained, false);
            enough.Cancel();
            foreach ((ISource source, Task<bool> wait) in _waits.Where(static pair => pair.Value.IsCompleted).ToList())
            {
                _waits.Remove(source);
                if (!wait.GetAwaiter().GetResult())
                    _open.Remove(source);
            }
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
        _batchStart = _host.Time.GetTimestamp();
    }

    private void Commit(bool isLast)
    {
        long now = _host.Time.GetTimestamp();
        StateBatch batch = _state.Batch;
        _batchEntries = 0;
        _batchStart = now;
        WriteLines(batch);
        _isPositionPending = !batch.HasChanges && !_mustCommitPositions && !isLast && _host.Time.GetElapsedTime(_lastPositionCommit, now) < PositionInterval;
        if (_isPositionPending)
            return;
        _counter.Flush();
        foreach ((string name, ISource source) in _sources)
        {
            if (source.Cursor is { } cursor && _committed.GetValueOrDefault(name) != cursor)
                batch.Cursors[name] = cursor;
        }
        if (!batch.HasChanges && batch.Cursors.Count == 0 && batch.Activity.Count == 0)
            return;
        if (!TryCommit(batch))
            return;
        foreach ((string name, string cursor) in batch.Cursors)
            _committed[name] = cursor;
        _lastPositionCommit = now;
        _mustCommitPositions = false;
        if (batch.Effects.Count > 0)
            _host.OnCommitted?.Invoke(batch.Effects);
        if (batch.Outbox.Count > 0)
            _host.Dispatcher?.Enqueue([.. batch.Outbox]);
        batch.Clear();
        _enforced = 0;
    }

    /// <summary>Writes the batch's lines. If sources can go back to where they were, the positions are then committed at once, lest lines be written twice.</summary>
    private void WriteLines(StateBatch batch)
    {
        if (batch.Lines.Count == 0 || _host.Lines is not { } writer)
            return;
        batch.Effects.AddRange(writer.Write(batch.Lines));
        batch.Lines.Clear();
        _mustCommitPositions = _sources.Exists(static source => source.Source.Cursor is not null);
    }

    /// <summary>
    /// Commits a batch. While that is impossible (a full disk), the batch is kept and grows, and is tried again: positions stand still, so nothing is
    /// lost, but bans are enforced all the same.
    /// </summary>
    private bool TryCommit(StateBatch batch)
    {
        try
        {
            long begin = _host.Time.GetTimestamp();
            _host.Store.Commit(batch);
            _host.Metrics?.Committed(batch.Effects, _host.Time.GetElapsedTime(begin));
            if (_firstCommitFailure is not null)
                _host.Logger.LogWarning("State can be kept again; everything since has been made up for.");
            _firstCommitFailure = null;
            return true;
        }
        catch (StateStoreException exception)
        {
            if (_firstCommitFailure is null)
                _host.Logger.LogError("{Problem} Until then positions stand still and mails wait; bans are enforced.", exception.Message);
            _firstCommitFailure ??= _host.Time.GetTimestamp();
            return false;
        }
        finally
        {
            EnforceBans(batch);
        }
    }

    private void EnforceBans(StateBatch batch)
    {
        BanEffect[] bans = [.. batch.Effects.Skip(_enforced).OfType<BanEffect>()];
        _enforced = batch.Effects.Count;
        if (bans.Length > 0)
            _host.Bans?.Enforce(bans);
    }

    /// <summary>Waits a moment when nothing can be committed and the batch must not grow any more.</summary>
    private void HoldBack(CancellationToken cancellationToken)
    {
        if (_firstCommitFailure is null || _state.Batch.Effects.Count + _state.Batch.Counters.Count < MaxUncommitted)
            return;
        try
        {
            Task.Delay(RetryInterval, _host.Time, cancellationToken).Wait(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end was asked for: what could not be committed is read again at the next start.
        }
    }
}
