using Pyruse.Benchmarks.InProcess;
using Pyruse.Benchmarks.Workload;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;

namespace Pyruse.Benchmarks.Steady;

/// <summary>Finds the entries that only filters see: those after which there is nothing to commit.</summary>
internal static class QuietEntries
{
    /// <summary>Walks entries through chains, one by one.</summary>
    /// <param name="workflow">The chains, as TOML.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those that changed nothing and had no effect.</returns>
    public static IReadOnlyList<WorkloadEntry> Of(string workflow, IReadOnlyList<WorkloadEntry> entries, CancellationToken cancellationToken)
    {
        var source = new OneByOneSource(entries);
        HashSet<int> busy = [];
        using var watch = new CommitWatch(_ => busy.Add(source.Current));
        using var store = new MemoryStateStore(0);
        EngineMaker.Make($"{workflow}\n[[source]]\ntype = \"export\"\npath = \"-\"\n", new EngineHost { Store = store, Metrics = watch.Metrics }, _ => source).Run(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. entries.Where((_, number) => !busy.Contains(number))];
    }
}
