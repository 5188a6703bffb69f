using Pyruse.Core.Chains;
using Pyruse.Core.Frequency;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Configuration;

/// <summary>Reads the tables <c>[[expect]]</c> and <c>[[pair]]</c>.</summary>
internal sealed class FrequencyReader(ArgumentBinder binder, DiagnosticBag diagnostics)
{
    private const string AnyKey = "any";

    /// <summary>Reads what is expected; a table that is wrong is left out.</summary>
    public IReadOnlyList<ExpectDefinition> ReadExpects(IEnumerable<ConfigTable> tables) => [.. tables.Select(ReadExpect).OfType<ExpectDefinition>()];

    /// <summary>Reads what must follow upon what, likewise.</summary>
    public IReadOnlyList<PairDefinition> ReadPairs(IEnumerable<ConfigTable> tables) => [.. tables.Select(ReadPair).OfType<PairDefinition>()];

    private ExpectDefinition? ReadExpect(ConfigTable table)
    {
        ConfigEntry? keys = Find(table, "for");
        if (keys?.Value is ConfigScalar { Value: string text })
        {
            if (!string.Equals(text, AnyKey, StringComparison.OrdinalIgnoreCase))
                diagnostics.Error(keys.Value.Position, $"The key \"for\" of [[expect]] is either \"{AnyKey}\" or a list of keys; write [\"{text}\"] for that one alone.");
            table = table.Without(keys.Key);
        }
        if (binder.MakeSettings<ExpectTable>(table, SubjectOf(table, "expect")) is not { } settings)
            return null;
        return new(settings.Name, At(table, "counter", settings.Counter)!, settings.Within, At(table, "chain", settings.Chain)!, table.Position)
        {
            Keys = settings.For,
            AtLeast = settings.AtLeast,
            Recovered = At(table, "recovered", settings.Recovered),
            Remind = settings.Remind,
        };
    }

    private PairDefinition? ReadPair(ConfigTable table)
    {
        if (binder.MakeSettings<PairTable>(table, SubjectOf(table, "pair")) is not { } settings)
            return null;
        return new(settings.Name, At(table, "first", settings.First)!, At(table, "then", settings.Then)!, settings.Within, table.Position)
        {
            Chain = At(table, "chain", settings.Chain),
            Met = At(table, "met", settings.Met),
        };
    }

    private static string SubjectOf(ConfigTable table, string kind) =>
        table.TryGet("name", out ConfigEntry? name) && name.Value is ConfigScalar { Value: string text } ? $"[[{kind}]] \"{text}\"" : $"[[{kind}]]";

    private static Positioned<string>? At(ConfigTable table, string key, string? value) => value is null ? null : new(value, Find(table, key)?.Value.Position ?? table.Position);

    private static ConfigEntry? Find(ConfigTable table, string key) => table.Entries.FirstOrDefault(entry => Suggestion.Fold(entry.Key) == Suggestion.Fold(key));

    /// <summary>The keys of <c>[[expect]]</c>.</summary>
    private sealed record ExpectTable(string Name, string Counter, TimeSpan Within, string Chain, string[]? For = null, int AtLeast = 1, string? Recovered = null, TimeSpan? Remind = null);

    /// <summary>The keys of <c>[[pair]]</c>.</summary>
    private sealed record PairTable(string Name, string First, string Then, TimeSpan Within, string? Chain = null, string? Met = null);
}
