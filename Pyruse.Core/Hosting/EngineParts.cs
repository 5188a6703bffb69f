using Microsoft.Extensions.Logging;
using Pyruse.Core.Bans;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Frequency;
using Pyruse.Core.Modules;
using Pyruse.Core.State;

namespace Pyruse.Core.Hosting;

/// <summary>What a configuration becomes: the modules made, the chains linked, the state empty.</summary>
/// <param name="State">What actions change.</param>
/// <param name="Watch">What is due when nothing happens.</param>
/// <param name="Services">The services as steps see them.</param>
/// <param name="Workflow">The linked chains.</param>
/// <param name="Sources">The sources, not open yet.</param>
/// <param name="Disposal">Disposes of modules.</param>
/// <param name="Budget">How long a step may take for one entry.</param>
/// <param name="HasReport">Whether a daily report is made.</param>
internal sealed record EngineParts(
    WorkingState State, FrequencyWatch Watch, StepServices Services, Workflow Workflow, List<EngineSource> Sources, ModuleDisposal Disposal, TimeSpan Budget, bool HasReport)
{
    /// <summary>Makes the parts of an engine.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="catalog">The modules that it can name.</param>
    /// <param name="host">What surrounds the engine.</param>
    /// <param name="diagnostics">Takes all mistakes and warnings.</param>
    /// <param name="adaptSource">Puts something else in the place of a source that the configuration describes.</param>
    /// <returns>Null when there are errors; what was made is disposed of then.</returns>
    public static EngineParts? TryMake(PyruseConfiguration configuration, ModuleCatalog catalog, EngineHost host, DiagnosticBag diagnostics, Func<ISource, ISource>? adaptSource)
    {
        var fields = new FieldTable(configuration.Encoding, host.Time.LocalTimeZone);
        BanPolicy policy = configuration.Bans.ToPolicy(
            (address, step) => host.Logger.LogInformation("The address {Address} is in a network that is never banned; {Step} asked for it.", address, step), host.OwnAddresses);
        var state = new WorkingState(policy, host.Store) { HasLineWriter = host.Lines is not null };
        var services = new StepServices(state);
        services.AddTo(host.Services.With(host.Time).With(host.Logger));
        var builder = new WorkflowBuilder(configuration, catalog, fields, host.Services, diagnostics);
        TimeSpan budget = configuration.Plugins.StepBudget ?? StepWatchdog.DefaultBudget;
        using ITimer watch = host.Time.CreateTimer(_ => SayWhatIsBeingMade(builder, host.Logger), null, budget, budget);
        Workflow? workflow = builder.Build(configuration.Chains, ChainCompiler.EntryPointsOf(configuration), host.Optimise);
        WatchedCounters.Check(configuration, catalog, diagnostics);
        List<EngineSource> sources = [];
        foreach (SourceDefinition definition in configuration.Sources)
        {
            if (builder.MakeSource(definition) is { } source)
                sources.Add(new(definition, adaptSource is null ? source : adaptSource(source)));
        }
        var disposal = new ModuleDisposal(budget, host.Time, host.Logger);
        if (workflow is not null && !diagnostics.HasErrors)
        {
            var frequency = new FrequencyWatch(configuration.Expects, configuration.Pairs, state.Batch.Frequency, host.Logger);
            return new EngineParts(state, frequency, services, workflow, sources, disposal, budget, configuration.Report.Enabled ?? host.Services.WasAskedFor<IReport>());
        }
        disposal.Dispose(builder.Made);
        foreach (EngineSource source in sources)
            disposal.Dispose(source.Name, source.Source);
        return null;
    }

    private static void SayWhatIsBeingMade(WorkflowBuilder builder, ILogger logger)
    {
        if (builder.Current is { } current)
            logger.LogWarning("At {Position}, the {Module} is still being made; if its constructor never comes back, this can't start. Tell the author of the module.", current.Position, current.Value);
    }
}
