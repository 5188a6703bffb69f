using System.Reflection;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Bans;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Entries;
using Pyruse.Core.Frequency;
using Pyruse.Core.Modules;
using Pyruse.Core.Plugins;
using Pyruse.Core.State;

namespace Pyruse.Core.Embedding;

/// <summary>Builds an engine inside of another program: its configuration, modules, sources, and what becomes of effects.</summary>
/// <remarks>
/// <para>Nothing is looked at before <see cref="Build"/>, which reports all mistakes at once. A builder builds one engine; not safe for use by several threads.</para>
/// <para>
/// Chains of a file or text come first, those added in code after them; either may jump to the other. Sources are those of <c>[[source]]</c>, those added, and
/// the engine's own queue. Unlike the daemon, a configuration without <c>[[source]]</c> does not read the journal. Bans are recorded; they reach a firewall
/// only with <see cref="UseBans"/>, and the machine's own addresses are not known here: name those that must not be banned in <c>[bans] never</c>.
/// </para>
/// </remarks>
public sealed class PyruseBuilder
{
    private readonly HostParts _parts = new();
    private bool _isBuilt;

    /// <summary>Reads a configuration file and what lies in <c>conf.d</c> beside it.</summary>
    /// <param name="path">The file; <c>.json</c> is the original program's notation, anything else TOML.</param>
    /// <exception cref="InvalidOperationException">There is a configuration already.</exception>
    public PyruseBuilder LoadFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Load(diagnostics => ConfigurationFile.Read(path, diagnostics, isWhole: false));
    }

    /// <summary>Reads a configuration from a text in TOML. Relative paths in it start from the current directory.</summary>
    /// <exception cref="InvalidOperationException">There is a configuration already.</exception>
    public PyruseBuilder LoadToml(string text) => LoadText("(text).toml", text);

    /// <summary>Reads a configuration from a text in the original program's notation. Relative paths in it start from the current directory.</summary>
    /// <exception cref="InvalidOperationException">There is a configuration already.</exception>
    public PyruseBuilder LoadJson(string text) => LoadText("(text).json", text);

    /// <summary>Changes settings, after those of a file or text.</summary>
    public PyruseBuilder Configure(Func<PyruseConfiguration, PyruseConfiguration> change) => With(_parts.Changes, change);

    /// <summary>Adds a chain, after those of a file or text.</summary>
    /// <param name="name">The name, unique among the chains.</param>
    /// <param name="steps">Writes the steps.</param>
    public PyruseBuilder AddChain(string name, Action<ChainBuilder> steps)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(steps);
        var chain = new ChainBuilder(name, _parts.CodeModules);
        steps(chain);
        return With(_parts.Chains, chain.Build());
    }

    /// <summary>Adds what must happen often enough, as an <c>[[expect]]</c> does: otherwise an entry with PYRUSE_EVENT=silence enters a chain.</summary>
    /// <param name="name">The name; its state is kept under it.</param>
    /// <param name="counter">The counter whose raises are awaited.</param>
    /// <param name="within">The length of the sliding window; at least a millisecond.</param>
    /// <param name="chain">The chain that the entry enters.</param>
    /// <param name="more">Sets the rest: how many raises, for which keys, the chain for recovery, reminders.</param>
    public PyruseBuilder AddExpect(string name, string counter, TimeSpan within, string chain, Func<ExpectDefinition, ExpectDefinition>? more = null)
    {
        var position = new SourcePosition($"(code), expect \"{Checked(name)}\"", 0, 0);
        var expect = new ExpectDefinition(name, new(Checked(counter), position), within, new(Checked(chain), position), position);
        return With(_parts.Expects, more is null ? expect : more(expect));
    }

    /// <summary>Adds what must follow upon what, as a <c>[[pair]]</c> does.</summary>
    /// <param name="name">The name; its state is kept under it.</param>
    /// <param name="first">The counter whose raise opens the pair for its key.</param>
    /// <param name="then">The counter that must be raised for the same key.</param>
    /// <param name="within">How long that may take; at least a millisecond.</param>
    /// <param name="chain">The chain that an entry with PYRUSE_EVENT=absence enters when it does not happen; null: none does.</param>
    /// <param name="met">The chain that an entry with PYRUSE_EVENT=met enters when it does; null: none does.</param>
    public PyruseBuilder AddPair(string name, string first, string then, TimeSpan within, string? chain = null, string? met = null)
    {
        var position = new SourcePosition($"(code), pair \"{Checked(name)}\"", 0, 0);
        return With(_parts.Pairs, new PairDefinition(name, new(Checked(first), position), new(Checked(then), position), within, position)
        {
            Chain = chain is null ? null : new(chain, position),
            Met = met is null ? null : new(met, position),
        });
    }

    /// <summary>Adds a module: a public class with <see cref="FilterAttribute"/>, <see cref="ActionAttribute"/> or <see cref="SourceAttribute"/>.</summary>
    /// <exception cref="ModuleException">The class is no module.</exception>
    public PyruseBuilder AddModule<T>()
        where T : class
    {
        ModuleDescriptor module = ModuleDescriptor.TryDescribe(typeof(T))
            ?? throw new ModuleException($"The class {typeof(T).FullName} is no module; mark it with [Filter(\"name\")], [Action(\"name\")] or [Source(\"name\")].");
        return With(_parts.Modules, () => [module]);
    }

    /// <summary>Adds all modules of an assembly.</summary>
    public PyruseBuilder AddModules(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return With(_parts.Modules, () => ModuleCatalog.ModulesOf(assembly));
    }

    /// <summary>Adds the modules of all plugins in a directory. Those in <c>[plugins] directories</c> of a configuration file are added anyway.</summary>
    public PyruseBuilder AddPlugins(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return With(_parts.Modules, () => Directory.Exists(directory)
            ? PluginLoader.LoadFrom([directory])
            : throw new ModuleException($"There is no plugins directory \"{directory}\"; make it, or leave it out."));
    }

    /// <summary>Adds a filter under a name that configurations can use, as <c>filter = "name"</c>, without arguments. All steps with it share the instance.</summary>
    public PyruseBuilder AddFilter(string name, IFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _parts.CodeModules.Add(filter, Checked(name));
        return this;
    }

    /// <summary>Adds a filter as a lambda under a name that configurations can use. The entry is valid during the call only.</summary>
    public PyruseBuilder AddFilter(string name, Func<LogEntry, bool> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        _parts.CodeModules.Add(matches, Checked(name));
        return this;
    }

    /// <summary>Adds an action under a name that configurations can use, as <c>action = "name"</c>, without arguments. All steps with it share the instance.</summary>
    public PyruseBuilder AddAction(string name, IAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        _parts.CodeModules.Add(action, Checked(name));
        return this;
    }

    /// <summary>Adds an action as a lambda under a name that configurations can use. The entry is valid during the call only.</summary>
    public PyruseBuilder AddAction(string name, Action<LogEntry, ActionServices> execute)
    {
        ArgumentNullException.ThrowIfNull(execute);
        _parts.CodeModules.Add(execute, Checked(name));
        return this;
    }

    /// <summary>Adds a source by the name of its module, as a <c>[[source]]</c> does.</summary>
    /// <param name="type">The name of the module, such as <c>export</c>. Positions are kept under it, too.</param>
    /// <param name="arguments">Names and values.</param>
    public PyruseBuilder AddSource(string type, params IEnumerable<(string Name, object? Value)> arguments)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        var position = new SourcePosition($"(code), source \"{type}\"", 0, 0);
        return With(_parts.Sources, new SourceDefinition(new(type, position), type, CodeArguments.ToTable(arguments, position), position));
    }

    /// <summary>Adds a source. The engine opens it, uses it on its thread, and disposes of it.</summary>
    /// <param name="name">The name under which its position is kept; unique among the sources.</param>
    /// <param name="source">The source.</param>
    public PyruseBuilder AddSource(string name, ISource source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(source);
        var position = new SourcePosition($"(code), source \"{name}\"", 0, 0);
        return With(_parts.Sources, new SourceDefinition(new(_parts.CodeModules.Add(source), position), name, new ConfigTable(position), position));
    }

    /// <summary>Adds an asynchronous sequence as a source. It is enumerated once, on the thread pool, at most 256 entries ahead of the engine.</summary>
    /// <param name="name">The name of the source; unique among the sources.</param>
    /// <param name="entries">The entries. When it throws, the engine ends with a <see cref="SourceException"/>.</param>
    public PyruseBuilder AddSource(string name, IAsyncEnumerable<InputEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return AddSource(name, new AsyncEnumerableSource(name, entries, () => _parts.Time));
    }

    /// <summary>Takes another queue for what is pushed than the engine's own of <see cref="EntryQueue.DefaultCapacity"/> entries.</summary>
    public PyruseBuilder UseInput(EntryQueue input) => Set(parts => parts.Input = input, input);

    /// <summary>Keeps state in a store; default: in memory, for the life of the engine. The store is not disposed of.</summary>
    public PyruseBuilder UseStore(IStateStore store) => Set(parts => parts.Store = store, store);

    /// <summary>Brings recorded bans into force; default: nobody does. The enforcer is not disposed of.</summary>
    public PyruseBuilder UseBans(IBanEnforcer bans) => Set(parts => parts.Bans = bans, bans);

    /// <summary>Takes the engine's own messages, the configuration's warnings among them; default: nobody does.</summary>
    public PyruseBuilder UseLogger(ILogger logger) => Set(parts => parts.Logger = logger, logger);

    /// <summary>Sets the clock for everything that is not the entries' own time; default: the system's.</summary>
    public PyruseBuilder UseTime(TimeProvider time) => Set(parts => parts.Time = time, time);

    /// <summary>Adds a service that constructors of modules can ask for by its type.</summary>
    public PyruseBuilder AddService<T>(T service)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(service);
        return With(_parts.Services, table => table.With(service));
    }

    /// <summary>Says who has the services that constructors of modules ask for and that were not added one by one.</summary>
    public PyruseBuilder UseServices(IServiceProvider services) => Set(parts => parts.OtherServices = services, services);

    /// <summary>Calls back with each effect once it is committed, on the engine's thread, in the order of entries and steps.</summary>
    /// <remarks>
    /// The engine waits for the callback; what it throws is logged. After a crash, mails, log lines, commands and lines for files of the last commit may be told
    /// again where the store is durable.
    /// </remarks>
    public PyruseBuilder OnEffect(Action<Effect> callback) => With(_parts.Callbacks, callback);

    /// <summary>Makes a stream of committed effects, to be read with <see cref="PyruseHost.ReadEffectsAsync"/>.</summary>
    /// <param name="capacity">How many effects wait to be read at most; then the engine waits.</param>
    public PyruseBuilder StreamEffects(int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _parts.StreamCapacity = capacity;
        return this;
    }

    /// <summary>Has effects carried out after they are committed: each at least once, in order per target, with retries.</summary>
    /// <remarks>For mails, log lines, commands and lines for files; the first handler that takes an effect gets it. Bans go to <see cref="UseBans"/>.</remarks>
    public PyruseBuilder AddEffectHandler(IEffectHandler handler) => With(_parts.Handlers, handler);

    /// <summary>Builds the engine and starts it.</summary>
    /// <inheritdoc cref="Build"/>
    public PyruseHost Start()
    {
        PyruseHost host = Build();
        host.Start();
        return host;
    }

    /// <summary>Builds the engine, which can be started later.</summary>
    /// <exception cref="PyruseConfigurationException">There are mistakes; the exception has all of them.</exception>
    /// <exception cref="InvalidOperationException">This builder has built an engine already.</exception>
    public PyruseHost Build()
    {
        if (_isBuilt)
            throw new InvalidOperationException("A builder builds one engine; make another one.");
        _isBuilt = true;
        return HostAssembly.Assemble(_parts);
    }

    private static string Checked(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name;
    }

    private PyruseBuilder LoadText(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Load(diagnostics => ConfigurationFile.Parse(name, text, Directory.GetCurrentDirectory(), diagnostics));
    }

    private PyruseBuilder Load(Func<DiagnosticBag, PyruseConfiguration?> read)
    {
        if (_parts.Read is not null)
            throw new InvalidOperationException("A configuration was loaded already; only one file or text can be.");
        _parts.Read = read;
        return this;
    }

    private PyruseBuilder With<T>(List<T> list, T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        list.Add(item);
        return this;
    }

    private PyruseBuilder Set(Action<HostParts> set, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        set(_parts);
        return this;
    }
}
