using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Bans.Firewalls;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Bans;

/// <summary>Keeps the bans of one firewall in force.</summary>
internal sealed class FirewallLoop : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    /// <summary>A change by others rarely comes alone: a reload flushes first, and makes its sets a moment later.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);

    private readonly IStateStore _store;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly TroubleLog _trouble;
    private readonly SetKeeper _keeper;
    private readonly FirewallWatch _watch;
    private readonly ITimer _alarm;

    // One token means that something waits: several are the same as one.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Guarded by _lock; bounded by what is banned.
    private readonly Lock _lock = new();
    private Dictionary<(string Set, System.Net.IPNetwork Network), RunningBan> _waiting = [];
    private IReadOnlyList<UsedSet> _newlyUsed = [];
    private TaskCompletionSource<IReadOnlyList<BanSetCount>>? _counting;
    private bool _isFinishing;

    // Of the loop alone.
    private TimeSpan _retry = FirstRetry;
    private bool _isInTrouble;
    private long _due;

    public FirewallLoop(IFirewall firewall, IStateStore store, TimeSpan interval, TimeProvider time, ILogger logger)
    {
        _store = store;
        _interval = interval;
        _time = time;
        _trouble = new TroubleLog(logger, time);
        _keeper = new SetKeeper(firewall, time, logger);
        _watch = new FirewallWatch(firewall, _keeper.Concerns, Wake, time, logger);
        _alarm = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes new bans. On any thread.</summary>
    public void Add(IReadOnlyList<BanEffect> bans)
    {
        lock (_lock)
        {
            foreach (BanEffect ban in bans)
            {
                if (ban.Firewall == _keeper.Firewall.Kind)
                    _waiting[(ban.Set, ban.Network)] = new(ban.Firewall, ban.Set, ban.Network, ban.Until);
            }
            if (_waiting.Count == 0)
                return;
        }
        Wake();
    }

    /// <summary>Names the sets that are used from now on; all that they should hold is compared with what they do. On any thread.</summary>
    public void Use(IReadOnlyList<UsedSet> sets)
    {
        lock (_lock)
            _newlyUsed = sets;
        Wake();
    }

    /// <summary>What is wrong now, as sentences. On any thread.</summary>
    public IReadOnlyList<string> Troubles => [.. _trouble.Present, .. _keeper.Troubles];

    /// <summary>Counts what is wanted and what is in force, as soon as the loop is not at work. On any thread.</summary>
    public Task<IReadOnlyList<BanSetCount>> CountAsync()
    {
        Task<IReadOnlyList<BanSetCount>> count;
        lock (_lock)
        {
            _counting ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            count = _counting.Task;
        }
        Wake();
        return count;
    }

    /// <summary>Lets the loop end as soon as nothing waits. On any thread.</summary>
    public void Finish()
    {
        lock (_lock)
            _isFinishing = true;
        Wake();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Plan(TimeSpan.Zero);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watch = Task.CompletedTask;
        while (true)
        {
            (RunningBan[] bans, bool isLast) = Take();
            await ContainAsync(() => WorkAsync(bans, cancellationToken)).ConfigureAwait(false);
            Count();
            if (isLast)
                break;
            if (watch.IsCompleted && _keeper.HasSets)
                watch = _watch.RunAsync(watching.Token);
            await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        await watching.CancelAsync().ConfigureAwait(false);
        await watch.ConfigureAwait(false);
    }

    public void Dispose() => _alarm.Dispose();

    private void Wake() => _wake.Writer.TryWrite(true);

    private (RunningBan[] Bans, bool IsLast) Take()
    {
        lock (_lock)
        {
            foreach (UsedSet used in _newlyUsed)
                _keeper.Use(used);
            if (_newlyUsed.Count > 0)
                Plan(TimeSpan.Zero);
            _newlyUsed = [];
            RunningBan[] bans = [.. _waiting.Values];
            _waiting = [];
            return (bans, _isFinishing);
        }
    }

    private void Count()
    {
        TaskCompletionSource<IReadOnlyList<BanSetCount>>? counting;
        lock (_lock)
            (counting, _counting) = (_counting, null);
        counting?.SetResult(_keeper.Count());
    }

    /// <summary>The seam that keeps a mistake in here from ending the enforcement of bans.</summary>
    private async Task ContainAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _trouble.Say("itself", $"Bans could not be enforced because of an error in Pyruse itself; it is tried again. Please report it: {exception}");
            PlanRetry();
        }
    }

    private async Task WorkAsync(RunningBan[] bans, CancellationToken cancellationToken)
    {
        long now = EntryTime.ToMicroseconds(_time.GetUtcNow());
        // While catching up, bans that have ended meanwhile are only recorded.
        bool isDone = await _keeper.AddAsync([.. bans.Where(ban => ban.Until > now)], cancellationToken).ConfigureAwait(false);
        if (!isDone && !_isInTrouble)
            Plan(TimeSpan.Zero);
        else if (_watch.TakeChange())
            PlanWithin(Settling);
        if (_time.GetElapsedTime(_time.GetTimestamp(), _due) is var left && left > TimeSpan.Zero)
        {
            // Always set again: a timer may ring a little early.
            _alarm.Change(left, Timeout.InfiniteTimeSpan);
            return;
        }
        Reload();
        if (!await _keeper.ReconcileAsync(Reload, cancellationToken).ConfigureAwait(false))
        {
            PlanRetry();
            return;
        }
        _isInTrouble = false;
        _retry = FirstRetry;
        Plan(_interval);
    }

    /// <summary>Others write to the store, too: "pyruse bans remove" must not see its work undone.</summary>
    private void Reload()
    {
        const string Subject = "store";
        try
        {
            _keeper.WantAll(_store.ReadRunningBans(EntryTime.ToMicroseconds(_time.GetUtcNow())));
            _trouble.End(Subject);
        }
        catch (StateStoreException exception)
        {
            _trouble.Say(Subject, $"The recorded bans can't be read, those known so far stay in force. {exception.Message}");
        }
    }

    private void PlanRetry()
    {
        _isInTrouble = true;
        Plan(_retry);
        _retry = _retry * 2 < _interval ? _retry * 2 : _interval;
    }

    private void PlanWithin(TimeSpan delay)
    {
        if (_time.GetElapsedTime(_time.GetTimestamp(), _due) > delay)
            Plan(delay);
    }

    private void Plan(TimeSpan delay)
    {
        _due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        _alarm.Change(delay, Timeout.InfiniteTimeSpan);
    }
}
