using System.Diagnostics.Metrics;
using Pyruse.Core.Embedding;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Embedding;

/// <summary>What the meter "Pyruse" tells.</summary>
[NonParallelizable]
public sealed class EngineMetricsTests
{
    [Test]
    public async Task Entries_failures_effects_bans_and_commits_are_measured()
    {
        using var meter = new Measured();
        await using PyruseHost host = Embedded.Builder()
            .AddChain("a", static chain => chain
                .Filter("greaterOrEquals", ("field", "MESSAGE"), ("value", 0)).Else("b")
                .Action("log", ("message", "x")))
            .AddChain("b", static chain => chain.Action("nftBan", ("IP", "MESSAGE"), ("nftSetIPv4", "inet a b"), ("nftSetIPv6", "inet a c")).Action("log", ("message", "y")))
            .Start();
        foreach (string message in (string[])["1", "192.0.2.1", "192.0.2.2", "2"])
            await host.PushAsync(("MESSAGE", message));
        await Reached(() => host.Progress is { Entries: 4, IsDrained: true });
        meter.Observe();
        await host.CompleteAsync();
        Assert.Multiple(() =>
        {
            Assert.That(meter["pyruse.entries {entry}"], Is.EqualTo(4));
            Assert.That(meter["pyruse.step.failures {failure}"], Is.EqualTo(2), "an address is no number");
            Assert.That(meter["pyruse.effects {effect} pyruse.effect.kind=log"], Is.EqualTo(4));
            Assert.That(meter["pyruse.effects {effect} pyruse.effect.kind=ban"], Is.EqualTo(2));
            Assert.That(meter["pyruse.bans {ban} pyruse.ban.firewall=nft pyruse.ban.set=inet a b"], Is.EqualTo(2));
            Assert.That(meter["pyruse.lag s"], Is.Zero, "everything was handled");
            Assert.That(meter["pyruse.entries.dropped {entry}"], Is.Zero);
            Assert.That(meter.Keys, Does.Contain("pyruse.commit.duration s"));
        });
    }

    [Test]
    public async Task The_lag_is_the_age_of_the_entry_that_is_being_handled()
    {
        using var meter = new Measured();
        var time = new ManualTime();
        using var reached = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        await using PyruseHost host = new PyruseBuilder().UseTime(time)
            .AddChain("a", chain => chain.Action(_ =>
            {
                reached.Release();
                goOn.Wait();
            })).Start();
        await host.PushAsync(new InputEntry(("MESSAGE", "x")) { Time = time.GetUtcNow() - TimeSpan.FromSeconds(90) });
        await reached.WaitAsync();
        meter.Observe();
        goOn.Release();
        await host.CompleteAsync();
        Assert.That(meter["pyruse.lag s"], Is.EqualTo(90));
    }

    [Test]
    public void An_entry_that_only_filters_see_allocates_nothing_though_somebody_listens()
    {
        using var meter = new Measured();
        using var metrics = new EngineMetrics();
        PyruseEngine engine = Workflows.Engine(
            Workflows.Chain("{ filter = \"equals\", field = \"A\", value = \"x\" }, { action = \"noop\" }"),
            new EngineHost { Store = new MemoryStateStore(), Metrics = metrics },
            new ListSource([]));
        metrics.Observe(() => engine.Progress, static () => 0, TimeProvider.System);
        var entry = new LogEntry(engine.Workflow.Fields);
        Walk(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(10_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Walk(int times)
        {
            for (int i = 0; i < times; i++)
            {
                entry.Begin(TestEntries.Start);
                entry.Add("A"u8, "y"u8);
                engine.Handle(entry);
            }
        }
    }

    /// <summary>Waits for what another thread is about to do.</summary>
    private static async Task Reached(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Listens to the meter, and adds up what it tells.</summary>
    private sealed class Measured : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Lock _lock = new();
        private readonly Dictionary<string, double> _sums = [];

        public Measured()
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Pyruse")
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public IEnumerable<string> Keys => _sums.Keys;

        public double this[string key] => _sums.TryGetValue(key, out double sum) ? sum : throw new AssertionException($"{key} was not measured, but {string.Join("; ", _sums.Keys)}");

        public void Observe() => _listener.RecordObservableInstruments();

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string key = $"{instrument.Name} {instrument.Unit}";
            foreach ((string name, object? tag) in tags)
                key += $" {name}={tag}";
            lock (_lock)
                _sums[key] = _sums.GetValueOrDefault(key) + value;
        }
    }
}
