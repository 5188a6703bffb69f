namespace Pyruse.Tests.Support;

/// <summary>Asks one filter about one entry.</summary>
internal static class Filter
{
    /// <summary>Gives <c>passes</c>, <c>fails</c>, or the sentence of the error.</summary>
    /// <param name="filter">The filter with its arguments, such as <c>'equals', field = 'A', value = 'x'</c>.</param>
    /// <param name="entry">The entry; see <see cref="TestEntries"/>.</param>
    /// <param name="printed">A template that is filled after the filter passed, in the place of <c>passes</c>.</param>
    public static string Ask(string filter, string entry, string printed = "passes")
    {
        WorkflowRun run = Workflows.RunSteps($"{{ filter = {filter} }},\n{{ action = 'log', message = '{printed}' }}", TestEntries.Of(entry));
        return run.Failures is [var failure] ? failure["test/0: ".Length..] : run.Messages.SingleOrDefault() ?? "fails";
    }
}
