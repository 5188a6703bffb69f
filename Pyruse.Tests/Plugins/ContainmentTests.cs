using System.Collections.Concurrent;
using Pyruse.Core.Effects;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.Plugins;
using Pyruse.Core.State;
using Pyruse.Tests.Support;
using Pyruse.Plugins.Builtin.Filters;

namespace Pyruse.Tests.Plugins;

/// <summary>What a plugin can do wrong while it works, and how the engine goes on.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ContainmentTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A quarter of the default budget.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1.25);

    private static readonly Lazy<ModuleCatalog> Catalog = new(static () => new(
        PluginLoader.LoadOne(BuiltPlugins.FileOf("Misbehaving")).Modules.Concat(ModuleCatalog.ModulesOf(typeof(EqualsFilter).Assembly))));

    private readonly BlockingCollection<string> _notes = [];
    private readonly ManualResetEventSlim _gate = new();
    private readonly List<Effect> _effects = [];
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordingLogger _log;
    private readonly ManualTime _time = new();
    private string _link = "";

    public ContainmentTests() => _log = new()
    {
        OnMessage = message =>
        {
            if (message.Contains("is given up until", StringComparison.Ordinal))
                _givenUp.TrySetResult();
        },
    };

    public void Dispose()
    {
        // A thread that was given up may still be looking at it.
        _gate.Set();
    }

    [SetUp]
    public void Link_the_modules()
    {
        _link = $"test {TestContext.CurrentContext.Test.ID}";
        AppContext.SetData(_link, _notes);
        AppContext.SetData(_link + ".gate", _gate);
    }

    [TestCase("throwsWhenMade", "t.toml:4:1: error: The filter \"throwsWhenMade\" could not be made: The moon is not right. (InvalidOperationException, in Misbehaving)")]
    [TestCase("throwsWhenPrepared", "t.toml:4:1: error: The filter \"throwsWhenPrepared\" could not be made: the class Misbehaving.ThrowsWhenPrepared can't be prepared: The input string 'no number' was not in a correct format. (TypeInitializationException, in Misbehaving)")]
    public void A_module_that_can_not_be_made_is_an_error_of_the_configuration(string filter, string error) =>
        Assert.That(Workflows.Problems(Workflows.Chain($"{{ filter = \"{filter}\" }}"), Catalog.Value), Is.EqualTo(new[] { error }));

    [Test]
    public void What_modules_throw_at_the_end_is_written_with_their_names_and_the_others_are_disposed_of()
    {
        Engine($"{{ filter = 'throwsAtTheEnd' }}, {{ filter = 'throwsAtTheEndLater' }}, {{ filter = 'endsWell', note = '{_link}' }}", "MESSAGE=a").Run(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(_log.Messages, Is.EqualTo(new[]
            {
                "Warning: At t.toml:4:1, chain \"test\", step 1 (throwsAtTheEnd): failed when it was closed: I am not done yet. (InvalidOperationException)",
                "Warning: At t.toml:4:32, chain \"test\", step 2 (throwsAtTheEndLater): failed when it was closed: Nor am I. (InvalidOperationException)",
            }));
            Assert.That(_notes, Is.EqualTo(new[] { "disposed" }));
        });
    }

    [Test]
    public void Modules_are_disposed_of_when_others_can_not_be_made()
    {
        Workflows.Problems(Workflows.Chain($"{{ filter = 'endsWell', note = '{_link}' }}, {{ filter = 'throwsWhenMade' }}"), Catalog.Value);

        Assert.That(_notes, Is.EqualTo(new[] { "disposed" }));
    }

    [Test]
    public void Modules_of_an_engine_that_is_not_run_are_disposed_of_once()
    {
        PyruseEngine engine = Engine($"{{ filter = 'endsWell', note = '{_link}' }}", "MESSAGE=a");
        engine.Dispose();
        engine.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(_notes, Is.EqualTo(new[] { "disposed" }));
            Assert.That(() => engine.Run(CancellationToken.None), Throws.TypeOf<ObjectDisposedException>());
        });
    }

    [Test]
    public async Task A_slow_step_is_named_while_it_is_at_work_and_goes_on()
    {
        Task run = Start($"{{ filter = 'waits', test = '{_link}' }}, {{ action = 'log', message = 'passed' }}", "MESSAGE=a");
        Expect("waiting");
        for (int look = 0; look < 6; look++)
            await _time.AdvanceToTimer(BetweenLooks);
        await _time.UntilPlannedAsync(BetweenLooks);
        string[] said = [.. _log.Messages];
        _gate.Set();
        await run.WaitAsync(Patience);

        Assert.Multiple(() =>
        {
            Assert.That(said, Is.EqualTo(new[]
            {
                "Warning: At t.toml:4:1, chain \"test\", step 1 (waits) has been at work for 5s; the budget of a step is 5s. Entries wait. After 30s it is given up. Entry: 1",
            }));
            Assert.That(Said, Is.EqualTo(new[] { "passed" }));
        });
    }

    [Test]
    public async Task An_endless_filter_is_given_up_and_counts_as_failed_from_then_on()
    {
        string toml = Workflows.Chain($"{{ filter = 'pcre', field = 'ID', re = '(?P<word>b.)' }}, {{ filter = 'spins', test = '{_link}' }}, {{ action = 'log', message = 'through' }}", "one")
            + Workflows.Chain("{ action = 'log', message = '{MESSAGE} {word}' }", "two");
        PyruseEngine engine = Workflows.Engine(toml, Host(), Source("MESSAGE=fine | ID=ab1", "MESSAGE=spin | ID=ab2", "MESSAGE=fine | ID=ab3"), Catalog.Value);
        Task run = Task.Run(() => engine.Run(CancellationToken.None));
        Expect("spinning");
        await RunOn(run);

        Assert.Multiple(() =>
        {
            Assert.That(Said, Is.EqualTo(new[] { "through", "spin b2", "fine b3" }), "the entry goes on with all that steps before have saved");
            Assert.That(_log.Messages, Has.Some.EqualTo(
                "Error: At t.toml:4:57, chain \"one\", step 2 (spins) did not come back within 30s and is given up until the next start: no entry passes it. "
                + "A thread stays behind in it; restart when it suits, and tell the author of the module. Entry: 2"));
            Assert.That(engine.Progress, Has.Property("Entries").EqualTo(3).And.Property("Failures").EqualTo(1));
        });
    }

    [Test]
    public async Task An_endless_filter_in_a_chain_that_is_told_of_silence_leaves_the_entry_that_waits_for_it()
    {
        string toml = Workflows.Chain($"{{ filter = 'waits', test = '{_link}' }}", "told")
            + Workflows.Chain("{ action = 'log', message = '{PYRUSE_EVENT} {ID}' }, { action = 'counterRaise', counter = 'c', for = 'MESSAGE' }", "all")
            + Workflows.Chain("{ action = 'log', message = '{PYRUSE_EVENT}' }", "well")
            + "[[expect]]\nname = 'c'\ncounter = 'c'\nwithin = 60\nchain = 'told'\nrecovered = 'well'\n";
        ListSource source = new([TestEntries.AtSecond(-1000, "MESSAGE=a | ID=1"), TestEntries.AtSecond(-900, "MESSAGE=b | ID=2"), TestEntries.AtSecond(-890, "MESSAGE=c | ID=3")]);
        PyruseEngine engine = Workflows.Engine(toml, Host(), source, Catalog.Value);
        Task run = Task.Run(() => engine.Run(CancellationToken.None));
        Expect("waiting");
        await RunOn(run);

        Assert.That(Said, Is.EqualTo(new[] { "- 1", "silence -", "- 2", "recovered", "- 3" }));
        Assert.That(engine.Progress.Entries, Is.EqualTo(3));
    }

    [Test]
    public async Task A_thread_that_was_given_up_gets_at_nothing_any_more()
    {
        PyruseEngine engine = Engine($"{{ filter = 'spins', test = '{_link}' }}, {{ action = 'log', message = 'through' }}", "MESSAGE=spin", "MESSAGE=fine");
        Task run = Task.Run(() => engine.Run(CancellationToken.None));
        Expect("spinning");
        await RunOn(run);
        int fields = engine.Workflow.Fields.Count;
        _gate.Set();
        foreach (string what in (string[])["effect", "counter", "field"])
            Expect($"{what}: InvalidOperationException");
        Expect("cursor: LeaseRevokedException");
        Expect("fetch: InvalidOperationException");
        Expect("out");

        Assert.Multiple(() =>
        {
            Assert.That(Said, Is.Empty);
            Assert.That(engine.Workflow.Fields.Count, Is.EqualTo(fields));
        });
    }

    [Test]
    public async Task An_endless_step_does_not_keep_the_engine_from_ending()
    {
        using var end = new CancellationTokenSource();
        PyruseEngine engine = Workflows.Engine(
            "plugins.step_budget = '10m'\n" + Workflows.Chain($"{{ filter = 'spins', test = '{_link}' }}"), Host(), Source("MESSAGE=spin", "MESSAGE=more"), Catalog.Value);
        Task run = Task.Run(() => engine.Run(end.Token));
        Expect("spinning");
        await _time.AdvanceToTimer(BetweenLooks);
        await end.CancelAsync();
        for (int look = 0; look < 4; look++)
            await Task.WhenAny(run, _time.AdvanceToTimer(BetweenLooks));
        await run.WaitAsync(Patience);

        Assert.That(_log.Messages.Single(), Does.Contain("(spins) did not come back within 5s and is given up"));
    }

    [TestCase("99ms")]
    [TestCase("11m")]
    public void The_budget_of_a_step_has_bounds(string budget) => Assert.That(
        Workflows.Problems($"plugins.step_budget = '{budget}'\n" + Workflows.Chain("{ action = 'noop' }")),
        Is.EqualTo(new[] { "t.toml:1:23: error: The key \"step_budget\" of [plugins] must be from \"100ms\" to \"10m\"." }));

    [Test]
    public async Task An_endless_action_is_given_up_and_ends_the_way_of_entries()
    {
        Task run = Start($"{{ action = 'babbles', test = '{_link}' }}, {{ action = 'log', message = 'after' }}", "MESSAGE=a", "MESSAGE=b");
        Expect("babbling");
        await RunOn(run);
        int staged = _effects.Count;
        _gate.Set();
        Expect("silent");

        Assert.Multiple(() =>
        {
            Assert.That(Said.Distinct(), Is.EqualTo(new[] { "bla" }));
            Assert.That(staged, Is.InRange(1, EngineLease.MaxCalls), "what a step can ask for is bounded");
            Assert.That(_effects, Has.Count.EqualTo(staged));
            Assert.That(_log.Messages, Has.Some.Contains("(babbles) did not come back within 30s and is given up until the next start: it ends the way of every entry that gets there."));
        });
    }

    [Test]
    public async Task A_thread_that_waits_for_what_never_happens_is_freed()
    {
        Task run = Start($"{{ filter = 'waits', test = '{_link}' }}", "MESSAGE=a", "MESSAGE=b");
        Expect("waiting");
        await RunOn(run);

        Expect("interrupted");
    }

    [Test]
    public void Services_do_not_work_on_a_thread_of_the_module_itself()
    {
        Engine($"{{ action = 'delegates', test = '{_link}' }}", "MESSAGE=a").Run(CancellationToken.None);

        Expect("elsewhere: InvalidOperationException");
        Assert.That(_effects, Is.Empty);
    }

    [Test]
    public async Task Time_in_the_engine_itself_is_not_the_step_s()
    {
        using var blocked = new SemaphoreSlim(0);
        using var reached = new SemaphoreSlim(0);
        EngineHost host = Host() with
        {
            OnEffect = effect =>
            {
                reached.Release();
                Assert.That(blocked.Wait(Patience));
                _effects.Add(effect);
            },
        };
        PyruseEngine engine = Workflows.Engine(Workflows.Chain("{ action = 'log', message = 'said' }"), host, Source("MESSAGE=a"), Catalog.Value);
        Task run = Task.Run(() => engine.Run(CancellationToken.None));
        Assert.That(await reached.WaitAsync(Patience));
        for (int look = 0; look < 40; look++)
            await _time.AdvanceToTimer(BetweenLooks);
        blocked.Release();
        await run.WaitAsync(Patience);

        Assert.That((_log.Messages.Count, Said.Single()), Is.EqualTo((0, "said")));
    }

    [Test]
    public async Task A_machine_that_was_suspended_makes_no_step_look_slow()
    {
        Task run = Start($"{{ filter = 'waits', test = '{_link}' }}", "MESSAGE=a");
        Expect("waiting");
        await _time.AdvanceToTimer(BetweenLooks);
        await _time.UntilPlannedAsync(BetweenLooks);
        _time.Advance(TimeSpan.FromDays(1));
        await _time.UntilPlannedAsync(BetweenLooks);
        _gate.Set();
        await run.WaitAsync(Patience);

        Assert.That(_log.Messages, Is.Empty);
    }

    private IEnumerable<string> Said => _effects.Cast<LogEffect>().Select(static effect => effect.Message);

    private static ListSource Source(params string[] entries) => new([.. entries.Select(static (entry, i) => TestEntries.AtSecond(i, entry))]);

    private EngineHost Host() => new() { Store = new MemoryStateStore(), Logger = _log, Time = _time, OnEffect = _effects.Add };

    private PyruseEngine Engine(string steps, params string[] entries) => Workflows.Engine(Workflows.Chain(steps), Host(), Source(entries), Catalog.Value);

    private Task Start(string steps, params string[] entries)
    {
        PyruseEngine engine = Engine(steps, entries);
        return Task.Run(() => engine.Run(CancellationToken.None));
    }

    /// <summary>
    /// Lets the time go on until a step is given up, and waits for the end. How many looks that takes depends on how far the step's thread gets meanwhile; on
    /// a clock that went on, the next thread would soon look stuck, too.
    /// </summary>
    private async Task RunOn(Task run)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!_givenUp.Task.IsCompleted && TimeProvider.System.GetElapsedTime(start) < Patience)
            await Task.WhenAny(_givenUp.Task, run, _time.AdvanceToTimer(BetweenLooks));
        await run.WaitAsync(Patience);
    }

    private void Expect(string note)
    {
        Assert.That(_notes.TryTake(out string? found, Patience), $"\"{note}\" in time");
        Assert.That(found, Is.EqualTo(note));
    }
}
