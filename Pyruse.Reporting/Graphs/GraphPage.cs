using System.Globalization;
using Pyruse.Core.Chains;
using Pyruse.Core.Chains.Observing;

namespace Pyruse.Reporting.Graphs;

/// <summary>Draws a workflow on an HTML page that needs nothing else: neither scripts nor fonts nor other files, and that is kept from loading any.</summary>
public static class GraphPage
{
    private const string Key = """
        <p><span class="key" style="background:var(--listed)">chain of the list</span><span class="key" style="background:var(--jump)">chain that others jump to</span><span class="key" style="background:var(--start)">chain where a source, an expectation or a pair begins</span></p>
        <p class="faint">? is a filter, ! an action. Dashed: where entries go by default, when a filter did not pass or nothing else is said. At the end of a chain, an action ends the way of the entry.</p>
        """;

    /// <summary>Writes the page.</summary>
    public static void Write(WorkflowGraph graph, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(output);
        var escaper = new HtmlEscaper();
        string title = VisibleText.Of(graph.Title, 300);
        output.WriteLine("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        output.WriteLine("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        output.WriteLine("<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">");
        output.Write("<title>");
        escaper.Encode(title, output);
        output.WriteLine($"</title>\n<style>{GraphStyle.OfPage}</style>\n</head>\n<body>");
        output.Write("<h1>");
        escaper.Encode(title, output);
        output.WriteLine("</h1>");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"<p>{graph.Chains.Count:N0} chains with {graph.Chains.Sum(static chain => chain.Steps.Count):N0} steps{(graph.Entries is { } entries ? $"; the numbers are of {entries:N0} entries" : "")}</p>"));
        output.WriteLine(Key);
        output.WriteLine("<div class=\"scroll\">");
        GraphSvg.WriteInline(graph, output);
        output.WriteLine("</div>\n</body>\n</html>");
    }
}
