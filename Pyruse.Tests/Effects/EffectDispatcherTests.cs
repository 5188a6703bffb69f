using System.Collections.Concurrent;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Effects;

/// <summary>Committed effects are carried out in order, again and again while they fail, and leave the outbox when they are done.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EffectDispatcherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MemoryStateStore _store = new();
    private readonly ManualTime _time = new();
    private readonly RecordingLogger _logger = new();

    [Test]
    public async Task Effects_for_one_target_are_carried_out_in_their_order()
    {
        var handler = new RecordingHandler();
        await using EffectDispatcher dispatcher = Dispatcher(handler, workers: 4);

        dispatcher.Enqueue(Commit(Enumerable.Range(0, 200).Select(number => Mail($"{number}"))));
        await dispatcher.DrainAsync(Patience);

        Assert.That(handler.Done, Is.EqualTo(Enumerable.Range(0, 200).Select(number => $"{number}")));
        Assert.That(_store.ReadOutbox(0, 10), Is.Empty);
    }

    [Test]
    public async Task A_target_that_hangs_does_not_hold_up_another()
    {
        var handler = new RecordingHandler { Hang = static effect => effect is EmailEffect };
        await using EffectDispatcher dispatcher = Dispatcher(handler, workers: 2);

        dispatcher.Enqueue(Commit([Mail("hangs"), Log("goes on")]));
        await handler.Until(static done => done.Contains("goes on"));

        Assert.That(handler.Done, Is.EqualTo(new[] { "goes on" }));
    }

    [Test]
    public async Task What_fails_is_tried_again_with_growing_delays_until_it_is_done()
    {
        int failures = 5;
        var handler = new RecordingHandler { Answer = _ => failures-- > 0 ? EffectResult.TryAgain("the server is away.") : EffectResult.Done };
        await using EffectDispatcher dispatcher = Dispatcher(handler);

        dispatcher.Enqueue(Commit([Mail("a"), Mail("b")]));
        for (int seconds = 1; seconds <= 16; seconds *= 2)
            await _time.AdvanceToTimer(TimeSpan.FromSeconds(seconds));
        await handler.Until(static done => done.Count == 2);

        Assert.That(handler.Done, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(handler.Attempts, Is.EqualTo(7));
    }

    [Test]
    public async Task A_failure_is_told_when_it_is_new_and_else_once_an_hour()
    {
        string problem = "refused connection.";
        var handler = new RecordingHandler { Answer = _ => problem.Length > 0 ? EffectResult.TryAgain(problem) : EffectResult.Done };
        await using EffectDispatcher dispatcher = Dispatcher(handler);

        dispatcher.Enqueue(Commit([Mail("a")]));
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(1));
        await _time.UntilPlannedAsync(TimeSpan.FromSeconds(2));
        problem = "535 wrong password.";
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(2));
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(4));
        await _time.UntilPlannedAsync(TimeSpan.FromSeconds(8));
        problem = "";
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(8));
        await handler.Until(static done => done.Count == 1);
        await dispatcher.DrainAsync(Patience);

        Assert.That(_logger.Failures, Is.EqualTo(new[] { "chain/0: refused connection.", "chain/0: 535 wrong password." }));
        Assert.That(_logger.Messages, Is.EqualTo(new[] { "Information: An effect (mail) of chain \"chain\" is carried out at last, after 4 failures." }));
    }

    [Test]
    public async Task A_handler_that_takes_several_finds_what_has_come_meanwhile()
    {
        var seen = new ConcurrentQueue<string>();
        var last = new TaskCompletionSource();
        int calls = 0;
        var handler = new FoldingHandler(waiting =>
        {
            if (waiting is [EmailEffect { Body: "d" }])
                last.SetResult();
            seen.Enqueue(string.Concat(waiting.Cast<EmailEffect>().Select(static mail => mail.Body)));
            return calls++ == 0 ? new(EffectResult.HoldBack(TimeSpan.FromMinutes(50)), []) : new(EffectResult.Done, [waiting[0], .. waiting.Skip(1).Where(static effect => effect is EmailEffect { Body: "c" })]);
        });
        await using EffectDispatcher dispatcher = Dispatcher(handler);

        dispatcher.Enqueue(Commit([Mail("a"), Mail("b")]));
        await _time.UntilPlannedAsync(TimeSpan.FromMinutes(50));
        await dispatcher.DrainAsync(Patience);
        dispatcher.Enqueue(Commit([Mail("c"), Mail("d")]));
        await _time.AdvanceToTimer(TimeSpan.FromMinutes(50));
        await last.Task.WaitAsync(Patience);
        await dispatcher.DrainAsync(Patience);

        Assert.That(seen, Is.EqualTo(new[] { "ab", "abcd", "bd", "d" }));
        Assert.That(_store.ReadOutbox(0, 10), Is.Empty);
        Assert.That(_logger.Failures.Concat(_logger.Messages), Is.Empty);
    }

    [Test]
    public async Task A_target_that_fails_for_long_leaves_room_for_others()
    {
        var handler = new RecordingHandler { Answer = static effect => effect is EmailEffect ? EffectResult.TryAgain("away.") : EffectResult.Done };
        await using EffectDispatcher dispatcher = Dispatcher(handler);

        dispatcher.Enqueue(Commit(Enumerable.Range(0, EffectDispatcher.MaxPending * 2).Select(static number => Mail($"{number}"))));
        dispatcher.Enqueue(Commit(Enumerable.Range(0, EffectDispatcher.MaxPending * 2).Select(static number => Log($"{number}"))));
        await handler.Until(static done => done.Count == EffectDispatcher.MaxPending * 2);

        Assert.That(handler.Done, Is.EqualTo(Enumerable.Range(0, EffectDispatcher.MaxPending * 2).Select(static number => $"{number}")));
    }

    [Test]
    public async Task What_is_given_up_leaves_the_outbox_after_one_clear_message()
    {
        var handler = new RecordingHandler { Answer = static _ => EffectResult.GivenUp("the address is unknown.") };
        await using EffectDispatcher dispatcher = Dispatcher(handler);

        dispatcher.Enqueue(Commit([Mail("a")]));
        await dispatcher.DrainAsync(Patience);

        Assert.That(_store.ReadOutbox(0, 10), Is.Empty);
        Assert.That(_logger.Failures, Is.EqualTo(new[] { "chain/0: the address is unknown." }));
    }

    [Test]
    public async Task Effects_that_several_threads_commit_are_all_carried_out_whichever_is_enqueued_first()
    {
        var handler = new RecordingHandler();
        await using EffectDispatcher dispatcher = Dispatcher(handler);
        IReadOnlyList<OutboxEntry> first = Commit([Mail("a")]);
        IReadOnlyList<OutboxEntry> second = Commit([Mail("b")]);

        dispatcher.Enqueue(second);
        dispatcher.Enqueue(first);
        await dispatcher.DrainAsync(Patience);

        Assert.That(handler.Done, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task What_an_earlier_run_left_is_carried_out_first()
    {
        Commit([Mail("left"), Mail("behind")]);
        var handler = new RecordingHandler();
        await using EffectDispatcher dispatcher = Dispatcher(handler);

        dispatcher.Resume();
        dispatcher.Enqueue(Commit([Mail("new")]));
        await dispatcher.DrainAsync(Patience);

        Assert.That(handler.Done, Is.EqualTo(new[] { "left", "behind", "new" }));
    }

    [Test]
    public async Task What_does_not_fit_in_memory_waits_in_the_store_and_keeps_its_order()
    {
        int count = (EffectDispatcher.MaxPending * 3) + 17;
        var handler = new RecordingHandler();
        await using EffectDispatcher dispatcher = Dispatcher(handler);

        for (int number = 0; number < count; number++)
            dispatcher.Enqueue(Commit([Mail($"{number}")]));
        await dispatcher.DrainAsync(Patience);

        Assert.That(handler.Done, Is.EqualTo(Enumerable.Range(0, count).Select(number => $"{number}")));
    }

    [Test]
    public async Task What_a_handler_throws_counts_as_a_failure_that_is_tried_again()
    {
        bool isFirst = true;
        var handler = new RecordingHandler
        {
            Answer = _ =>
            {
                if (!isFirst)
                    return EffectResult.Done;
                isFirst = false;
                throw new InvalidOperationException("broken");
            },
        };
        await using EffectDispatcher dispatcher = Dispatcher(handler);

        dispatcher.Enqueue(Commit([Mail("a")]));
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(1));
        await handler.Until(static done => done.Count == 1);

        Assert.That(handler.Done, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task After_the_end_what_is_not_done_is_still_in_the_outbox()
    {
        var handler = new RecordingHandler { Answer = static _ => EffectResult.TryAgain("away.") };
        EffectDispatcher dispatcher = Dispatcher(handler);
        dispatcher.Enqueue(Commit([Mail("a"), Mail("b")]));
        await dispatcher.DrainAsync(Patience);

        await dispatcher.DisposeAsync();

        Assert.That(_store.ReadOutbox(0, 10).Select(static entry => ((EmailEffect)entry.Effect).Body), Is.EqualTo(new[] { "a", "b" }));
    }

    private static EmailEffect Mail(string body) => new(new EffectOrigin("chain", 0, 1, "cursor"), "subject", body);

    private static LogEffect Log(string message) => new(new EffectOrigin("chain", 0, 1, "cursor"), JournalLevel.Info, message);

    private EffectDispatcher Dispatcher(IEffectHandler handler, int workers = 2) => new([handler], _store, workers, _time, _logger);

    private List<OutboxEntry> Commit(IEnumerable<Effect> effects)
    {
        var batch = new StateBatch();
        batch.Effects.AddRange(effects);
        _store.Commit(batch);
        return batch.Outbox;
    }

    /// <summary>Carries out as many as a test says.</summary>
    private sealed class FoldingHandler(Func<IReadOnlyList<Effect>, BatchResult> answer) : IBatchEffectHandler
    {
        public TimeSpan Patience => TimeSpan.FromHours(1);

        public string? TargetOf(Effect effect) => "mail";

        public Task<BatchResult> CarryOutAsync(IReadOnlyList<Effect> waiting, bool hasMore, CancellationToken cancellationToken) => Task.FromResult(answer(waiting));
    }

    /// <summary>Carries out nothing, but notes what was done; it can be told to fail or to hang.</summary>
    private sealed class RecordingHandler : IEffectHandler
    {
        private readonly ConcurrentQueue<string> _done = new();
        private readonly SemaphoreSlim _news = new(0);
        private int _attempts;

        public Func<Effect, EffectResult> Answer { get; init; } = static _ => EffectResult.Done;

        public Func<Effect, bool> Hang { get; init; } = static _ => false;

        public IReadOnlyCollection<string> Done => _done;

        public int Attempts => _attempts;

        public TimeSpan Patience => TimeSpan.FromHours(1);

        public string? TargetOf(Effect effect) => effect is EmailEffect ? "mail" : "log";

        public async Task<EffectResult> CarryOutAsync(Effect effect, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _attempts);
            if (Hang(effect))
                await Task.Delay(Timeout.Infinite, cancellationToken);
            EffectResult result = Answer(effect);
            if (result.Outcome == EffectOutcome.Done)
                _done.Enqueue(effect is EmailEffect mail ? mail.Body : ((LogEffect)effect).Message);
            _news.Release();
            return result;
        }

        public async Task Until(Func<IReadOnlyCollection<string>, bool> condition)
        {
            while (!condition(Done))
                Assert.That(await _news.WaitAsync(EffectDispatcherTests.Patience), "Nothing happened for too long.");
        }
    }
}
