using Pyruse.Benchmarks.InProcess;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;
using Pyruse.Benchmarks.Workload;
using Pyruse.Core.Hosting;
using Pyruse.Journal;

namespace Pyruse.Benchmarks.Steady;

/// <summary>The garbage that entries make which only filters see, read from a journal and walked through the 87 chains.</summary>
internal static class Collections
{
    /// <summary>Before a half has passed, what is made once is made: engines of patterns, buffers.</summary>
    private const int SettlingShare = 2;

    public static void Measure(TextTable table, int entries, int seed, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine("Garbage …");
        string workflow = File.ReadAllText(CommonOptions.Workflow(null));
        IReadOnlyList<WorkloadEntry> quiet = QuietEntries.Of(workflow, [.. new WorkloadGenerator(seed).Take(entries)], cancellationToken);
        using var scratch = new ScratchDirectory();
        string journal = scratch.Make("journal");
        WorkloadJournal.Make(journal, quiet, cancellationToken);
        int settled = quiet.Count / SettlingShare;
        GarbageTally before = default, after = default;
        PyruseEngine engine = EngineMaker.Make(
            $"{workflow}\n[[source]]\ntype = \"journal\"\ndirectory = \"{journal}\"\n",
            adaptSource: source => new WatchedSource(((JournalSource)source).ForReplay(null), read =>
            {
                if (read == settled)
                    before = GarbageTally.Now();
                else if (read == quiet.Count)
                    after = GarbageTally.Now();
            }));
        engine.Run(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        int seen = quiet.Count - settled;
        table.Add("entries that only filters see, of all", Figures.Percent(quiet.Count / (double)entries), "–")
            .Add($"collections of generation 1 and 2 while {Figures.Count(seen)} of them are read", $"{after.Older - before.Older}", "0")
            .Add("collections of generation 0", $"{after.Young - before.Young}", "–")
            .Add("bytes allocated for each", Figures.Short((after.Bytes - before.Bytes) / (double)seen), "0");
    }
}

/// <summary>What the garbage collector of this process has done so far, and what the current thread has allocated.</summary>
internal readonly record struct GarbageTally(int Young, int Older, long Bytes)
{
    // A collection of a generation counts as one of those below, too.
    public static GarbageTally Now() => new(GC.CollectionCount(0) - GC.CollectionCount(1), GC.CollectionCount(1), GC.GetAllocatedBytesForCurrentThread());
}
