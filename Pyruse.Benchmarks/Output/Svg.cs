using System.Globalization;
using System.Xml.Linq;

namespace Pyruse.Benchmarks.Output;

/// <summary>Draws panels beside each other as SVG 1.1, readable on light and on dark pages.</summary>
internal static class Svg
{
    private const double PanelWidth = 400, PanelHeight = 280;
    private const double Left = 56, Right = 24, Top = 36, Bottom = 64;

    private const string Style = """
        text { font: 11px sans-serif; fill: #333 } .title { font-weight: bold; font-size: 12px } .axis { stroke: #888 } .grid { stroke: #8883 }
        .line { fill: none; stroke-width: 2 } .line.s0, .dot.s0, .bar.s0 { stroke: #1f6fb4 } .line.s1, .dot.s1 { stroke: #c4501b } .line.s2, .dot.s2 { stroke: #2f8f46 }
        .dot.s0, .bar.s0 { fill: #1f6fb4 } .dot.s1 { fill: #c4501b } .dot.s2 { fill: #2f8f46 }
        @media (prefers-color-scheme: dark) { text { fill: #ccc } }
        """;

    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    /// <summary>Draws a picture.</summary>
    /// <param name="title">What it shows, for those who can't see it.</param>
    /// <param name="panels">The panels, from left to right.</param>
    public static string Draw(string title, params IReadOnlyList<Panel> panels)
    {
        XElement picture = Element("svg", ("width", PanelWidth * panels.Count), ("height", PanelHeight), ("viewBox", $"0 0 {Number(PanelWidth * panels.Count)} {Number(PanelHeight)}"), ("role", "img"));
        picture.Add(new XElement(Namespace + "title", title), new XElement(Namespace + "style", Style));
        foreach ((int number, Panel panel) in panels.Index())
        {
            XElement group = Element("g", ("transform", $"translate({Number(number * PanelWidth)} 0)"));
            group.Add(Draw(panel));
            picture.Add(group);
        }
        return picture + "\n";
    }

    /// <summary>Makes an element with attributes: texts and numbers.</summary>
    public static XElement Element(string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var element = new XElement(Namespace + name);
        foreach ((string attribute, object value) in attributes)
            element.SetAttributeValue(attribute, value is string text ? text : Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)));
        return element;
    }

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static IEnumerable<XElement> Draw(Panel panel)
    {
        Scale x = panel.X, y = panel.Y;
        (double, double) Place(double atX, double atY) =>
            (Left + (x.Place(atX) * (PanelWidth - Left - Right)), PanelHeight - Bottom - (y.Place(atY) * (PanelHeight - Top - Bottom)));
        return
        [
            Text(panel.Title, "title", PanelWidth / 2, 18, "middle"),
            .. y.Ticks.SelectMany(tick => Rule(Figures.OnAxis(tick), PanelHeight - Bottom - (y.Place(tick) * (PanelHeight - Top - Bottom)))),
            .. x.Ticks.Select(tick => Text(Figures.OnAxis(tick), "tick", Left + (x.Place(tick) * (PanelWidth - Left - Right)), PanelHeight - Bottom + 16, "middle")),
            Element("line", ("class", "axis"), ("x1", Left), ("y1", PanelHeight - Bottom), ("x2", PanelWidth - Right), ("y2", PanelHeight - Bottom)),
            Text(panel.Horizontal, "label", PanelWidth / 2, PanelHeight - Bottom + 34, "middle"),
            .. panel.Draw(Place),
            .. panel.Legend.Index().SelectMany(item => LegendOf(item.Item, item.Index)),
        ];
    }

    private static IEnumerable<XElement> Rule(string text, double y) =>
    [
        Element("line", ("class", "grid"), ("x1", Left), ("y1", y), ("x2", PanelWidth - Right), ("y2", y)),
        Text(text, "tick", Left - 6, y + 4, "end"),
    ];

    private static IEnumerable<XElement> LegendOf(string name, int number)
    {
        double x = Left + (number * 110), y = PanelHeight - 12;
        return [Element("circle", ("class", $"dot s{number}"), ("cx", x), ("cy", y - 4), ("r", 4)), Text(name, "legend", x + 8, y, "start")];
    }

    private static XElement Text(string text, string kind, double x, double y, string anchor)
    {
        XElement element = Element("text", ("class", kind), ("x", x), ("y", y), ("text-anchor", anchor));
        element.Value = text;
        return element;
    }
}
