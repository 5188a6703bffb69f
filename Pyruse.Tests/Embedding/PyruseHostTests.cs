using System.Threading.Channels;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Embedding;
using Pyruse.Core.Modules;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Embedding;

/// <summary>Entries in, effects out, and how it ends.</summary>
public sealed class PyruseHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task An_instance_is_left_alone_at_the_end_and_a_module_that_the_engine_made_is_disposed_of()
    {
        DisposableFilter.Disposed.Clear();
        var given = new DisposableFilter("given");
        await Embedded.Builder().AddModule<DisposableFilter>().AddChain("a", chain => chain.Filter(given).Filter("disposable", ("name", "made"))).RunAsync("a");
        await Embedded.Builder().AddModule<DisposableFilter>().AddChain("a", static chain => chain.Filter("disposable", ("name", "never run"))).Build().DisposeAsync();
        Assert.That(DisposableFilter.Disposed, Is.EqualTo(new[] { "made", "never run" }));
    }

    [Test]
    public async Task A_sequence_and_what_is_pushed_go_through_the_same_chains()
    {
        IReadOnlyList<string> lines = await Embedded.Builder().LogAll().AddSource("sequence", Embedded.Sequence("a", "b")).RunAsync("c");
        Assert.That(lines, Is.EquivalentTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public async Task A_source_is_opened_read_and_disposed_of_on_the_engines_thread()
    {
        IReadOnlyList<string> lines = await Embedded.Builder().LogAll().AddSource("list", new ListSource([TestEntries.Of("MESSAGE=a"), TestEntries.Of("MESSAGE=b")])).RunAsync();
        Assert.That(lines, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task A_source_is_named_as_in_a_file()
    {
        using var directory = new TempDirectory();
        string file = directory.Write("e.export", "__REALTIME_TIMESTAMP=1\nMESSAGE=exported\n\n");
        Assert.That(await Embedded.Builder().LogAll().AddSource("export", ("path", file)).RunAsync(), Is.EqualTo(new[] { "exported" }));
    }

    [Test]
    public async Task Fields_have_their_types_and_a_field_may_occur_twice()
    {
        var lines = new List<string>();
        await using PyruseHost host = Embedded.Builder()
            .AddChain("a", static chain => chain.Filter("equals", ("field", "X"), ("value", "2")).Filter("lowerOrEquals", ("field", "PRIORITY"), ("value", 10)).Action("log", ("message", "{__REALTIME_TIMESTAMP:%Y} {X} {long}")))
            .OnEffect(effect => lines.Add(Embedded.Line(effect))).Start();
        string large = new('ü', 10_000);
        await host.PushAsync(new InputEntry(("X", "1"), ("X", "2"), ("PRIORITY", "9"), ("long", large)) { Time = new DateTimeOffset(2020, 6, 1, 0, 0, 0, TimeSpan.Zero) });
        await host.CompleteAsync();
        Assert.That(lines, Is.EqualTo(new[] { "2020 1 " + large }));
    }

    [Test]
    public async Task A_field_that_only_a_lambda_asks_for_is_there_for_the_first_entry() => Assert.That(
        await Embedded.Builder().AddChain("a", static chain => chain.Action(static (entry, services) => services.Effects.Log(JournalLevel.Info, entry["MES" + "SAGE"] + entry["nothing"]))).RunAsync("a"),
        Is.EqualTo(new[] { "a" }));

    [Test]
    public async Task Effects_are_told_when_they_are_committed_in_the_order_of_steps()
    {
        var store = new MemoryStateStore();
        var committed = new List<string>();
        await using PyruseHost host = Embedded.Builder().UseStore(store)
            .AddChain("a", static chain => chain
                .Action("dailyReport", ("level", "INFO"), ("message", "{MESSAGE}"))
                .Action("nftBan", ("IP", "MESSAGE"), ("nftSetIPv4", "inet a b"), ("nftSetIPv6", "inet a c"))
                .Action("email", ("message", "x"), ("subject", "{MESSAGE}")))
            .OnEffect(effect => committed.Add($"{Embedded.Line(effect)} with {store.ReadReportLines(ReportCut.Everything).Count()} report lines kept")).Start();
        await host.PushAsync(("MESSAGE", "192.0.2.1"));
        await host.CompleteAsync();
        Assert.Multiple(() =>
        {
            Assert.That(committed, Is.EqualTo(new[] { "report 192.0.2.1", "ban 192.0.2.1", "mail 192.0.2.1" }.Select(static line => line + " with 1 report lines kept")));
            Assert.That(store.ReadOutbox(0, 10), Is.Empty, "what was told is done");
        });
    }

    [Test]
    public async Task A_callback_that_throws_is_logged_and_stops_nothing()
    {
        var log = new RecordingLogger();
        IReadOnlyList<string> lines = await Embedded.Builder().UseLogger(log).LogAll().OnEffect(static _ => throw new InvalidDataException("no")).RunAsync("a", "b");
        Assert.Multiple(() =>
        {
            Assert.That(lines, Is.EqualTo(new[] { "a", "b" }));
            Assert.That(log.Messages, Has.Exactly(2).EqualTo("Error: A callback for effects failed on LogEffect: no"));
        });
    }

    [Test]
    public async Task A_full_stream_of_effects_holds_back_whoever_pushes()
    {
        await using PyruseHost host = Embedded.Builder().LogAll().UseInput(new EntryQueue(1)).StreamEffects(1).Start();
        Task push = Task.Run(async () =>
        {
            for (int i = 0; i < 5000; i++)
                await host.PushAsync(("MESSAGE", $"{i}"));
            host.Input.Complete();
        });
        var read = new List<string>();
        IAsyncEnumerator<Effect> effects = host.ReadEffectsAsync().GetAsyncEnumerator();
        await effects.MoveNextAsync();
        Assert.That(push.IsCompleted, Is.False, "a batch has 1,000 entries at most");
        do
            read.Add(Embedded.Line(effects.Current));
        while (await effects.MoveNextAsync());
        await push;
        Assert.That(read, Is.EqualTo(Enumerable.Range(0, 5000).Select(static i => $"{i}")));
    }

    [Test]
    public async Task A_stream_must_be_asked_for()
    {
        await using PyruseHost host = Embedded.Builder().LogAll().Start();
        Assert.That(() => host.ReadEffectsAsync(), Throws.InvalidOperationException.With.Message.Contains("StreamEffects()"));
    }

    [Test]
    public async Task A_handler_carries_out_what_it_takes_and_nobody_misses_the_rest()
    {
        var log = new RecordingLogger();
        var handler = new MailCollector();
        IReadOnlyList<string> lines = await Embedded.Builder().UseLogger(log).AddEffectHandler(handler)
            .AddChain("a", static chain => chain.Action("email", ("message", "x"), ("subject", "{MESSAGE}")).Action("log", ("message", "{MESSAGE}")))
            .RunAsync("a", "b");
        Assert.Multiple(() =>
        {
            Assert.That(handler.Subjects, Is.EqualTo(new[] { "a", "b" }));
            Assert.That(lines, Is.EqualTo(new[] { "mail a", "a", "mail b", "b" }));
            Assert.That(log.Messages, Is.Empty);
        });
    }

    [Test]
    public async Task What_was_committed_but_not_told_is_told_by_the_next_run()
    {
        using var directory = new TempDirectory();
        using (IStateStore store = SqliteStateStore.Open(directory.Path, TimeProvider.System, new RecordingLogger()))
        {
            var batch = new StateBatch();
            batch.Effects.Add(new LogEffect(new EffectOrigin("a", 0, 1, ""), JournalLevel.Info, "from before the crash"));
            store.Commit(batch);
        }
        using SqliteStateStore reopened = SqliteStateStore.Open(directory.Path, TimeProvider.System, new RecordingLogger());
        Assert.Multiple(async () =>
        {
            Assert.That(await Embedded.Builder().UseStore(reopened).LogAll().RunAsync("a"), Is.EqualTo(new[] { "from before the crash", "a" }));
            Assert.That(reopened.ReadOutbox(0, 10), Is.Empty);
        });
    }

    [Test]
    public async Task A_sequence_that_throws_ends_the_engine_and_whoever_waits_hears_why()
    {
        await using PyruseHost host = Embedded.Builder().LogAll().AddSource("broken", Broken()).Start();
        Assert.That(
            () => host.CompleteAsync(),
            Throws.TypeOf<SourceException>().With.Message.EqualTo("The source \"broken\" failed: The database is gone. (InvalidDataException)"));

        static async IAsyncEnumerable<InputEntry> Broken()
        {
            await Task.Yield();
            yield return new InputEntry(("MESSAGE", "a"));
            throw new InvalidDataException("The database is gone.");
        }
    }

    [Test]
    public async Task Stopping_handles_what_was_pushed_and_leaves_endless_sources()
    {
        var lines = new List<string>();
        await using PyruseHost host = Embedded.Builder().LogAll().AddSource("endless", Endless()).OnEffect(effect => lines.Add(Embedded.Line(effect))).Start();
        for (int i = 0; i < 500; i++)
            await host.PushAsync(("MESSAGE", $"{i}"));
        await host.StopAsync().WaitAsync(Patience);
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Count.EqualTo(500));
            Assert.That(async () => await host.PushAsync(("MESSAGE", "late")), Throws.InstanceOf<ChannelClosedException>());
        });

        static async IAsyncEnumerable<InputEntry> Endless([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield break;
        }
    }

    [Test]
    public async Task Disposing_ends_at_once_though_nobody_reads_the_effects()
    {
        PyruseHost host = Embedded.Builder().LogAll().StreamEffects(1).Start();
        for (int i = 0; i < 10; i++)
            await host.PushAsync(("MESSAGE", "x"));
        await host.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.That(host.Completion.IsCompletedSuccessfully);
        await host.DisposeAsync();
    }

    [Test]
    public async Task An_engine_that_was_never_started_can_be_disposed_of()
    {
        PyruseHost host = Embedded.Builder().LogAll().Build();
        await host.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.That(host.Completion.IsCompletedSuccessfully);
    }

    [Test]
    public async Task Completing_may_be_given_up_waiting_for()
    {
        await using PyruseHost host = Embedded.Builder().LogAll().AddSource("waiting", Waiting()).Start();
        using var cancelled = new CancellationTokenSource();
        Task completed = host.CompleteAsync(cancelled.Token);
        await cancelled.CancelAsync();
        Assert.That(async () => await completed, Throws.InstanceOf<OperationCanceledException>());

        static async IAsyncEnumerable<InputEntry> Waiting([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield break;
        }
    }

    private sealed class MailCollector : IEffectHandler
    {
        public List<string> Subjects { get; } = [];

        public TimeSpan Patience => TimeSpan.FromMinutes(1);

        public string? TargetOf(Effect effect) => effect is EmailEffect ? "mail" : null;

        public Task<EffectResult> CarryOutAsync(Effect effect, CancellationToken cancellationToken)
        {
            Subjects.Add(((EmailEffect)effect).Subject);
            return Task.FromResult(EffectResult.Done);
        }
    }
}

/// <summary>Notes that it was disposed of.</summary>
[Filter("disposable")]
public sealed class DisposableFilter(string name) : IFilter, IDisposable
{
    internal static List<string> Disposed { get; } = [];

    /// <inheritdoc/>
    public bool Matches(Core.Entries.LogEntry entry) => true;

    /// <inheritdoc/>
    public void Dispose() => Disposed.Add(name);
}
