namespace Pyruse.Reporting.Views;

/// <summary>What a template sees of a report: texts only, ready to be shown. Its names are documented in docs/report.md.</summary>
/// <remarks>Texts hold no control characters and nothing that turns the direction of writing; the HTML form escapes them on top of that.</remarks>
internal sealed record ReportView
{
    /// <summary>The name of the machine; may be empty.</summary>
    public required string Host { get; init; }

    /// <summary>The day: "2026-11-20".</summary>
    public required string Date { get; init; }

    /// <summary>The day in words: "Friday, 20 November 2026".</summary>
    public required string Day { get; init; }

    /// <summary>The period.</summary>
    public required string Period { get; init; }

    /// <summary>The whole report in a sentence.</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether there is something to check.</summary>
    public required bool Alarm { get; init; }

    /// <summary>Sentences on what is missing from the report.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>The sums.</summary>
    public required IReadOnlyList<TotalView> Totals { get; init; }

    /// <summary>What the sums are compared with.</summary>
    public required string Comparison { get; init; }

    /// <summary>The hours of the day; null: there are none.</summary>
    public required ChartView? Chart { get; init; }

    /// <summary>The addresses banned most often.</summary>
    public required IReadOnlyList<AddressView> Addresses { get; init; }

    /// <summary>How many addresses more; empty: none.</summary>
    public required string MoreAddresses { get; init; }

    /// <summary>Networks with several banned addresses.</summary>
    public required IReadOnlyList<NetworkView> Networks { get; init; }

    /// <summary>The steps that failed.</summary>
    public required IReadOnlyList<FailedStepView> FailedSteps { get; init; }

    /// <summary>How many steps more; empty: none.</summary>
    public required string MoreFailedSteps { get; init; }

    /// <summary>The part WARN.</summary>
    public required MessagesView Warn { get; init; }

    /// <summary>The part INFO.</summary>
    public required MessagesView Info { get; init; }

    /// <summary>The part OTHER.</summary>
    public required OtherView Other { get; init; }

    /// <summary>The command that shows this report again.</summary>
    public required string Command { get; init; }

    /// <summary>Pyruse's version.</summary>
    public required string Version { get; init; }
}

/// <summary>A banned address or network.</summary>
/// <param name="Address">It.</param>
/// <param name="Network">The network around it; empty when it is the same.</param>
/// <param name="Count">How many times it was banned.</param>
/// <param name="Chains">The chains that banned it.</param>
internal sealed record AddressView(string Address, string Network, string Count, string Chains);

/// <summary>A network with several banned addresses.</summary>
/// <param name="Network">It.</param>
/// <param name="Count">How many: "3 addresses".</param>
internal sealed record NetworkView(string Network, string Count);

/// <summary>A step that failed.</summary>
/// <param name="Chain">The chain's name.</param>
/// <param name="Step">The step's place in the chain, counted from 1.</param>
/// <param name="Count">"3 times".</param>
internal sealed record FailedStepView(string Chain, string Step, string Count);

/// <summary>What a form has no room for.</summary>
/// <param name="What">"12 more messages (34 lines) are not shown".</param>
/// <param name="Command">The command that has them.</param>
/// <param name="Has">"has them", or how much of them.</param>
internal sealed record MoreView(string What, string Command, string Has);
