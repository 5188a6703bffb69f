using Microsoft.Extensions.Logging.Abstractions;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Frequency;

/// <summary>Random histories, compared with what is meant: replayed, run, read from several sources that are not equally far, and with restarts in between.</summary>
public sealed class RandomHistoryTests
{
    private const int End = 600;

    private const string Tables = """
        [[expect]]
        name = "beat"
        counter = "a"
        at_least = 3
        within = 60
        remind = 70
        chain = "told"
        recovered = "told"
        [[pair]]
        name = "pair"
        first = "a"
        then = "b"
        within = 40
        chain = "told"
        met = "told"
        """;

    [Test]
    public void A_replay_tells_what_is_meant([Range(1, 40)] int seed)
    {
        History history = History.Of(seed);
        Assert.That(FrequencyRun.Replay(Tables, history.Text), Is.EquivalentTo(history.Meant));
    }

    [Test]
    public void A_run_tells_the_same_in_the_same_order([Range(1, 40)] int seed)
    {
        History history = History.Of(seed);
        Assert.That(FrequencyRun.Run(Tables, history.Text), Is.EqualTo(FrequencyRun.Replay(Tables, history.Text)));
    }

    [Test]
    public void Sources_that_are_not_equally_far_make_no_difference([Range(1, 20)] int seed, [Values] bool isReplay)
    {
        History history = History.Of(seed, isEachSecondOnce: true);
        ISource[] sources = [.. history.Deal(3).Select(static part => new ListSource(FrequencyRun.Entries(part)))];
        Assert.That(FrequencyRun.Told(Tables, FrequencyRun.LiveHost() with { IsReplay = isReplay }, sources), Is.EquivalentTo(history.Meant));
    }

    [Test]
    public void A_source_that_reads_one_file_after_the_other_makes_no_difference([Range(1, 20)] int seed, [Values] bool isReplay)
    {
        History history = History.Of(seed, isEachSecondOnce: true);
        var source = new OneAfterTheOther(FrequencyRun.Entries(string.Join(' ', history.Deal(3))));
        Assert.That(FrequencyRun.Told(Tables, FrequencyRun.LiveHost() with { IsReplay = isReplay }, source), Is.EquivalentTo(history.Meant));
    }

    [Test]
    public void Restarts_make_no_difference([Range(1, 10)] int seed)
    {
        History history = History.Of(seed);
        using var directory = new TempDirectory();
        IReadOnlyList<TestEntry> entries = FrequencyRun.Entries(history.Text);
        var random = new Random(seed);
        var effects = new List<Effect>();
        for (int read = 0; read < entries.Count;)
        {
            read = Math.Min(entries.Count, read + random.Next(1, 40));
            using SqliteStateStore store = SqliteStateStore.Open(directory.Path, TimeProvider.System, NullLogger.Instance);
            using var end = new CancellationTokenSource();
            var host = new EngineHost { Store = store, IsReplay = true, OnEffect = effects.Add };
            Workflows.Engine(FrequencyRun.Chains + Tables, host, new InterruptedSource(entries, read, end)).Run(end.Token);
        }
        Assert.That(FrequencyRun.Show(effects), Is.EqualTo(FrequencyRun.Replay(Tables, history.Text)));
    }

    /// <summary>Raises at whole seconds, and what is meant to be told of them.</summary>
    private sealed record History(IReadOnlyList<(int Second, char Counter, char Key)> Raises)
    {
        public string Text => $"0: {string.Join(' ', Raises.Select(Write))} {End}:";

        public IEnumerable<string> Meant =>
        [
            .. FrequencyModel.Expect([.. Raises.Where(static raise => raise.Counter == 'a').Select(static raise => raise.Second)], 0, End, atLeast: 3, within: 60, remind: 70),
            .. FrequencyModel.Pair(Raises, End, within: 40),
        ];

        public static History Of(int seed, bool isEachSecondOnce = false)
        {
            var random = new Random(seed);
            IEnumerable<int> seconds = Enumerable.Range(0, random.Next(20, 90)).Select(_ => random.Next(0, End));
            if (isEachSecondOnce)
                seconds = seconds.Distinct();
            return new([.. seconds.Order().Select(second => (second, "ab"[random.Next(2)], "xyz"[random.Next(3)]))]);
        }

        /// <summary>Deals the history out to several sources; each has its beginning and its end.</summary>
        public IEnumerable<string> Deal(int sources) => Enumerable.Range(0, sources)
            .Select(source => $"0: {string.Join(' ', Raises.Where((_, i) => i * 7 % sources == source).Select(Write))} {End}:");

        private static string Write((int Second, char Counter, char Key) raise) => $"{raise.Second}:{raise.Counter}/{raise.Key}";
    }

    /// <summary>Ends the engine, as SIGTERM does, once it has yielded some entries.</summary>
    private sealed class InterruptedSource(IReadOnlyList<TestEntry> entries, int upTo, CancellationTokenSource end) : ISource
    {
        private readonly ListSource _list = new([.. entries.Take(upTo)]);

        public string? Cursor => _list.Cursor;

        public void Open(SourceStart start) => _list.Open(start);

        public bool TryRead(LogEntry entry)
        {
            if (_list.TryRead(entry))
                return true;
            if (upTo < entries.Count)
                end.Cancel();
            return false;
        }

        public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _list.WaitAsync(cancellationToken);

        public ValueTask DisposeAsync() => _list.DisposeAsync();
    }
}
