using System.Net;
using System.Net.Sockets;
using Pyruse.Core.Bans;
using Pyruse.Core.Bans.Firewalls;
using Pyruse.Core.Effects;

namespace Pyruse.Tests.Bans;

/// <summary>A firewall in memory that records what it is told.</summary>
internal sealed class FakeFirewall : IFirewall
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<IPNetwork, long>> _sets = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<int>? _onChange;
    private Func<string, bool>? _isOfInterest;

    public Firewall Kind { get; init; } = Firewall.Nft;

    public long MaxSeconds { get; init; } = 1_000_000_000;

    public SetDefinition Definition { get; set; } = new(AddressFamily.InterNetwork, HasTimeouts: true, HasNetworks: false);

    /// <summary>The addresses that it refuses.</summary>
    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Why it can't be used at all; null: it can.</summary>
    public string? Trouble { get; set; }

    public int Readings { get; private set; }

    public List<IReadOnlyList<SetChanges>> Applied { get; } = [];

    /// <summary>Makes a set, or empties it.</summary>
    public void Make(string set)
    {
        lock (_lock)
            _sets[set] = [];
    }

    public void Drop(string set)
    {
        lock (_lock)
            _sets.Remove(set);
    }

    public void Put(string set, string network, long seconds)
    {
        lock (_lock)
            _sets[set][Parse(network)] = seconds;
    }

    public IReadOnlyDictionary<string, long> In(string set)
    {
        lock (_lock)
            return _sets.GetValueOrDefault(set, []).ToDictionary(static pair => BanNetwork.Format(pair.Key), static pair => pair.Value, StringComparer.Ordinal);
    }

    /// <summary>Says that somebody else has changed something, once somebody listens.</summary>
    public async Task AnnounceAsync(string name, int process)
    {
        await UntilAsync(() => _onChange is not null);
        if (_isOfInterest!(name))
            _onChange!(process);
    }

    /// <summary>Waits until something holds, looking whenever the firewall was used.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_changed.Task.IsCompleted)
                    _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }
            if (holds())
                return;
            await changed.WaitAsync(limit.Token);
        }
    }

    public bool IsOwn(int processId) => processId == 1;

    public Task PrepareAsync(IReadOnlyCollection<SetUse> sets, CancellationToken cancellationToken) => Do(static () => { });

    public Task<SetDefinition> ReadAsync(BanSet set, Action<SetElement> onElement, CancellationToken cancellationToken) => Do(() =>
    {
        Readings++;
        if (!_sets.TryGetValue(set.Name, out Dictionary<IPNetwork, long>? elements))
            throw new FirewallException($"There is no set \"{set}\".") { IsOfSet = true };
        foreach ((IPNetwork network, long seconds) in elements)
            onElement(new(network, seconds));
        return Definition;
    });

    public Task ApplyAsync(IReadOnlyList<SetChanges> changes, CancellationToken cancellationToken) => Do(() =>
    {
        Applied.Add(changes);
        if (changes.SelectMany(static change => change.Items).FirstOrDefault(item => Refused.Contains(BanNetwork.Format(item.Element.Network))) is { Element.Network: var network } && Refused.Contains(BanNetwork.Format(network)))
            throw new FirewallException($"It refuses {BanNetwork.Format(network)}.");
        foreach (SetChanges change in changes)
        {
            foreach (SetChange item in change.Items)
            {
                if (item.Kind == SetChangeKind.Remove)
                    _sets[change.Set.Name].Remove(item.Element.Network);
                else
                    _sets[change.Set.Name][item.Element.Network] = item.Element.SecondsLeft;
            }
        }
    });

    public Task WatchAsync(Func<string, bool> isOfInterest, Action<int> onChange, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _isOfInterest = isOfInterest;
            _onChange = onChange;
            _changed.TrySetResult();
        }
        return Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static IPNetwork Parse(string text) => BanNetwork.TryParse(text, out IPNetwork network) ? network : throw new FormatException(text);

    private Task Do(Action work) => Do(() =>
    {
        work();
        return 0;
    });

    private Task<T> Do<T>(Func<T> work)
    {
        lock (_lock)
        {
            try
            {
                return Task.FromResult(Trouble is null ? work() : throw new FirewallException(Trouble) { IsGeneral = true });
            }
            finally
            {
                _changed.TrySetResult();
            }
        }
    }
}
