using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Patterns;

namespace Pyruse.Core.Lint;

/// <summary>A place where entries begin their way, and what is known of the fields that they bring along.</summary>
/// <param name="Node">The node.</param>
/// <param name="IsJournal">Whether some of them come from a journal that local users can write to.</param>
/// <param name="HasAnyField">Whether nothing is known of the names of their fields.</param>
/// <param name="OtherFields">Names that they may have beside those that a journal can have.</param>
internal sealed record EntryPoint(int Node, bool IsJournal, bool HasAnyField, IReadOnlySet<string> OtherFields)
{
    private static readonly string[] UpperCaseSources = ["journal", "export", "syslog"];

    /// <summary>Finds all entry points: those of sources, and those of what <c>[[expect]]</c> and <c>[[pair]]</c> tell.</summary>
    public static IEnumerable<EntryPoint> Of(PyruseConfiguration configuration, Workflow workflow)
    {
        foreach (IGrouping<string?, SourceDefinition> sources in configuration.Sources.GroupBy(static source => source.Start?.Value))
        {
            int node = sources.Key is null ? workflow.Start : workflow.Starts[sources.Key];
            if (node != Workflow.End)
            {
                yield return new(
                    node,
                    sources.Any(static source => source.Type.Value is "journal" or "export"),
                    sources.Any(static source => GroupsOf(source) is null),
                    sources.SelectMany(static source => GroupsOf(source) ?? []).ToHashSet(StringComparer.Ordinal));
            }
        }
        var told = configuration.Expects.SelectMany(static expect => new[] { expect.Chain, expect.Recovered }).Concat(configuration.Pairs.SelectMany(static pair => new[] { pair.Chain, pair.Met }));
        foreach (string chain in told.OfType<Positioned<string>>().Select(static chain => chain.Value).Distinct(StringComparer.Ordinal))
            yield return new(workflow.Starts[chain], IsJournal: false, HasAnyField: false, new HashSet<string>(StringComparer.Ordinal));
    }

    /// <summary>Whether an entry that begins here may have a field before any step sets it.</summary>
    public bool MayHave(string field) => HasAnyField || JournalFields.IsName(field) || OtherFields.Contains(field);

    /// <summary>The names of fields that a source takes from a regular expression of its own; null: it may set any.</summary>
    private static IEnumerable<string>? GroupsOf(SourceDefinition source)
    {
        if (UpperCaseSources.Contains(source.Type.Value, StringComparer.OrdinalIgnoreCase))
            return [];
        if (!string.Equals(source.Type.Value, "file", StringComparison.OrdinalIgnoreCase))
            return null;
        string parse = source.Arguments.Entries.FirstOrDefault(static entry => Suggestion.Fold(entry.Key) == "PARSE")?.Value is ConfigScalar { Value: string text } ? text : "none";
        return parse switch
        {
            "none" or "syslog" => [],
            "json" => null,
            _ => LogPattern.Parse(parse).Groups.Select(static group => group.Name).OfType<string>(),
        };
    }
}
