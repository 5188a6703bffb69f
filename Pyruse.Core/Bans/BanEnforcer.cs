using Microsoft.Extensions.Logging;
using Pyruse.Core.Bans.Firewalls;
using Pyruse.Core.Effects;
using Pyruse.Core.State;

namespace Pyruse.Core.Bans;

/// <summary>How many addresses and networks are banned in a set.</summary>
/// <param name="Firewall">Whose set it is.</param>
/// <param name="Set">The set's name.</param>
/// <param name="Wanted">How many are to be banned.</param>
/// <param name="InForce">How many of them the firewall has, as far as is known.</param>
public sealed record BanSetCount(Firewall Firewall, string Set, int Wanted, int InForce);

/// <summary>Keeps recorded bans in force, off the engine's thread, until it is disposed of.</summary>
/// <remarks>
/// What should be banned is the store's table; what is, is the kernel's sets. New bans go to the kernel at once, all that wait together. The two are
/// compared at start, on a timer, and when somebody else has changed a set: what is missing is put back. While something is wrong, that
/// is tried more often. Each firewall has its own loop, so that trouble of one does not delay the other.
/// </remarks>
public sealed class BanEnforcer : IBanEnforcer, IAsyncDisposable
{
    private readonly FirewallLoop[] _loops;
    private readonly CancellationTokenSource _end = new();
    private Task _work = Task.CompletedTask;
    private bool _isStarted;

    /// <summary>Makes an enforcer.</summary>
    /// <param name="firewalls">The firewalls, one of each kind.</param>
    /// <param name="store">Where bans are recorded.</param>
    /// <param name="interval">How often the kernel's sets are compared with the store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    public BanEnforcer(IReadOnlyList<IFirewall> firewalls, IStateStore store, TimeSpan interval, TimeProvider time, ILogger logger) =>
        _loops = [.. firewalls.Select(firewall => new FirewallLoop(firewall, store, interval, time, logger))];

    /// <summary>What keeps bans from being in force, as sentences; empty: nothing. Safe on any thread.</summary>
    public IReadOnlyList<string> Troubles => [.. _loops.SelectMany(static loop => loop.Troubles).Distinct()];

    /// <summary>Counts the bans that are wanted, and those in force; waits for what is being done to the firewall. Safe on any thread.</summary>
    public async Task<IReadOnlyList<BanSetCount>> CountAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<BanSetCount>[] counts = await Task.WhenAll(_loops.Select(static loop => loop.CountAsync())).WaitAsync(cancellationToken).ConfigureAwait(false);
        return [.. counts.SelectMany(static count => count)];
    }

    /// <inheritdoc/>
    public void Start(IReadOnlyList<UsedSet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        foreach (FirewallLoop loop in _loops)
            loop.Use(sets);
        if (_isStarted)
            return;
        _isStarted = true;
        _work = Task.WhenAll(_loops.Select(loop => Task.Run(() => loop.RunAsync(_end.Token))));
    }

    /// <inheritdoc/>
    public void Enforce(IReadOnlyList<BanEffect> bans)
    {
        ArgumentNullException.ThrowIfNull(bans);
        foreach (FirewallLoop loop in _loops)
            loop.Add(bans);
    }

    /// <summary>Brings into force what waits, then ends. The bans stay in force until their time.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (FirewallLoop loop in _loops)
            loop.Finish();
        await _work.ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        foreach (FirewallLoop loop in _loops)
            loop.Dispose();
        _end.Dispose();
    }
}
