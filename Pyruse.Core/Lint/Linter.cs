using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Lint.Rules;

namespace Pyruse.Core.Lint;

/// <summary>Looks for what works but is probably not meant: faults that a configuration without errors can still have.</summary>
public static class Linter
{
    private static readonly ILintRule[] Rules =
    [
        new UnreachableChainRule(), new NeverPassesRule(), new ListRule(), new DecidesNothingRule(), new UnsetFieldRule(), new MisspeltFieldRule(),
        new ForgeableBanRule(), new ChosenAddressRule(), new BanSettingsRule(), new CounterRule(), new NotLinearRule(), new ReportIsOffRule(),
    ];

    /// <summary>Adds a warning for each fault; takes those out, and earlier ones that have a code, which the configuration's comments or the caller allow.</summary>
    /// <param name="configuration">A configuration without errors.</param>
    /// <param name="workflow">Its chains, linked.</param>
    /// <param name="diagnostics">Has the findings so far, and takes the new ones.</param>
    /// <param name="allowed">Codes of which nothing is to be said.</param>
    public static void Check(PyruseConfiguration configuration, Workflow workflow, DiagnosticBag diagnostics, IReadOnlyCollection<LintCode>? allowed = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(workflow);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var context = new LintContext(configuration, workflow);
        foreach (LintFinding finding in Rules.SelectMany(rule => rule.Check(context)))
            diagnostics.Warning(finding.Position, finding.Message, finding.Code.Code);
        if (allowed is not null)
            diagnostics.Remove(item => allowed.Any(code => code.Code == item.Code));
        AllowComments.Of(configuration.Files).Apply(diagnostics);
    }
}
