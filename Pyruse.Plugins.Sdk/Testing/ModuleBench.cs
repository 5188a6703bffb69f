using System.Reflection;
using Pyruse.Core.Configuration;
using Pyruse.Core.Embedding;

namespace Pyruse.Plugins.Sdk.Testing;

/// <summary>Tries out modules as Pyruse would run them: bound to their arguments, walked by the engine, with a clock that stands still. Free of any test framework.</summary>
/// <remarks>
/// Nothing is sent, run, written or banned: effects are given back. Each run makes the modules and their state anew, so all entries of a story go into one run. Not safe
/// for use by several threads; several benches may be used at the same time.
/// </remarks>
public sealed class ModuleBench
{
    private readonly List<Action<PyruseBuilder>> _preparations = [];
    private readonly List<string> _read = [];

    /// <summary>What the clock shows: the time of entries that have none of their own. Default: 2026-01-01 00:00:00 UTC.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The local time zone. Default: UTC.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Adds a module by its class.</summary>
    public ModuleBench Add<T>()
        where T : class => Prepare(static builder => builder.AddModule<T>());

    /// <summary>Adds all modules of an assembly, such as the one under test, or the built-in ones.</summary>
    public ModuleBench Add(Assembly modules) => Prepare(builder => builder.AddModules(modules));

    /// <summary>Adds a service that constructors of modules ask for by its type.</summary>
    public ModuleBench AddService<T>(T service)
        where T : class => Prepare(builder => builder.AddService(service));

    /// <summary>Asks for values of fields as they are when an entry has passed the last step; see <see cref="BenchRun.Fields"/>.</summary>
    public ModuleBench Reading(params IEnumerable<string> fields)
    {
        _read.AddRange(fields);
        return this;
    }

    /// <summary>Puts a filter on the bench.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Its arguments, as a configuration has them: texts, numbers, true and false, times, lists.</param>
    public ModuleUnderTest Filter(string name, params IEnumerable<(string Name, object? Value)> arguments)
    {
        (string, object?)[] given = [.. arguments];
        return new(this, chain => chain.Filter(name, given));
    }

    /// <summary>Puts an action on the bench.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Its arguments, likewise.</param>
    public ModuleUnderTest Action(string name, params IEnumerable<(string Name, object? Value)> arguments)
    {
        (string, object?)[] given = [.. arguments];
        return new(this, chain => chain.Action(name, given));
    }

    /// <summary>Walks entries through a whole configuration, or a part of one.</summary>
    /// <param name="toml">The configuration in TOML. A source that it has is read before the entries.</param>
    /// <param name="entries">The entries, in order.</param>
    /// <exception cref="PyruseConfigurationException">The configuration is wrong.</exception>
    public BenchRun Replay(string toml, params IEnumerable<InputEntry> entries) =>
        Run(builder => builder.LoadToml(toml), new Recorder([]), entries);

    /// <summary>Reads a source until it has ended, or has given so many entries.</summary>
    /// <param name="type">The source's name.</param>
    /// <param name="count">How many entries are enough.</param>
    /// <param name="patience">How long to wait for them at most; what was read until then is given back.</param>
    /// <param name="arguments">The source's arguments.</param>
    /// <exception cref="PyruseConfigurationException">An argument is wrong.</exception>
    public BenchRun Read(string type, int count, TimeSpan patience, params IEnumerable<(string Name, object? Value)> arguments)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var recorder = new Recorder(_read, count, enough);
        using PyruseHost host = Builder(recorder).AddSource(type, arguments).AddChain("bench", recorder.End).Start();
        Task.WaitAny([host.Completion, enough.Task], patience);
        host.StopAsync().GetAwaiter().GetResult();
        return recorder.Result(host.Progress.Failures);
    }

    internal BenchRun Run(Action<ChainBuilder> step, IEnumerable<InputEntry> entries)
    {
        var recorder = new Recorder(_read);
        return Run(
            builder => builder.AddChain("bench", chain =>
            {
                recorder.Begin(chain);
                step(chain);
                recorder.End(chain);
            }),
            recorder, entries);
    }

    private BenchRun Run(Action<PyruseBuilder> prepare, Recorder recorder, IEnumerable<InputEntry> entries)
    {
        PyruseBuilder builder = Builder(recorder);
        prepare(builder);
        using PyruseHost host = builder.Start();
        foreach (InputEntry entry in entries)
            host.PushAsync(entry).AsTask().GetAwaiter().GetResult();
        host.CompleteAsync().GetAwaiter().GetResult();
        return recorder.Result(host.Progress.Failures);
    }

    private PyruseBuilder Builder(Recorder recorder)
    {
        PyruseBuilder builder = new PyruseBuilder().UseTime(new BenchClock(Now, Zone)).UseLogger(recorder.Logger).OnEffect(recorder.Effects.Add);
        _preparations.ForEach(prepare => prepare(builder));
        return builder;
    }

    private ModuleBench Prepare(Action<PyruseBuilder> prepare)
    {
        _preparations.Add(prepare);
        return this;
    }

    /// <summary>Shows one time; timers run as ever, so that the engine does.</summary>
    private sealed class BenchClock(DateTimeOffset now, TimeZoneInfo zone) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => zone;

        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }
}
