using System.Threading.Channels;
using NSubstitute;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Hosting;

/// <summary>One engine takes over from another between two entries.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HandoverTests
{
    private const string Two = "[[source]]\ntype = \"export\"\nname = \"one\"\npath = \"/1\"\n[[source]]\ntype = \"export\"\nname = \"two\"\npath = \"/2\"\n";

    private readonly MemoryStateStore _store = new() { IsForSeveralEngines = true };
    private readonly List<string> _messages = [];
    private readonly List<ChannelSource> _made = [];
    private readonly CancellationTokenSource _end = new();

    [TearDown]
    public void Dispose() => _end.Dispose();

    [Test]
    public async Task A_continuing_source_stays_open_and_another_one_is_opened_anew_at_its_position()
    {
        PyruseEngine first = Engine(Two, "a", static () => new ContinuingSource(), static () => new ChannelSource());
        Task running = Run(first);
        _made[0].Push("1");
        _made[1].Push("2");
        await Told(2);
        PyruseEngine second = Engine(Two, "b", static () => new ContinuingSource(), static () => new ChannelSource());
        await HandOver(first, second, running);
        running = Run(second);
        _made[0].Push("3");
        _made[3].Push("4");
        await Told(4);
        End();
        await running;
        Assert.Multiple(() =>
        {
            Assert.That(_messages, Is.EquivalentTo(new[] { "a 1 1", "a 2 2", "b 3 3", "b 4 4" }).Or.EquivalentTo(new[] { "a 1 1", "a 2 2", "b 3 4", "b 4 3" }), "the counter goes on");
            Assert.That(_made.Select(static source => source.Opened), Is.EqualTo(new[] { 1, 1, 0, 1 }));
            Assert.That(_made.Select(static source => source.Closed), Is.EqualTo(new[] { 1, 1, 1, 1 }));
            Assert.That(_made[3].Start!.Value.Cursor, Is.EqualTo("1"));
            Assert.That(first.IsHandedOver, Is.True);
            Assert.That(second.IsHandedOver, Is.False);
        });
    }

    [Test]
    public async Task A_source_of_which_the_configuration_says_something_else_is_closed_after_what_it_had_taken_in_was_handled()
    {
        PyruseEngine first = Engine(Two, "a", static () => new VolatileSource(), static () => new ContinuingSource());
        Task running = Run(first);
        _made[0].Push("1");
        await Told(1);
        PyruseEngine second = Engine(Two.Replace("/1", "/3", StringComparison.Ordinal), "b", static () => new VolatileSource(), static () => new ContinuingSource());
        _made[0].PushQuietly("2");
        await HandOver(first, second, running);
        Assert.That(_messages, Is.EqualTo(new[] { "a 1 1", "a 2 2" }));
        Assert.That(_made.Select(static source => source.Closed), Is.EqualTo(new[] { 1, 0, 0, 1 }));
        running = Run(second);
        _made[2].Push("3");
        await Told(3);
        End();
        await running;
        Assert.That(_messages[^1], Is.EqualTo("b 3 3"));
    }

    [Test]
    public async Task A_source_without_a_position_learns_since_when_it_is_followed()
    {
        PyruseEngine first = Engine(Two, "a", static () => new ChannelSource(), static () => new ChannelSource());
        Task running = Run(first);
        await Reached(() => first.Progress.IsDrained);
        PyruseEngine second = Engine(Two, "b", static () => new ChannelSource(), static () => new ChannelSource());
        await HandOver(first, second, running);
        running = Run(second);
        await Reached(() => second.Progress.IsDrained);
        End();
        await running;
        Assert.That(_made[0].Start!.Value, Is.EqualTo(new SourceStart(null) { Name = "one" }));
        Assert.That(_made[2].Start!.Value.FollowedSince, Is.EqualTo(TestEntries.Start));
    }

    [Test]
    public async Task While_state_can_not_be_kept_nobody_takes_over()
    {
        var time = new ManualTime();
        bool isFailing = true;
        string? position = null;
        IStateStore store = Substitute.For<IStateStore>();
        store.Load().Returns(StateSnapshot.Empty);
        store.When(static it => it.Commit(Arg.Any<StateBatch>())).Do(call =>
        {
            if (Volatile.Read(ref isFailing))
                throw new StateStoreException("The disk is full.");
            position = call.Arg<StateBatch>().Cursors.GetValueOrDefault("one");
        });
        PyruseEngine first = Engine(Two, "a", static () => new ChannelSource(), static () => new ChannelSource(), store, time);
        Task running = Run(first);
        _made[0].Push("1");
        await Reached(() => first.Progress.IsFailing);
        PyruseEngine second = Engine(Two, "b", static () => new ChannelSource(), static () => new ChannelSource(), store, time);
        first.HandOverTo(second);
        _made[0].Push("2");
        await Told(2);
        Assert.That(running.IsCompleted, Is.False);
        Volatile.Write(ref isFailing, false);
        // It may be in the middle of a turn, or wait to try again.
        await Reached(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return running.IsCompleted;
        });
        await running;
        Assert.That(first.IsHandedOver, Is.True);
        Assert.That(position, Is.EqualTo("2"));
        second.Dispose();
    }

    [Test]
    public async Task An_engine_that_can_not_start_gives_on_what_it_had_been_given()
    {
        PyruseEngine first = Engine(Two, "a", static () => new ContinuingSource(), static () => new ChannelSource());
        Task running = Run(first);
        _made[0].Push("1");
        await Told(1);
        PyruseEngine broken = Engine(Two.Replace("/2", "/3", StringComparison.Ordinal), "b", static () => new ContinuingSource(), static () => new BrokenSource());
        await HandOver(first, broken, running);
        Assert.That(async () => await Run(broken), Throws.InstanceOf<SourceException>());
        PyruseEngine again = Engine(Two, "a", static () => new ContinuingSource(), static () => new ChannelSource());
        broken.HandOverTo(again);
        running = Run(again);
        _made[0].Push("2");
        await Told(2);
        Assert.That(_made[0].Closed, Is.Zero);
        End();
        await running;
        Assert.That(_messages, Is.EqualTo(new[] { "a 1 1", "a 2 2" }));
    }

    [Test]
    public async Task An_engine_that_has_ended_is_not_kept_in_memory_by_the_ones_after_it_nor_they_by_it()
    {
        PyruseEngine first = Engine(Two, "a", static () => new ContinuingSource(), static () => new ChannelSource());
        WeakReference second = await HandOverTwice(first);
        for (int i = 0; i < 10 && second.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }
        Assert.That(second.IsAlive, Is.False);
        GC.KeepAlive(first);
    }

    [Test]
    public async Task Its_pulse_goes_up_while_it_waits_if_that_is_wished_for()
    {
        var time = new ManualTime();
        PyruseEngine engine = Engine(Two, "a", static () => new ChannelSource(), static () => new ChannelSource(), null, time, TimeSpan.FromSeconds(3));
        Task running = Run(engine);
        await Reached(() => engine.Progress.IsDrained);
        long pulse = engine.Progress.Pulse;
        await time.AdvanceToTimer(TimeSpan.FromSeconds(3));
        await Reached(() => engine.Progress.Pulse > pulse);
        End();
        await running;
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private async Task<WeakReference> HandOverTwice(PyruseEngine first)
    {
        Task running = Run(first);
        PyruseEngine second = Engine(Two, "b", static () => new ContinuingSource(), static () => new ChannelSource());
        await HandOver(first, second, running);
        running = Run(second);
        PyruseEngine third = Engine(Two, "c", static () => new ContinuingSource(), static () => new ChannelSource());
        await HandOver(second, third, running);
        running = Run(third);
        End();
        await running;
        _made.Clear();
        return new WeakReference(second);
    }

    private static async Task HandOver(PyruseEngine one, PyruseEngine other, Task running)
    {
        one.HandOverTo(other);
        await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(one.IsHandedOver, Is.True);
    }

    private Task Run(PyruseEngine engine) => Task.Factory.StartNew(() => engine.Run(_end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void End() => _end.Cancel();

    private PyruseEngine Engine(
        string sources, string word, Func<ChannelSource> one, Func<ChannelSource> two, IStateStore? store = null, ManualTime? time = null, TimeSpan? pulse = null)
    {
        var host = new EngineHost { Store = store ?? _store, Time = time ?? new ManualTime(), OnEffect = Note, PulseInterval = pulse };
        var makers = new Queue<Func<ChannelSource>>([one, two]);
        return Workflows.Engine(
            sources + Workflows.Chain(
                $"{{ action = \"counterRaise\", counter = \"c\", for = \"KEY\", save = \"count\" }}, {{ action = \"log\", message = \"{word} {{MESSAGE}} {{count}}\" }}"),
            host,
            _ =>
            {
                ChannelSource made = makers.Dequeue()();
                _made.Add(made);
                return made;
            });
    }

    private void Note(Effect effect)
    {
        lock (_messages)
            _messages.Add(((LogEffect)effect).Message);
    }

    private Task Told(int count) => Reached(() =>
    {
        lock (_messages)
            return _messages.Count >= count;
    });

    private static async Task Reached(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Yields what is pushed; its position is the number of entries.</summary>
    private class ChannelSource : ISource, IEntryOrigin
    {
        private readonly Channel<string> _entries = Channel.CreateUnbounded<string>();
        private readonly Queue<string> _quiet = new();
        private int _read;

        public int Opened { get; private set; }

        public int Closed { get; private set; }

        public SourceStart? Start { get; private set; }

        public virtual string? Cursor => _read > 0 ? $"{_read}" : Start?.Cursor;

        public void Push(string message) => _entries.Writer.TryWrite(message);

        /// <summary>Takes something in without telling: only who asks finds it.</summary>
        public void PushQuietly(string message) => _quiet.Enqueue(message);

        public virtual void Open(SourceStart start)
        {
            Opened++;
            Start = start;
            _read = start.Cursor is { } cursor ? int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture) : 0;
        }

        public bool TryRead(LogEntry entry)
        {
            if (!_entries.Reader.TryRead(out string? message) && !(_entries.Reader.Completion.IsCompleted && _quiet.TryDequeue(out message)))
                return false;
            _read++;
            TestEntries.Of($"MESSAGE={message} | KEY=k").Fill(entry, this);
            return true;
        }

        public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _entries.Reader.WaitToReadAsync(cancellationToken);

        public ValueTask DisposeAsync()
        {
            Closed++;
            return ValueTask.CompletedTask;
        }

        string IEntryOrigin.GetCursor() => "";

        void IEntryOrigin.Fetch(Field field, LogEntry entry)
        {
            // Everything is in the entry.
        }

        protected void Complete() => _entries.Writer.TryComplete();
    }

    private sealed class ContinuingSource : ChannelSource, IContinuingSource;

    private sealed class VolatileSource : ChannelSource, IVolatileSource, IContinuingSource
    {
        public override string? Cursor => null;

        public void Stop() => Complete();
    }

    private sealed class BrokenSource : ChannelSource
    {
        public override void Open(SourceStart start) => throw new SourceException("It is broken.");
    }
}
