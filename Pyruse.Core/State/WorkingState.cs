using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Chains;
using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Effects.Forwarding;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;

namespace Pyruse.Core.State;

/// <summary>The services that actions use: they change the state in memory and stage, in one batch, what the store must keep and the dispatcher must do.</summary>
/// <remarks>Used on the engine's thread. The executor says before each step whose work it is.</remarks>
internal sealed class WorkingState : ICounters, IAddressTranslations, IReport, IBans, IMailer, IEffects, IForwarding
{
    private readonly CounterTable _counters = new();
    private readonly TranslationTable _translations = new();
    private readonly BanPolicy _banPolicy;
    private readonly IStateStore? _store;
    private readonly HashSet<UsedSet> _banSets = [];
    private readonly Dictionary<string, ForwardTarget> _forwardTargets = new(StringComparer.Ordinal);
    private LogEntry? _entry;
    private WorkflowStep? _step;

    public WorkingState(BanPolicy banPolicy, IStateStore? store = null)
    {
        _banPolicy = banPolicy;
        _store = store;
        _counters.OnChange = Batch.Counters.Add;
    }

    public StateBatch Batch { get; } = new();

    /// <summary>Told of every effect at the moment it is staged, in the order of entries and steps.</summary>
    public Action<Effect>? OnEffect { get; set; }

    /// <summary>Told of all that steps want, step by step; null: nobody wants to know.</summary>
    public WalkObserver? Observer { get; set; }

    /// <summary>Told of every raise that counts: the counter, the key, and the entry's time.</summary>
    public Action<string, string, long>? OnRaise { get; set; }

    /// <summary>Whether lines are written by somebody who needs no outbox.</summary>
    public bool HasLineWriter { get; init; }

    /// <summary>Told once for each counter whose oldest keys had to be dropped.</summary>
    public Action<string>? OnCounterOverflow
    {
        set => _counters.OnOverflow = value;
    }

    /// <summary>The sets that steps ban in.</summary>
    public IReadOnlyCollection<UsedSet> BanSets => _banSets;

    /// <summary>The servers that steps forward to.</summary>
    public IReadOnlyCollection<ForwardTarget> ForwardTargets => _forwardTargets.Values;

    private LogEntry Entry => _entry ?? throw new InvalidOperationException("State can be changed only while a step handles an entry.");

    private long Now => Entry.RealtimeMicroseconds;

    public void Restore(StateSnapshot snapshot)
    {
        foreach (CounterChange change in snapshot.Counters)
            _counters.Restore(change);
        foreach (AddressTranslation translation in snapshot.Translations)
            _translations.Add(translation, long.MinValue);
    }

    /// <summary>Says whose work is done next.</summary>
    public void Enter(WorkflowStep step, LogEntry entry)
    {
        _step = step;
        _entry = entry;
    }

    int ICounters.Raise(string counter, string key, TimeSpan? keep)
    {
        int count = _counters.Raise(counter, key, Now, EntryTime.End(Now, keep));
        if (count > 0)
            OnRaise?.Invoke(counter, key, Now);
        Observer?.Counted(new(CounterOperation.Raise, counter, key, count));
        return count;
    }

    int ICounters.Lower(string counter, string key)
    {
        int count = _counters.Lower(counter, key, Now);
        Observer?.Counted(new(CounterOperation.Lower, counter, key, count));
        return count;
    }

    void ICounters.Reset(string counter, string key, TimeSpan? grace)
    {
        _counters.Reset(counter, key, Now, grace is null ? 0 : EntryTime.End(Now, grace));
        Observer?.Counted(new(CounterOperation.Reset, counter, key, 0));
    }

    void IAddressTranslations.Prepare(TranslationParts parts) => _translations.Prepare(parts);

    void IAddressTranslations.Capture(TranslatedConnection seen, string sourceAddress, string? sourcePort, TimeSpan keep)
    {
        var translation = new AddressTranslation(seen, sourceAddress, sourcePort, EntryTime.End(Now, keep));
        _translations.Add(translation, Now);
        Batch.Translations.Add(translation);
        Observer?.Remembered(translation);
    }

    AddressTranslation? IAddressTranslations.Find(TranslationParts parts, TranslatedConnection seen) => _translations.Find(parts, seen, Now);

    void IReport.Add(ReportLevel level, string message, ReportDetails details) => Stage(
        level != ReportLevel.Other ? new ReportEffect(Origin(), level, message, details)
            : new ReportEffect(Origin(), level, message, details) { Identifier = Beginning(Entry.Fields.Identifier, 100), EntryMessage = Beginning(Entry.Fields.Message, 600) });

    void IBans.Ban(Firewall firewall, string set, IPAddress address, TimeSpan? duration) => Ban(firewall, set, address, _ => duration);

    void IBans.Ban(Firewall firewall, string set, IPAddress address, BanDurations durations) => Ban(firewall, set, address, network =>
        durations.Grow && LastBan(firewall, set, network) is var (since, until) ? durations.After(since, until, Now, _banPolicy.Remember) : durations.First);

    void IBans.Use(UsedSet set) => _banSets.Add(set with { HasNetworks = _banPolicy.BansNetworks(set.Family) });

    void IMailer.Send(string subject, string body) => Stage(new EmailEffect(Origin(), subject, body));

    void IEffects.Log(JournalLevel level, string message) => Stage(new LogEffect(Origin(), level, message));

    void IEffects.Run(IReadOnlyList<string> command, string? stdin, TimeSpan timeout) => Stage(new ExecEffect(Origin(), [.. command], stdin, timeout));

    void IEffects.Write(string path, string message) => StageLine(new WriteEffect(Origin(), path, message));

    void IEffects.Print(string message) => StageLine(new PrintEffect(Origin(), message));

    void IForwarding.Use(ForwardTarget target)
    {
        if (!_forwardTargets.TryAdd(target.ToString(), target) && _forwardTargets[target.ToString()] != target)
            throw new ArgumentException($"Another step forwards to {target} with other settings; all that forward to one server must agree in ca, cert, key and queue.", nameof(target));
    }

    void IForwarding.Forward(ForwardTarget target, string message) => StageLine(new ForwardEffect(Origin(), target.ToString(), message) { Target = target });

    private void Stage(Effect effect)
    {
        Batch.Effects.Add(effect);
        OnEffect?.Invoke(effect);
        Observer?.Wants(effect);
    }

    private void StageLine(Effect line)
    {
        (HasLineWriter ? Batch.Lines : Batch.Effects).Add(line);
        OnEffect?.Invoke(line);
        Observer?.Wants(line);
    }

    private void Ban(Firewall firewall, string set, IPAddress address, Func<IPNetwork, TimeSpan?> durationOf)
    {
        address = BanPolicy.Canonical(address);
        if (_banPolicy.IsNeverBanned(address))
        {
            _banPolicy.Refuse(address, _step!);
            Observer?.Refused(address);
            return;
        }
        IPNetwork network = _banPolicy.NetworkOf(address);
        long seconds = durationOf(network) is { } length ? Math.Max(1, (long)length.TotalSeconds) : 0;
        Stage(new BanEffect(Origin(), firewall, set, network.BaseAddress, seconds, Beginning(Entry.Fields.Message, 1024) ?? "") { Network = network });
        Batch.CountActivity(Now, ActivityKind.Ban, _step!.Chain);
    }

    /// <summary>Finds the last ban in what is staged or else in the store, which also knows of bans that were lifted by hand.</summary>
    private (long Since, long Until)? LastBan(Firewall firewall, string set, IPNetwork network)
    {
        if (Batch.Effects.OfType<BanEffect>().LastOrDefault(ban => ban.Firewall == firewall && ban.Set == set && ban.Network == network) is { } staged)
            return (staged.Origin.Time, staged.Until);
        try
        {
            return _store?.FindBan(firewall, set, network) is { } recorded ? (recorded.Since, recorded.Until) : null;
        }
        catch (StateStoreException)
        {
            // A ban of the first length is better than none; committing will say what is wrong with the store.
            return null;
        }
    }

    private EffectOrigin Origin() => new(_step!.Chain, _step.Index, Now, Entry.Cursor);

    /// <summary>The beginning of a field's text; null: the entry has no such field.</summary>
    private string? Beginning(Field field, int length)
    {
        string? text = Entry.First(field).Text;
        if (text is null || text.Length <= length)
            return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
