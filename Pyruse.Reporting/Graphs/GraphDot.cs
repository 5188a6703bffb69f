using System.Globalization;
using Pyruse.Core.Chains;
using Pyruse.Core.Chains.Observing;

namespace Pyruse.Reporting.Graphs;

/// <summary>Writes a workflow in the language of Graphviz, for dot(1).</summary>
/// <remarks>https://graphviz.org/doc/info/lang.html and https://graphviz.org/doc/info/shapes.html#html</remarks>
public static class GraphDot
{
    private const int MaxTextLength = 80;

    /// <summary>Writes the graph. Texts of the configuration stand in escaped labels only; all names are numbers.</summary>
    public static void Write(WorkflowGraph graph, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine("digraph pyruse {");
        output.WriteLine("  graph [rankdir=TB, ranksep=0.4];");
        output.WriteLine("  node [shape=plain, fontname=\"sans-serif\", fontsize=10];");
        output.WriteLine("  edge [fontname=\"sans-serif\", fontsize=9];");
        for (int i = 0; i < graph.Chains.Count; i++)
            WriteChain(graph.Chains[i], i, graph.Entries is not null, output);
        foreach (GraphLink link in graph.Links)
            WriteLink(link, graph.Entries is not null, output);
        output.WriteLine("}");
    }

    private static void WriteChain(GraphChain chain, int index, bool hasCounts, TextWriter output)
    {
        string colour = chain.Kind switch { GraphChainKind.Listed => "#dbe7f5", GraphChainKind.Start => "#dcefdc", GraphChainKind.Jump => "#f3ead7", _ => "#eeeeee" };
        output.Write($"  c{index} [label=<<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\">");
        string counts = hasCounts ? string.Create(CultureInfo.InvariantCulture, $"  ({chain.Entered:N0} came, {chain.Ended:N0} ended)") : "";
        WriteRow(output, "head", $" BGCOLOR=\"{colour}\"", $"<B>{Escape(chain.Name)}</B>{counts}");
        foreach (string start in chain.StartsOf)
            WriteRow(output, null, "", $"<I>{Escape(start)}</I>");
        for (int i = 0; i < chain.Steps.Count; i++)
        {
            GraphStep step = chain.Steps[i];
            string passed = hasCounts ? string.Create(CultureInfo.InvariantCulture, $"  {step.Passed:N0} of {step.Met:N0}") : "";
            WriteRow(output, $"s{i}", "", $"{i + 1} {(step.Kind == StepKind.Action ? "► " : "")}{Escape(step.Text)}{passed}");
        }
        output.WriteLine("</TABLE>>];");
    }

    private static void WriteRow(TextWriter output, string? port, string attributes, string label) =>
        output.Write($"<TR><TD ALIGN=\"LEFT\"{(port is null ? "" : $" PORT=\"{port}\"")}{attributes}>{label}</TD></TR>");

    private static void WriteLink(GraphLink link, bool hasCounts, TextWriter output)
    {
        (string word, string style) = link.Kind switch
        {
            GraphLinkKind.Then => ("then", "color=\"#1a7f37\""),
            GraphLinkKind.Else => ("else", "color=\"#bc4c00\", style=dashed"),
            _ => ("", "color=\"#6e7781\""),
        };
        string count = hasCounts ? link.Count.ToString("N0", CultureInfo.InvariantCulture) : "";
        string from = link.Step < 0 ? "" : $":s{link.Step}";
        output.WriteLine($"  c{link.From}{from} -> c{link.To}:head [{style}, label=\"{string.Join(' ', new[] { word, count }.Where(static part => part.Length > 0))}\"];");
    }

    private static string Escape(string text)
    {
        using var escaped = new StringWriter(CultureInfo.InvariantCulture);
        new HtmlEscaper().Encode(VisibleText.Of(text, MaxTextLength), escaped);
        return escaped.ToString();
    }
}
