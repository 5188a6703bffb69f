using Pyruse.Core.Chains;
using Pyruse.Core.Effects;
using Pyruse.Core.Hosting;

namespace Pyruse.Cli.Metrics;

/// <summary>Counts what engines tell, for measurements. Engines tell one after the other; any thread may look.</summary>
/// <remarks>An entry costs nothing: only commits and failures are told, and entries are read from the engine's own count.</remarks>
internal sealed class EngineCounts : IEngineMetrics
{
    /// <summary>The bounds of the histogram of commits, in seconds: a database in memory, an SSD, a disk, an SD card, trouble.</summary>
    public static readonly double[] Bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

    /// <summary>A daemon may see many configurations: names beyond this many are counted together, without a name.</summary>
    private const int MaxNames = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Chain, int Step, string Module), long> _failures = [];
    private readonly Dictionary<(Firewall Firewall, string Set), long> _bans = [];
    private readonly long[] _commits = new long[Bounds.Length + 1];
    private double _commitSeconds;

    /// <summary>Steps are counted from 1 here, as messages count them.</summary>
    public void StepFailed(WorkflowStep step)
    {
        lock (_lock)
            Add(_failures, (step.Chain, step.Index + 1, step.Module));
    }

    public void Committed(IReadOnlyList<Effect> effects, TimeSpan duration)
    {
        lock (_lock)
        {
            int bucket = Array.BinarySearch(Bounds, duration.TotalSeconds);
            _commits[bucket < 0 ? ~bucket : bucket]++;
            _commitSeconds += duration.TotalSeconds;
            foreach (Effect effect in effects)
            {
                if (effect is BanEffect ban)
                    Add(_bans, (ban.Firewall, ban.Set));
            }
        }
    }

    /// <summary>Gives all counts at one moment.</summary>
    public Counts Take()
    {
        lock (_lock)
            return new([.. _failures.Select(static pair => (pair.Key, pair.Value))], [.. _bans.Select(static pair => (pair.Key, pair.Value))], [.. _commits], _commitSeconds);
    }

    private static void Add<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : struct
    {
        if (counts.Count >= MaxNames && !counts.ContainsKey(key))
            key = default;
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>Counts at one moment.</summary>
    /// <param name="Failures">The failures of each step.</param>
    /// <param name="Bans">The bans in each set.</param>
    /// <param name="Commits">The commits that took no longer than each of <see cref="Bounds"/>, but longer than the one before; last, those that took longer than all.</param>
    /// <param name="CommitSeconds">How long all commits took.</param>
    public sealed record Counts(
        IReadOnlyList<((string Chain, int Step, string Module) Step, long Count)> Failures, IReadOnlyList<((Firewall Firewall, string Set) Set, long Count)> Bans,
        IReadOnlyList<long> Commits, double CommitSeconds);
}
