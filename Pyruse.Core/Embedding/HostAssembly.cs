using Microsoft.Extensions.Logging;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Frequency;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.Plugins;
using Pyruse.Core.State;

namespace Pyruse.Core.Embedding;

/// <summary>Makes a <see cref="PyruseHost"/> of what a builder was told.</summary>
internal static class HostAssembly
{
    /// <summary>Under this name the queue is a source like the others.</summary>
    private const string InputName = "(queue)";

    public static PyruseHost Assemble(HostParts parts)
    {
        var diagnostics = new DiagnosticBag();
        EntryQueue input = parts.Input ?? new EntryQueue(time: parts.Time);
        if (Configure(parts, input, diagnostics) is not { } configuration || Catalog(parts, configuration, diagnostics) is not { } catalog)
            throw new PyruseConfigurationException(diagnostics.Items);
        IStateStore store = parts.Store ?? new MemoryStateStore();
        var end = new CancellationTokenSource();
        var metrics = new EngineMetrics();
        var effects = new CommittedEffects(parts.Callbacks, parts.StreamCapacity, store, parts.Logger, end.Token);
        EffectDispatcher? dispatcher = parts.Handlers.Count > 0
            ? new EffectDispatcher([.. parts.Handlers, effects], store, configuration.Effects.Workers, parts.Time, parts.Logger)
            : null;
        var surroundings = new EngineHost
        {
            Store = store,
            Dispatcher = (IEffectDispatcher?)dispatcher ?? effects,
            Bans = parts.Bans,
            OnCommitted = effects.HasListeners ? effects.Tell : null,
            Time = parts.Time,
            Logger = parts.Logger,
            Services = new ServiceTable(parts.OtherServices),
            Metrics = metrics,
        };
        parts.Services.ForEach(add => add(surroundings.Services));
        if (PyruseEngine.Create(configuration, catalog, surroundings, diagnostics) is not { } engine)
        {
            metrics.Dispose();
            throw new PyruseConfigurationException(diagnostics.Items);
        }
        foreach (Diagnostic warning in diagnostics.Items)
            parts.Logger.LogWarning("{Warning}", warning.ToString());
        metrics.Observe(() => engine.Progress, () => input.Dropped, parts.Time);
        return new PyruseHost(engine, input, parts.Logger, effects, dispatcher, metrics, end);
    }

    /// <summary>Puts together what was loaded and what was written in code, and checks the whole.</summary>
    /// <returns>Null when nothing could be made of what was loaded.</returns>
    private static PyruseConfiguration? Configure(HostParts parts, EntryQueue input, DiagnosticBag diagnostics)
    {
        PyruseConfiguration? loaded = parts.Read is null
            ? new PyruseConfiguration { File = SourcePosition.InCode.File, Directory = Directory.GetCurrentDirectory() }
            : parts.Read(diagnostics);
        if (loaded is null)
            return null;
        var queue = new SourceDefinition(
            new(parts.CodeModules.Add((ISource)input), SourcePosition.InCode), InputName, new ConfigTable(SourcePosition.InCode), SourcePosition.InCode);
        PyruseConfiguration whole = loaded with
        {
            Chains = [.. loaded.Chains, .. parts.Chains],
            Expects = [.. loaded.Expects, .. parts.Expects],
            Pairs = [.. loaded.Pairs, .. parts.Pairs],
            Sources = [.. loaded.Sources.Where(static source => !source.IsImplied), .. parts.Sources, queue],
        };
        whole = parts.Changes.Aggregate(whole, static (configuration, change) => change(configuration));
        ChainCompiler.Check(whole, diagnostics, new SourcePosition(whole.File, 0, 0));
        FrequencyCheck.Check(whole, diagnostics);
        foreach (IGrouping<string, SourceDefinition> twice in whole.Sources.GroupBy(static source => source.Name).Where(static group => group.Count() > 1))
            diagnostics.Error(twice.Last().Position, $"There are two sources named \"{twice.Key}\"; give one another name, because positions are kept by it.");
        return whole;
    }

    private static ModuleCatalog? Catalog(HostParts parts, PyruseConfiguration configuration, DiagnosticBag diagnostics)
    {
        try
        {
            PluginSet plugins = PluginLoader.Load((configuration.Plugins.Directories ?? []).Select(static directory => directory.FullName));
            foreach (PluginRefusal refusal in plugins.Refusals)
                diagnostics.Error(new(configuration.File, 0, 0), refusal.ToString());
            return new ModuleCatalog([.. parts.CodeModules.All, .. parts.Modules.SelectMany(static modules => modules()), .. plugins.Modules]);
        }
        catch (ModuleException exception)
        {
            diagnostics.Error(new(configuration.File, 0, 0), exception.Message);
            return null;
        }
    }
}
