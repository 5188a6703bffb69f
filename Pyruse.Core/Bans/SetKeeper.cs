using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Bans.Firewalls;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Bans;

/// <summary>Keeps the sets of one firewall as the recorded bans want them: knows what should be there, reads what is there, and puts in what is missing.</summary>
/// <remarks>
/// What others have put into a set stays. Trouble is logged, once until it changes, and tried again with the next call; trouble of one set does not
/// keep another from being right. Used by one thread at a time, but for <see cref="Concerns"/>.
/// </remarks>
public sealed class SetKeeper
{
    private readonly IFirewall _firewall;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly TroubleLog _trouble;
    private readonly SetWriter _writer;
    private readonly Dictionary<string, WantedSet> _sets = new(StringComparer.Ordinal);
    private bool _hasRestored;

    /// <summary>Makes a keeper.</summary>
    /// <param name="firewall">The firewall.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    public SetKeeper(IFirewall firewall, TimeProvider time, ILogger logger)
    {
        _firewall = firewall;
        _time = time;
        _logger = logger;
        _trouble = new TroubleLog(logger, time);
        _writer = new SetWriter(firewall, changes => _sets[changes.Set.Name].NoteDone(changes), NoteRefused);
    }

    /// <summary>The firewall.</summary>
    public IFirewall Firewall => _firewall;

    /// <summary>Whether there is any set to keep.</summary>
    public bool HasSets => _sets.Count > 0;

    /// <summary>What is wrong now, as sentences. May be asked by any thread.</summary>
    internal IReadOnlyList<string> Troubles => _trouble.Present;

    /// <summary>How many bans are wanted in each set, and how many are in force as far as is known.</summary>
    internal IReadOnlyList<BanSetCount> Count() => [.. _sets.Values.Select(static set => new BanSetCount(set.Set.Firewall, set.Set.Name, set.Count, set.CountInForce()))];

    private string General => _firewall.Kind.ToString();

    private long Now => EntryTime.ToMicroseconds(_time.GetUtcNow());

    /// <summary>Names a set that is used, even if nobody is banned in it yet. Those of other firewalls are left out.</summary>
    public void Use(UsedSet used)
    {
        ArgumentNullException.ThrowIfNull(used);
        if (used.Set.Firewall == _firewall.Kind && SetOf(used.Set.Name) is { } set)
            (set.Family, set.WillHaveNetworks) = (used.Family, used.HasNetworks);
    }

    /// <summary>Wants exactly these bans. Those of other firewalls are left out.</summary>
    public void WantAll(IReadOnlyList<RunningBan> bans)
    {
        ArgumentNullException.ThrowIfNull(bans);
        foreach (WantedSet set in _sets.Values)
            set.BeginList();
        foreach (RunningBan ban in bans)
        {
            if (ban.Firewall == _firewall.Kind)
                SetOf(ban.Set)?.Want(ban.Network, ban.Until);
        }
        foreach (WantedSet set in _sets.Values)
            set.EndList();
    }

    /// <summary>Whether a ban was in the kernel when its set was last read, or was put there since.</summary>
    public bool IsInForce(RunningBan ban) => _sets.TryGetValue(ban.Set, out WantedSet? set) && set.Definition is not null && set.IsInForce(ban.Network);

    /// <summary>Whether a set of this name, or some set of a table of this name, is kept. May be asked by any thread.</summary>
    public bool Concerns(string name)
    {
        lock (_sets)
            return _sets.ContainsKey(name) || _sets.Keys.Any(set => set.StartsWith(name + " ", StringComparison.Ordinal));
    }

    /// <summary>Reads the sets from the kernel, to be compared with what is wanted.</summary>
    /// <returns>Whether all that are needed could be read.</returns>
    public Task<bool> ReadAsync(CancellationToken cancellationToken) => ContainAsync(() => ReadAllAsync(cancellationToken));

    /// <summary>Reads the sets from the kernel and puts in what is missing.</summary>
    /// <param name="onMissing">
    /// Called when bans are missing, before they are put back, to want anew what is wanted still: somebody may just have lifted them, in the records first.
    /// </param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Whether all that is wanted is in force.</returns>
    public Task<bool> ReconcileAsync(Action? onMissing, CancellationToken cancellationToken) => ContainAsync(async () =>
    {
        if (!HasSets)
            return true;
        SetUse[] uses = [.. _sets.Values.Select(static set => new SetUse(set.Set, set.Family ?? AddressFamily.InterNetwork, set.HasNetworks))];
        await _firewall.PrepareAsync(uses, cancellationToken).ConfigureAwait(false);
        bool isDone = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        List<SetChanges> changes = Compare(ref isDone, out int lost);
        if (_hasRestored && onMissing is not null && changes.Exists(static change => change.Items.Count > 0))
        {
            onMissing();
            changes = Compare(ref isDone, out lost);
        }
        isDone &= await _writer.WriteAsync(changes, cancellationToken).ConfigureAwait(false);
        foreach (WantedSet set in _sets.Values.Where(static set => set.Definition is not null))
            _trouble.End(Refusals(set.Set));
        Report(changes, lost);
        return isDone;
    });

    /// <summary>Wants more bans, and brings them into force at once.</summary>
    /// <returns>Whether all of them are in force; those that are not, for now, need <see cref="ReconcileAsync"/>.</returns>
    public Task<bool> AddAsync(IReadOnlyList<RunningBan> bans, CancellationToken cancellationToken) => ContainAsync(async () =>
    {
        bool isDone = true;
        var items = new Dictionary<WantedSet, List<SetChange>>();
        foreach (RunningBan ban in bans)
        {
            if (ban.Firewall != _firewall.Kind || SetOf(ban.Set) is not { } set)
                continue;
            set.Want(ban.Network, ban.Until);
            // Where networks may overlap, or have to be made possible first, only a comparison tells what is to be done.
            if (set.Definition is not { } definition || (definition.HasNetworks ? set.MayOverlap : !ban.Network.IsSingle()))
            {
                isDone = false;
                continue;
            }
            if (!items.TryGetValue(set, out List<SetChange>? list))
                items.Add(set, list = []);
            list.Add(new(SetChangeKind.Replace, WantedSet.Element(ban.Network, ban.Until, Now, _firewall.MaxSeconds)));
        }
        SetChanges[] changes = [.. items.Select(pair => Possible(pair.Key, new(pair.Key.Set, pair.Key.Definition!.HasTimeouts, pair.Value), ref isDone))];
        return await _writer.WriteAsync(changes, cancellationToken).ConfigureAwait(false) && isDone;
    });

    /// <summary>Takes an address or network out of a set, if it is in.</summary>
    /// <returns>Whether it was in.</returns>
    /// <exception cref="FirewallException">It could not be taken out.</exception>
    public async Task<bool> LiftAsync(BanSet set, IPNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(set);
        bool isIn = false;
        SetDefinition definition = await _firewall.ReadAsync(set, element => isIn |= element.Network == network, cancellationToken).ConfigureAwait(false);
        if (isIn)
            await _firewall.ApplyAsync([new(set, definition.HasTimeouts, [new(SetChangeKind.Remove, new(network, 0))])], cancellationToken).ConfigureAwait(false);
        return isIn;
    }

    private WantedSet? SetOf(string name)
    {
        if (_sets.TryGetValue(name, out WantedSet? set))
            return set;
        // The name comes from the state, which other hands may have written.
        if (!BanSet.TryParse(_firewall.Kind, name, out BanSet? parsed))
        {
            _trouble.Say(name, SetTrouble.NoName(_firewall.Kind, name));
            return null;
        }
        set = new WantedSet(parsed);
        lock (_sets)
            _sets.Add(name, set);
        return set;
    }

    /// <exception cref="FirewallException">The firewall can't be used at all.</exception>
    private async Task<bool> ReadAllAsync(CancellationToken cancellationToken)
    {
        bool isDone = true;
        foreach (WantedSet set in _sets.Values)
            isDone &= await ReadAsync(set, cancellationToken).ConfigureAwait(false);
        if (_trouble.End(General))
            _logger.LogInformation("{Firewall} can be used again.", General.ToLowerInvariant());
        return isDone;
    }

    /// <exception cref="FirewallException">The firewall can't be used at all.</exception>
    private async Task<bool> ReadAsync(WantedSet set, CancellationToken cancellationToken)
    {
        set.Definition = null;
        set.BeginReading();
        try
        {
            SetDefinition definition = await _firewall.ReadAsync(set.Set, set.Note, cancellationToken).ConfigureAwait(false);
            if (definition.Family is null || (set.Family ?? definition.Family) != definition.Family)
                throw new FirewallException(SetTrouble.WrongType(set.Set, set.Family));
            set.Definition = definition;
            _trouble.End(set.Set.Name);
            return true;
        }
        catch (FirewallException exception) when (!exception.IsGeneral)
        {
            _trouble.Say(set.Set.Name, exception.Message);
            // While nobody is to be in it, it is said, but nothing is to be done again soon.
            return set.Count == 0;
        }
    }

    private List<SetChanges> Compare(ref bool isDone, out int lost)
    {
        List<SetChanges> changes = [];
        lost = 0;
        foreach (WantedSet set in _sets.Values.Where(static set => set.Definition is not null))
        {
            changes.Add(Possible(set, set.Compare(Now, _firewall.MaxSeconds, out int vanished), ref isDone));
            lost += vanished;
        }
        return changes;
    }

    /// <summary>Leaves out what the set can't hold, and says so.</summary>
    private SetChanges Possible(WantedSet set, SetChanges changes, ref bool isDone)
    {
        SetDefinition definition = set.Definition!;
        string subject = $"elements of {set.Set}";
        SetChange[] possible = [.. changes.Items.Where(change => change.Kind == SetChangeKind.Remove
            || ((definition.HasTimeouts || change.Element.SecondsLeft == 0) && (definition.HasNetworks || change.Element.Network.IsSingle())))];
        if (possible.Length == changes.Items.Count)
        {
            _trouble.End(subject);
            return changes;
        }
        _trouble.Say(subject, SetTrouble.CannotHold(set.Set, definition));
        isDone = false;
        return changes with { Items = possible };
    }

    private static string Refusals(BanSet set) => $"refusals of {set}";

    private void NoteRefused(SetChanges changes, FirewallException exception)
    {
        _trouble.Say(Refusals(changes.Set), SetTrouble.Refused(changes, exception));
        // What is wrong with the set comes out when it is read again.
        _sets[changes.Set.Name].Definition = null;
    }

    private void Report(List<SetChanges> changes, int lost)
    {
        int added = changes.Sum(static change => change.Items.Count(static item => item.Kind == SetChangeKind.Add));
        string sets = string.Join(", ", changes.Where(static change => change.Items.Count > 0).Select(static change => $"\"{change.Set}\""));
        if (lost > 0)
            _logger.LogWarning("Bans had vanished from {Sets}, which something else has flushed or changed: {Count} are put back.", sets, lost);
        else if (!_hasRestored && added > 0)
            _logger.LogInformation("Bans that were recorded are in force again: {Count} were put into {Sets}.", added, sets);
        _hasRestored = true;
    }

    /// <summary>Says it when the firewall can't be used at all.</summary>
    private async Task<bool> ContainAsync(Func<Task<bool>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (FirewallException exception)
        {
            foreach (WantedSet set in _sets.Values)
                set.Definition = null;
            _trouble.Say(General, exception.Message);
            return false;
        }
    }
}
