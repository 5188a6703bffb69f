using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Embedding;

/// <summary>Writes the steps of a chain in code, in their order. Each means what it means in a configuration file.</summary>
/// <remarks>
/// Modules that are named are looked up, and their arguments are checked, when the engine is built: mistakes come all at once in a
/// <see cref="PyruseConfigurationException"/>. Instances and lambdas are called on the engine's thread, one entry at a time.
/// </remarks>
public sealed class ChainBuilder
{
    private readonly string _chain;
    private readonly CodeModules _modules;
    private readonly List<StepDefinition> _steps = [];

    internal ChainBuilder(string chain, CodeModules modules)
    {
        _chain = chain;
        _modules = modules;
    }

    /// <summary>Adds a filter by its name.</summary>
    /// <param name="name">The name, as in <c>filter = "name"</c>.</param>
    /// <param name="arguments">
    /// Names and values: texts, numbers, bools, dates with time, durations, addresses, networks, or lists and dictionaries of these; null leaves one out.
    /// </param>
    public ChainBuilder Filter(string name, params IEnumerable<(string Name, object? Value)> arguments) => Add(StepKind.Filter, name, arguments);

    /// <summary>Adds a filter that was made in code.</summary>
    public ChainBuilder Filter(IFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Add(StepKind.Filter, _modules.Add(filter), []);
    }

    /// <summary>Adds a filter as a lambda. The entry is valid during the call only.</summary>
    public ChainBuilder Filter(Func<LogEntry, bool> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        return Add(StepKind.Filter, _modules.Add(matches), []);
    }

    /// <summary>Adds an action by its name.</summary>
    /// <param name="name">The name, as in <c>action = "name"</c>.</param>
    /// <param name="arguments">Names and values, as above.</param>
    public ChainBuilder Action(string name, params IEnumerable<(string Name, object? Value)> arguments) => Add(StepKind.Action, name, arguments);

    /// <summary>Adds an action that was made in code.</summary>
    public ChainBuilder Action(IAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Add(StepKind.Action, _modules.Add(action), []);
    }

    /// <summary>Adds an action as a lambda, for instance one that sets a field. The entry is valid during the call only.</summary>
    public ChainBuilder Action(Action<LogEntry> execute)
    {
        ArgumentNullException.ThrowIfNull(execute);
        return Action((entry, _) => execute(entry));
    }

    /// <summary>Adds an action as a lambda that counts, reports, bans, mails, or has something done, through the services it is given.</summary>
    public ChainBuilder Action(Action<LogEntry, ActionServices> execute)
    {
        ArgumentNullException.ThrowIfNull(execute);
        return Add(StepKind.Action, _modules.Add(execute), []);
    }

    /// <summary>Says where an entry goes that passed the last filter, or on which the last action was done; default: to the next step.</summary>
    /// <param name="chain">The name of a chain, which may be added later.</param>
    /// <exception cref="InvalidOperationException">There is no step yet.</exception>
    public ChainBuilder Then(string chain) => Relink(step => step with { Then = new(chain, step.Position) });

    /// <summary>Says where an entry goes that did not pass the last filter; default: to the next chain.</summary>
    /// <param name="chain">The name of a chain, which may be added later.</param>
    /// <exception cref="InvalidOperationException">There is no step yet, or the last one is an action.</exception>
    public ChainBuilder Else(string chain) => Relink(step => step.Kind == StepKind.Filter
        ? step with { Else = new(chain, step.Position) }
        : throw new InvalidOperationException($"At {step.Position}: an action has no \"else\", for it neither passes nor fails."));

    internal ChainDefinition Build() => new(_chain, new($"(code), chain \"{_chain}\"", 0, 0), _steps);

    private ChainBuilder Add(StepKind kind, string module, IEnumerable<(string Name, object? Value)> arguments)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(module);
        ArgumentNullException.ThrowIfNull(arguments);
        var position = new SourcePosition($"(code), chain \"{_chain}\", step {_steps.Count + 1}", 0, 0);
        _steps.Add(new(kind, new(module, position), CodeArguments.ToTable(arguments, position), position, null, null));
        return this;
    }

    private ChainBuilder Relink(Func<StepDefinition, StepDefinition> change)
    {
        if (_steps.Count == 0)
            throw new InvalidOperationException($"The chain \"{_chain}\" has no step yet that could lead to another chain.");
        _steps[^1] = change(_steps[^1]);
        return this;
    }
}
