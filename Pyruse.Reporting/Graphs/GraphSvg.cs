using System.Globalization;
using Pyruse.Core.Chains;
using Pyruse.Core.Chains.Observing;

namespace Pyruse.Reporting.Graphs;

/// <summary>Draws a workflow as a picture in SVG that needs nothing else: neither scripts nor fonts nor files. It is light or dark as the reader's screen is.</summary>
public static class GraphSvg
{
    /// <summary>Draws the graph as a file of its own.</summary>
    public static void Write(WorkflowGraph graph, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        new SvgDrawing(graph, output).Write(GraphStyle.OfPicture);
    }

    /// <summary>Draws the graph as part of a page, whose style it takes.</summary>
    internal static void WriteInline(WorkflowGraph graph, TextWriter output) => new SvgDrawing(graph, output).Write(null);
}

/// <summary>One drawing.</summary>
internal sealed class SvgDrawing
{
    private const int BoxWidth = 540;
    private const int LaneWidth = 9;
    private const int GutterPadding = 22;
    private const int TextInset = 10;
    private const int MaxText = 70;
    private const int MaxTextBesideCounts = 56;
    private const int MaxName = 60;
    private const int MaxNameBesideCounts = 38;

    private readonly WorkflowGraph _graph;
    private readonly GraphLayout _layout;
    private readonly TextWriter _output;
    private readonly HtmlEscaper _escaper = new();
    private readonly int[] _columns;
    private readonly int _width;

    public SvgDrawing(WorkflowGraph graph, TextWriter output)
    {
        _graph = graph;
        _layout = GraphLayout.Of(graph);
        _output = output;
        int[] gutters = [.. _layout.Lanes.Select(static lanes => (GutterPadding * 2) + (Math.Max(0, lanes - 1) * LaneWidth))];
        bool hasJumps = _layout.Boxes.Any(static box => box.Column == 1);
        _columns = [gutters[0], gutters[0] + BoxWidth + gutters[1]];
        _width = hasJumps ? _columns[1] + BoxWidth + gutters[2] : _columns[0] + BoxWidth + GutterPadding;
    }

    private bool HasCounts => _graph.Entries is not null;

    public void Write(string? style)
    {
        _output.WriteLine($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{_width}\" height=\"{_layout.Height}\" viewBox=\"0 0 {_width} {_layout.Height}\" role=\"img\" class=\"pyruse\">");
        _output.Write("<title>");
        Text($"Chains of {_graph.Title}");
        _output.WriteLine("</title>");
        if (style is not null)
            _output.WriteLine($"<style>{style}</style>");
        WriteArrows();
        foreach (GraphLink link in _layout.Straight)
            WriteStraight(link);
        // Ways that entries took are drawn over those that they did not.
        foreach (GraphRoute route in _layout.Routes.OrderBy(static route => route.Link.Count))
            WriteRoute(route);
        for (int i = 0; i < _graph.Chains.Count; i++)
            WriteBox(i);
        foreach (GraphLink link in _graph.Links.Where(_ => HasCounts))
            WriteCount(link);
        _output.WriteLine("</svg>");
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Class(GraphLinkKind kind) => kind switch { GraphLinkKind.Then => "then", GraphLinkKind.Else => "else", _ => "next" };

    private void WriteArrows()
    {
        _output.Write("<defs>");
        foreach (GraphLinkKind kind in Enum.GetValues<GraphLinkKind>())
            _output.Write($"<marker id=\"arrow-{Class(kind)}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"{Class(kind)} head\" d=\"M0 0L8 4L0 8Z\"/></marker>");
        _output.WriteLine("</defs>");
    }

    private void WriteStraight(GraphLink link)
    {
        int x = _columns[0] + 40;
        WritePath(link, $"M{x} {_layout.Boxes[link.From].Bottom}V{_layout.Boxes[link.To].Top}");
    }

    private void WriteRoute(GraphRoute route)
    {
        int lane = LaneX(route);
        WritePath(route.Link, $"M{Border(route.Link.From, route.Gutter)} {route.FromY}H{lane}V{route.ToY}H{Border(route.Link.To, route.Gutter)}");
    }

    private void WritePath(GraphLink link, string path)
    {
        string idle = HasCounts && link.Count == 0 ? " idle" : "";
        string width = HasCounts && link.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $" stroke-width=\"{1.2 + (Math.Log10(link.Count + 1) * 0.4):0.#}\"") : "";
        _output.Write($"<path class=\"{Class(link.Kind)}{idle}\"{width} marker-end=\"url(#arrow-{Class(link.Kind)})\" d=\"{path}\"><title>");
        string why = link.Kind == GraphLinkKind.Next ? "" : $", step {link.Step + 1}, {Class(link.Kind)}";
        Text($"{_graph.Chains[link.From].Name}{why} → {_graph.Chains[link.To].Name}{(HasCounts ? $": {Number(link.Count)}" : "")}");
        _output.WriteLine("</title></path>");
    }

    private int LaneX(GraphRoute route) => route.Gutter switch
    {
        0 => _columns[0] - GutterPadding - (route.Lane * LaneWidth),
        1 => _columns[0] + BoxWidth + GutterPadding + (route.Lane * LaneWidth),
        _ => _columns[1] + BoxWidth + GutterPadding + (route.Lane * LaneWidth),
    };

    /// <summary>The side of a chain's box that looks to a space.</summary>
    private int Border(int chain, int gutter)
    {
        int column = _layout.Boxes[chain].Column;
        return gutter > column ? _columns[column] + BoxWidth : _columns[column];
    }

    private void WriteBox(int index)
    {
        GraphChain chain = _graph.Chains[index];
        GraphBox box = _layout.Boxes[index];
        int x = _columns[box.Column];
        string kind = chain.Kind.ToString().ToLowerInvariant();
        string idle = HasCounts && chain.Entered == 0 ? " idle" : "";
        _output.WriteLine($"<g id=\"chain-{index + 1}\" class=\"chain {kind}{idle}\"><rect class=\"box\" x=\"{x}\" y=\"{box.Top}\" width=\"{BoxWidth}\" height=\"{box.Height}\" rx=\"6\"/>");
        _output.WriteLine($"<path class=\"title\" d=\"M{x} {box.Top + BoxPlacer.HeaderHeight}V{box.Top + 6}a6 6 0 0 1 6 -6H{x + BoxWidth - 6}a6 6 0 0 1 6 6V{box.Top + BoxPlacer.HeaderHeight}Z\"/>");
        WriteText("name", x + TextInset, box.Top + 19, chain.Name, HasCounts ? MaxNameBesideCounts : MaxName, chain.Name);
        if (HasCounts)
            WriteText("count end", x + BoxWidth - TextInset, box.Top + 19, $"{Number(chain.Entered)} came, {Number(chain.Ended)} ended", 60);
        int y = box.Top + BoxPlacer.HeaderHeight;
        foreach (string start in chain.StartsOf)
        {
            y += BoxPlacer.StartHeight;
            WriteText("from", x + TextInset, y - 4, $"from {start}", MaxText);
        }
        for (int step = 0; step < chain.Steps.Count; step++)
            WriteStep(index, step, x, ref y);
        _output.WriteLine("</g>");
    }

    private void WriteStep(int chain, int index, int x, ref int y)
    {
        GraphStep step = _graph.Chains[chain].Steps[index];
        y += BoxPlacer.StepHeight;
        string unused = !step.IsReachable ? " dead" : HasCounts && step.Met == 0 ? " idle" : "";
        string mark = step.Kind == StepKind.Filter ? "?" : "!";
        WriteText($"mark {(step.Kind == StepKind.Filter ? "filter" : "action")}{unused}", x + TextInset, y - 5, mark, 1);
        WriteText($"step{unused}", x + TextInset + 14, y - 5, step.Text, HasCounts ? MaxTextBesideCounts : MaxText, $"{step.Text}\n{step.Position}");
        if (HasCounts)
            WriteText("count end", x + BoxWidth - TextInset, y - 5, step.Kind == StepKind.Filter ? $"{Number(step.Passed)} of {Number(step.Met)}" : Number(step.Met), 40);
        foreach (GraphLink link in _graph.Links.Where(link => link.From == chain && link.Step == index).OrderBy(static link => link.Kind))
        {
            y += BoxPlacer.LinkHeight;
            _output.Write($"<a href=\"#chain-{link.To + 1}\">");
            WriteText($"{Class(link.Kind)} label", x + TextInset + 28, y - 5, $"{Class(link.Kind)} → {_graph.Chains[link.To].Name}", MaxText - 4);
            _output.WriteLine("</a>");
        }
    }

    /// <summary>Writes how many entries went a way, at its beginning.</summary>
    private void WriteCount(GraphLink link)
    {
        if (link.Count == 0)
            return;
        if (_layout.Straight.Contains(link))
        {
            WriteText("count", _columns[0] + 48, _layout.Boxes[link.From].Bottom + 19, Number(link.Count), 40);
            return;
        }
        GraphRoute route = _layout.Routes.First(route => route.Link == link);
        GraphBox box = _layout.Boxes[link.From];
        bool isRight = route.Gutter > box.Column;
        int x = isRight ? _columns[box.Column] + BoxWidth - TextInset : _columns[box.Column] + TextInset;
        // A way by default has no line of its own in the box.
        if (link.Kind == GraphLinkKind.Next)
            WriteText(isRight ? "count" : "count end", isRight ? x + TextInset + 3 : x - TextInset - 3, route.FromY + 12, Number(link.Count), 40);
        else
            WriteText($"{Class(link.Kind)} label end", _columns[box.Column] + BoxWidth - TextInset, route.FromY + 4, Number(link.Count), 40);
    }

    private void WriteText(string style, int x, int y, string text, int maxLength, string? tip = null)
    {
        _output.Write($"<text class=\"{style}\" x=\"{x}\" y=\"{y}\">");
        Text(VisibleText.Of(text, maxLength));
        if (tip is not null && text.Length > maxLength)
        {
            _output.Write("<title>");
            Text(tip);
            _output.Write("</title>");
        }
        _output.WriteLine("</text>");
    }

    private void Text(string text) => _escaper.Encode(VisibleText.Of(text.Replace('\n', ' '), 1000), _output);
}
