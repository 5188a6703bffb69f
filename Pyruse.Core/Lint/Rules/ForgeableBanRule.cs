using Pyruse.Core.Chains;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Lint.Rules;

/// <summary>Bans to which a way leads on which only fields are looked at that any local user can write.</summary>
internal sealed class ForgeableBanRule : ILintRule
{
    private static readonly string[] TrustedTransports = ["kernel", "audit", "driver"];

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(LintContext context)
    {
        foreach (WorkflowStep step in context.LiveSteps.Where(static step => step.BannedFields().Any()))
        {
            Way? way = context.NodesOf(step).Select(node => context.Ways.Find(node, edge => !IsProof(context, edge), static point => point.IsJournal)).FirstOrDefault(static way => way is not null);
            if (way is not null)
                yield return new(LintCodes.ForgeableBan, step.Position, Sentence(context, way));
        }
    }

    private static string Sentence(LintContext context, Way way)
    {
        string[] fields = [.. way.Edges.Where(static edge => edge.HasPassed).Select(edge => context.Nodes[edge.Node].Step)
            .Where(static step => step.Filter is not null).SelectMany(static step => step.Fields.Reads).Select(static field => field.Name)
            .Where(static name => JournalFields.IsName(name) && !name.StartsWith('_')).Distinct(StringComparer.Ordinal)];
        string decided = fields.Length == 0 ? "without looking at any field that tells who wrote the entry" : $"only on {string.Join(" and ", fields)}, which any local user can write (logger -t NAME TEXT)";
        return $"The ban is decided {decided}, so that any local user can ban any address. Let the entry also pass a filter on _SYSTEMD_UNIT, _UID, _COMM or _EXE, such as {{ filter = \"equals\", field = \"_SYSTEMD_UNIT\", value = \"ssh.service\" }}.";
    }

    /// <summary>Whether who goes this way has shown who he is, as far as journald tells; of modules that look where nobody knows, the best is presumed.</summary>
    private static bool IsProof(LintContext context, Edge edge)
    {
        WorkflowStep step = context.Nodes[edge.Node].Step;
        if (!edge.HasPassed || step.Filter is null)
            return false;
        return (step.Bound?.Descriptor.Factory is not null) || step.Fields.Reads.Any(field => JournalFields.TellsTheWriter(field.Name)) || IsTrustedTransport(step);
    }

    private static bool IsTrustedTransport(WorkflowStep step) => step.Filter is IEqualityFilter { Field.Name: "_TRANSPORT" } filter
        ? filter.Values.All(static value => TrustedTransports.Contains(value.PlainText))
        : step.Fields.Reads.Any(static field => field.Name == "_TRANSPORT");
}
