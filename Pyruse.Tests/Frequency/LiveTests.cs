using System.Threading.Channels;
using Pyruse.Core.Effects;
using Pyruse.Core.Embedding;
using Pyruse.Core.Entries;
using Pyruse.Core.Frequency;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.State;
using Pyruse.Tests.Embedding;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Frequency;

/// <summary>While a daemon follows its sources, time passes also when nothing comes.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LiveTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _handled = Channel.CreateUnbounded<string>();
    private readonly ManualTime _time = new();

    [Test]
    public async Task Silence_is_told_though_no_entry_ever_comes()
    {
        await using PyruseHost host = Builder().Start();
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(32));
        Assert.That(await Next(), Is.EqualTo("30 silence beat any 0"));
    }

    [Test]
    public async Task Reminders_come_by_the_clock()
    {
        await using PyruseHost host = Builder(static expect => expect with { Remind = TimeSpan.FromSeconds(10) }).Start();
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(32));
        Assert.That(await Next(), Is.EqualTo("30 silence beat any 0"));
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(10));
        Assert.That(await Next(), Is.EqualTo("40 silence beat any 0"));
    }

    [Test]
    public async Task A_raise_that_was_on_its_way_for_a_second_is_in_time()
    {
        await using PyruseHost host = Builder().Start();
        await _time.UntilPlannedAsync(TimeSpan.FromSeconds(32));
        _time.Advance(TimeSpan.FromSeconds(31));
        await Raise(host.Input, "a", 29.5);
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(1));
        // For five seconds the engine waits with the position.
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(5));
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(24.5));
        Assert.That(await Next(), Is.EqualTo("59.5 silence beat any 0"));
    }

    [Test]
    public async Task A_raise_puts_silence_off_and_recovers_from_it_at_once()
    {
        await using PyruseHost host = Builder().Start();
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(32));
        Assert.That(await Next(), Is.EqualTo("30 silence beat any 0"));
        await Raise(host.Input, "a", 32);
        Assert.That(await Next(), Is.EqualTo("32 recovered beat any 1"));
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(32));
        Assert.That(await Next(), Is.EqualTo("62 silence beat any 0"));
    }

    [Test]
    public async Task An_entry_that_claims_to_be_from_the_future_does_not_make_time_pass()
    {
        await using PyruseHost host = Builder().Start();
        await _time.UntilPlannedAsync(TimeSpan.FromSeconds(32));
        await Raise(host.Input, "a", 86_400);
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(32));
        Assert.That(await Next(), Is.EqualTo("30 silence beat any 0"));
    }

    [Test]
    public async Task What_two_sources_bring_is_put_into_the_order_of_its_times()
    {
        var other = new EntryQueue(time: _time);
        await using PyruseHost host = Builder().AddSource("other", other)
            .AddPair("pair", "a", "b", TimeSpan.FromSeconds(10), chain: "told", met: "told").Start();
        await _time.UntilPlannedAsync(TimeSpan.FromSeconds(32));
        _time.Advance(TimeSpan.FromSeconds(5));
        await Raise(host.Input, "b", 4.9);
        await Raise(other, "a", 4.8);
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(1.9));
        Assert.That(await Next(), Is.EqualTo("4.9 met pair"));
    }

    [Test]
    public void A_source_that_always_has_entries_does_not_hide_that_another_one_is_quiet()
    {
        using var end = new CancellationTokenSource();
        var quiet = new EntryQueue(time: _time);
        int read = 0;
        var busy = new ListSource([.. Enumerable.Range(0, 5000).Select(static i => TestEntries.AtSecond(i / 10.0, i == 4000 ? "OF=busy" : "A=x"))], () =>
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
            if (++read == 50)
                quiet.TryPush(new InputEntry(("MESSAGE", "once")));
            if (read == 5000)
                end.Cancel();
        });
        var sources = new Queue<ISource>([busy, quiet]);
        var effects = new List<Effect>();
        const string Tables = """
            source = [{ type = "export", path = "/dev/null" }, { type = "export", path = "/dev/null" }]
            expect = [{ name = "beat", counter = "a", within = 60, chain = "told" }]
            [[chain]]
            name = "busy"
            steps = [{ filter = "equals", field = "OF", value = "busy" }, { action = "log", message = "busy" }]

            """;
        var host = new EngineHost { Store = new MemoryStateStore(), Time = _time, OnEffect = effects.Add };
        Workflows.Engine(Tables + FrequencyRun.Chains, host, _ => sources.Dequeue()).Run(end.Token);
        Assert.That(FrequencyRun.Show(effects), Is.EqualTo(new[] { "60 silence beat any 0", "400 busy" }));
    }

    [Test]
    public async Task After_a_time_when_it_did_not_run_silence_is_told_with_the_time_at_which_it_began()
    {
        using var directory = new TempDirectory();
        await FollowFor(directory, async host => await Raise(host.Input, "a", 10));
        _time.Advance(TimeSpan.FromDays(1));
        await FollowFor(directory, async _ => Assert.That(await Next(), Is.EqualTo("40 silence beat any 0")));
        await FollowFor(directory, async host =>
        {
            await Raise(host.Input, "a", 86_400);
            Assert.That(await Next(), Is.EqualTo("86400 recovered beat any 1"), "silence is told once, also across restarts");
        });
    }

    private async Task FollowFor(TempDirectory directory, Func<PyruseHost, Task> act)
    {
        using SqliteStateStore store = SqliteStateStore.Open(directory.Path, TimeProvider.System, new RecordingLogger());
        await using PyruseHost host = Builder().UseStore(store).Start();
        await act(host);
        await host.StopAsync();
    }

    /// <summary>A builder with an expectation of 30 seconds, and chains that tell of everything.</summary>
    private PyruseBuilder Builder(Func<ExpectDefinition, ExpectDefinition>? more = null) => Embedded.Builder().UseTime(_time).LoadToml(FrequencyRun.Chains + """
        [[chain]]
        name = "handled"
        steps = [{ action = "log", message = "handled" }]
        """)
        .AddExpect("beat", "a", TimeSpan.FromSeconds(30), "told", expect => (more ?? (static same => same))(expect with { Recovered = new("told", expect.Position) }))
        .OnEffect(effect => (((LogEffect)effect).Message == "handled" ? _handled : _told).Writer.TryWrite(FrequencyRun.Show((LogEffect)effect)));

    /// <summary>Pushes a raise, and an entry that says when it was handled.</summary>
    private async Task Raise(EntryQueue queue, string counter, double second)
    {
        DateTimeOffset time = EntryTime.ToUtc(TestEntries.Start).AddSeconds(second);
        await queue.PushAsync(new InputEntry(("RAISE", counter), ("OF", "-")) { Time = time });
        await queue.PushAsync(new InputEntry(("MESSAGE", "handled")) { Time = time });
        await _handled.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }

    private async Task<string> Next() => await _told.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
