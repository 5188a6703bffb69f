using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Frequency;

/// <summary>Checks that some step raises the counters that expectations and pairs wait for.</summary>
internal static class WatchedCounters
{
    /// <summary>By this argument an action says which counter it changes.</summary>
    private const string Argument = "counter";

    /// <summary>Adds what is wrong to the diagnostics.</summary>
    public static void Check(PyruseConfiguration configuration, ModuleCatalog catalog, DiagnosticBag diagnostics)
    {
        Positioned<string>[] watched =
        [
            .. configuration.Expects.Select(static expect => expect.Counter), .. configuration.Pairs.SelectMany(static pair => new[] { pair.First, pair.Then }),
        ];
        if (watched.Length == 0)
            return;
        var named = new HashSet<string>(StringComparer.Ordinal);
        bool isSure = true;
        foreach (StepDefinition step in configuration.Chains.SelectMany(static chain => chain.Steps).Where(static step => step.Kind == StepKind.Action))
        {
            if (NameOf(step) is { } name)
                named.Add(name);
            else
                isSure &= catalog.TryGet(ModuleKind.Action, step.Module.Value, out ModuleDescriptor? module) && !MayCount(module);
        }
        foreach (Positioned<string> counter in watched.Where(counter => !named.Contains(counter.Value)).DistinctBy(static counter => counter.Value))
            Report(counter, named, isSure, diagnostics);
    }

    private static void Report(Positioned<string> counter, HashSet<string> named, bool isSure, DiagnosticBag diagnostics)
    {
        string suggestion = Suggestion.For(counter.Value, named);
        if (isSure)
        {
            string remedy = suggestion.Length > 0 ? suggestion : $"; add one such as {{ action = \"counterRaise\", counter = \"{counter.Value}\", for = \"FIELD\" }}.";
            diagnostics.Error(counter.Position, $"No step raises a counter \"{counter.Value}\"{remedy}");
        }
        else if (suggestion.Length > 0)
        {
            diagnostics.Warning(counter.Position, $"No step names a counter \"{counter.Value}\"{suggestion} It is right if a module raises it by itself.");
        }
    }

    private static string? NameOf(StepDefinition step) =>
        step.Arguments.Entries.FirstOrDefault(static entry => Suggestion.Fold(entry.Key) == Suggestion.Fold(Argument))?.Value is ConfigScalar { Value: string name } ? name : null;

    /// <summary>Whether a module may raise counters that its arguments do not name.</summary>
    private static bool MayCount(ModuleDescriptor module) => module.Factory is not null || module.Parameters.Any(static parameter => parameter.Parameter.ParameterType == typeof(ICounters));
}
