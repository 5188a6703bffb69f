using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Configuration;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Seeing;

/// <summary>Runs entries through configurations with somebody who watches.</summary>
internal static class Watched
{
    /// <summary>How each entry, and each notice, has walked.</summary>
    public static IReadOnlyList<EntryTrail> Explain(string toml, params IEnumerable<TestEntry> entries)
    {
        var trails = new List<EntryTrail>();
        Run(toml, new EntryExplainer(static _ => true, trails.Add), entries);
        return trails;
    }

    /// <summary>How an entry has walked through one chain of steps.</summary>
    public static EntryTrail ExplainSteps(string steps, string entry) => Explain(Workflows.Chain(steps), TestEntries.Of(entry)).Single();

    /// <summary>What entries have met.</summary>
    public static WalkStatistics Count(string toml, params IEnumerable<TestEntry> entries)
    {
        var statistics = new WalkStatistics();
        Run(toml, statistics, entries);
        return statistics;
    }

    /// <summary>The graph of a configuration through which some entries have walked; without entries, nothing was counted.</summary>
    public static WorkflowGraph Graph(string toml, params TestEntry[] entries) =>
        WorkflowGraph.Of(Workflows.Read(toml, new DiagnosticBag())!, Count(toml, entries), hasRun: entries.Length > 0);

    private static void Run(string toml, WalkObserver observer, IEnumerable<TestEntry> entries)
    {
        var host = new EngineHost { Store = new MemoryStateStore(capacity: 0), Observer = observer, IsReplay = true };
        Workflows.Engine(toml, host, new ListSource([.. entries])).Run(CancellationToken.None);
    }
}
