using Pyruse.Benchmarks.Measuring;
using Pyruse.Core.Configuration;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.Journal;
using Pyruse.Plugins.Builtin.Filters;

namespace Pyruse.Benchmarks.InProcess;

/// <summary>Makes engines in this process, for what can't be seen from outside.</summary>
internal static class EngineMaker
{
    /// <summary>Makes an engine of a configuration's text.</summary>
    /// <param name="toml">The configuration.</param>
    /// <param name="host">What surrounds it; null: nothing, state is kept in memory.</param>
    /// <param name="adaptSource">Puts something else in the place of a source.</param>
    /// <exception cref="BenchmarkException">The configuration is wrong.</exception>
    public static PyruseEngine Make(string toml, EngineHost? host = null, Func<ISource, ISource>? adaptSource = null)
    {
        using var scratch = new ScratchDirectory();
        var diagnostics = new DiagnosticBag();
        PyruseConfiguration? configuration = ConfigurationFile.Read(scratch.Write("benchmark.toml", toml), diagnostics);
        if (configuration is not null && !toml.Contains("[[source]]", StringComparison.Ordinal))
            configuration = configuration with { Sources = [] };
        var catalog = new ModuleCatalog([.. ModuleCatalog.ModulesOf(typeof(EqualsFilter).Assembly), .. ModuleCatalog.ModulesOf(typeof(JournalSource).Assembly)]);
        PyruseEngine? engine = configuration is null ? null
            : PyruseEngine.Create(configuration, catalog, host ?? new EngineHost { Store = new MemoryStateStore(0) }, diagnostics, adaptSource);
        return engine ?? throw new BenchmarkException(string.Join('\n', diagnostics.Items));
    }
}
