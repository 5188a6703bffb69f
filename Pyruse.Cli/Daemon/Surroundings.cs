using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Hosting;

namespace Pyruse.Cli.Daemon;

/// <summary>What a daemon has as long as it runs, whatever its configuration says meanwhile.</summary>
internal abstract class Surroundings : IDisposable
{
    /// <summary>Counts what was wanted.</summary>
    public abstract EffectTally Tally { get; }

    /// <summary>At least this often the engine shows that it gets on; null: only when there is something to do.</summary>
    public TimeSpan? PulseInterval { get; init; }

    /// <summary>Makes an engine and what belongs to it, without starting anything.</summary>
    /// <param name="setup">The configuration and its modules.</param>
    /// <param name="before">What works at the moment; null: nothing yet.</param>
    /// <param name="diagnostics">Takes all mistakes and warnings.</param>
    /// <returns>Null when there are errors.</returns>
    public abstract Generation? Prepare(Setup setup, Generation? before, DiagnosticBag diagnostics);

    /// <summary>Lets what outlives generations know of a configuration that takes effect now, while no engine runs.</summary>
    public virtual void Adopt(PyruseConfiguration configuration)
    {
    }

    public abstract void Dispose();

    /// <summary>Makes an engine of a configuration.</summary>
    protected static Generation? Make(Setup setup, EngineHost host, DiagnosticBag diagnostics)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        PyruseEngine? engine = PyruseEngine.Create(setup.Configuration, setup.Catalog, host with { OnStarted = started.SetResult }, diagnostics);
        return engine is null ? null : new Generation(setup, engine, started.Task);
    }
}
