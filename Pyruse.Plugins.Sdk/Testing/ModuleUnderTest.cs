using Pyruse.Core.Configuration;
using Pyruse.Core.Embedding;

namespace Pyruse.Plugins.Sdk.Testing;

/// <summary>A filter or an action with its arguments. Made by <see cref="ModuleBench"/>.</summary>
public sealed class ModuleUnderTest
{
    private readonly ModuleBench _bench;
    private readonly Action<ChainBuilder> _step;

    internal ModuleUnderTest(ModuleBench bench, Action<ChainBuilder> step) => (_bench, _step) = (bench, step);

    /// <summary>What is wrong with the arguments, as an administrator would read it, without the place; null: nothing.</summary>
    public string? Problem
    {
        get
        {
            try
            {
                Run();
                return null;
            }
            catch (PyruseConfigurationException exception)
            {
                return exception.Diagnostics.First(static finding => finding.Severity == DiagnosticSeverity.Error).Message;
            }
        }
    }

    /// <summary>Whether an entry passes.</summary>
    /// <exception cref="PyruseConfigurationException">An argument is wrong.</exception>
    public bool Passes(InputEntry entry) => Run(entry).Passed[0];

    /// <summary>Whether an entry with these fields, of the time that the bench's clock shows, passes.</summary>
    /// <exception cref="PyruseConfigurationException">An argument is wrong.</exception>
    public bool Passes(params IEnumerable<(string Name, string Value)> fields) => Passes(new InputEntry(fields));

    /// <summary>Walks entries through the module, one after the other.</summary>
    /// <exception cref="PyruseConfigurationException">An argument is wrong.</exception>
    public BenchRun Run(params IEnumerable<InputEntry> entries) => _bench.Run(_step, entries);
}
