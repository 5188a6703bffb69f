using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Hosting;

/// <summary>A step that was given up because it never returned.</summary>
/// <param name="Node">The node at which it was called.</param>
/// <param name="Step">The step.</param>
/// <param name="Entry">A copy of the entry as it was then; null when it was being changed.</param>
internal sealed record EndlessStep(int Node, WorkflowStep Step, LogEntry? Entry);

/// <summary>Looks every so often where the engine's thread is, and says so when it is in the same step for too long.</summary>
/// <remarks>
/// Runs on the thread that waits for the engine, and sleeps while the engine waits for entries. Time that a call back into the engine takes does not
/// count: a full pipe behind the output is not the plugin's fault. Time counts in slices, so that neither a suspended machine nor a stopped process
/// makes a step look endless. With a debugger attached nothing is endless.
/// </remarks>
internal sealed class StepWatchdog(TimeSpan budget, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan DefaultBudget = TimeSpan.FromSeconds(5);

    /// <summary>So many times the budget, and a step is given up.</summary>
    public const int Patience = 6;

    private const int LooksPerBudget = 4;

    private static readonly TimeSpan LongestInterval = DefaultBudget / LooksPerBudget;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _interval = Shorter(budget / LooksPerBudget, LongestInterval);
    private readonly Dictionary<WorkflowStep, long> _reported = [];
    private readonly object _pause = new();
    private bool _isBusy = true;
    private EngineLease.Place _seen;
    private TimeSpan _lasted;
    private bool _isReported;
    private long _lastLook;

    /// <summary>Says that the engine waits for entries: there is nothing to look at. Called on the engine's thread.</summary>
    public void Rest() => SetBusy(false);

    /// <summary>Says that the engine handles entries again, or has ended. Called on the engine's thread.</summary>
    public void Wake() => SetBusy(true);

    /// <summary>Watches until the work is done, or until a step is found that does not end.</summary>
    /// <param name="lease">The lease of the thread that does the work.</param>
    /// <param name="done">Completes when the work is done; that thread then also calls <see cref="Wake"/>.</param>
    /// <param name="end">Asks the engine to end; then no step gets more than its budget, nor more than the default one.</param>
    /// <returns>The step from whose thread the lease was taken; null when the work is done.</returns>
    public EndlessStep? Watch(EngineLease lease, Task done, CancellationToken end)
    {
        _seen = new(0, Workflow.End, 0);
        while (true)
        {
            WaitUntilBusy();
            _lastLook = time.GetTimestamp();
            using (var enough = new CancellationTokenSource())
            {
                Task.WaitAny([done, Task.Delay(_interval, time, enough.Token)], CancellationToken.None);
                enough.Cancel();
            }
            if (done.IsCompleted)
                return null;
            if (Look(lease, end.IsCancellationRequested ? Shorter(budget, DefaultBudget) : budget * Patience) is { } endless)
                return endless;
        }
    }

    private void SetBusy(bool isBusy)
    {
        lock (_pause)
        {
            _isBusy = isBusy;
            if (isBusy)
                Monitor.Pulse(_pause);
        }
    }

    private void WaitUntilBusy()
    {
        lock (_pause)
        {
            while (!_isBusy)
                Monitor.Wait(_pause);
        }
    }

    private EndlessStep? Look(EngineLease lease, TimeSpan limit)
    {
        EngineLease.Place here = lease.Here;
        bool isSame = here.Node != Workflow.End && here.IsSameStep(_seen);
        bool isStuckInside = here.IsInside && here.Call == _seen.Call;
        _seen = here;
        if (!isSame || Debugger.IsAttached)
        {
            _lasted = TimeSpan.Zero;
            _isReported = false;
            return null;
        }
        TimeSpan slice = time.GetElapsedTime(_lastLook);
        if (!isStuckInside)
            _lasted += slice < _interval * 2 ? slice : _interval * 2;
        if (_lasted >= limit)
            return GiveUp(lease);
        if (_lasted >= budget && !_isReported)
            ReportSlow(lease);
        return null;
    }

    private void ReportSlow(EngineLease lease)
    {
        WorkflowStep? step = null;
        string cursor = "";
        if (!lease.TryHold(_seen, () => (step, cursor) = (lease.Step, lease.Entry!.GetCursorWhileHeld()), revoke: false))
            return;
        _isReported = true;
        long now = time.GetTimestamp();
        if (_reported.TryGetValue(step!, out long last) && time.GetElapsedTime(last, now) < ReportInterval)
            return;
        _reported[step!] = now;
        logger.LogWarning(
            "At {Position}, chain \"{PYRUSE_CHAIN}\", step {PYRUSE_STEP} ({Module}) has been at work for {Duration}; the budget of a step is {Budget}. Entries wait. After {Limit} it is given up. Entry: {PYRUSE_CURSOR}",
            step!.Position, step.Chain, step.Index + 1, step.Module, Durations.Format(Whole(_lasted)), Durations.Format(budget), Durations.Format(budget * Patience), cursor);
    }

    private EndlessStep? GiveUp(EngineLease lease)
    {
        EndlessStep? endless = null;
        string cursor = "";
        bool isHeld = lease.TryHold(
            _seen,
            () =>
            {
                cursor = lease.Entry!.GetCursorWhileHeld();
                endless = new(lease.Node, lease.Step, lease.Entry.TrySnapshot());
            },
            revoke: true);
        if (!isHeld)
            return null;
        WorkflowStep step = endless!.Step;
        logger.LogError(
            "At {Position}, chain \"{PYRUSE_CHAIN}\", step {PYRUSE_STEP} ({Module}) did not come back within {Duration} and is given up until the next start: {Meaning} A thread stays behind in it; restart when it suits, and tell the author of the module. Entry: {PYRUSE_CURSOR}",
            step.Position, step.Chain, step.Index + 1, step.Module, Durations.Format(Whole(_lasted)),
            step.Filter is null ? "it ends the way of every entry that gets there." : "no entry passes it.", cursor);
        return endless;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Cuts to what is worth saying.</summary>
    private static TimeSpan Whole(TimeSpan duration) => duration < TimeSpan.FromSeconds(1) ? TimeSpan.FromMilliseconds((long)duration.TotalMilliseconds) : TimeSpan.FromSeconds((long)duration.TotalSeconds);
}
