using System.Diagnostics;
using System.Xml.Linq;
using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Configuration;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;
using Pyruse.Reporting.Graphs;
using Pyruse.Tests.Compat;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Seeing;

/// <summary>Drawings are whole, valid, and carry nothing that a text of the configuration brings along. The workflows are those of the recorded decisions.</summary>
public sealed class DrawingTests
{
    private const string Dot = "/usr/bin/dot";
    private const string Hostile = "</text></svg><script>alert(1)</script>\\u001b[2J\\u202e\\n\\\"]; evil [label=<&amp;\u00e9\ud83d\ude00";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static IEnumerable<string> Names => RecordedDecisions.Accepted;

    [TestCaseSource(nameof(Names))]
    public void Boxes_lie_apart_and_no_way_crosses_one(string name)
    {
        var layout = GraphLayout.Of(GraphOf(name));

        Assert.Multiple(() =>
        {
            foreach (IGrouping<int, GraphBox> column in layout.Boxes.GroupBy(static box => box.Column))
            {
                GraphBox[] boxes = [.. column.OrderBy(static box => box.Top)];
                Assert.That(boxes.Zip(boxes.Skip(1)).Where(static pair => pair.First.Bottom >= pair.Second.Top), Is.Empty);
            }
            foreach (IGrouping<(int, int), GraphRoute> lane in layout.Routes.GroupBy(static route => (route.Gutter, route.Lane)))
            {
                var spans = lane.GroupBy(static route => (route.Link.To, route.Link.Kind == GraphLinkKind.Next))
                    .Select(static ways => (Low: ways.Min(static way => Math.Min(way.FromY, way.ToY)), High: ways.Max(static way => Math.Max(way.FromY, way.ToY)))).OrderBy(static span => span.Low).ToArray();
                Assert.That(spans.Zip(spans.Skip(1)).Where(static pair => pair.First.High >= pair.Second.Low), Is.Empty, "ways to different places on one lane");
            }
            Assert.That(layout.Routes.Count + layout.Straight.Count, Is.EqualTo(GraphOf(name).Links.Count));
            Assert.That(layout.Routes.Where(route => route.FromY <= layout.Boxes[route.Link.From].Top || route.FromY >= layout.Boxes[route.Link.From].Bottom), Is.Empty, "ways that begin outside of their box");
        });
    }

    [TestCaseSource(nameof(Names))]
    public void A_picture_is_well_formed_and_has_every_chain_step_and_link(string name)
    {
        WorkflowGraph graph = GraphOf(name);

        XElement picture = XDocument.Parse(Written(graph, GraphSvg.Write)).Root!;

        Assert.Multiple(() =>
        {
            Assert.That(picture.Elements(Svg + "g").Count(), Is.EqualTo(graph.Chains.Count));
            Assert.That(picture.Descendants(Svg + "text").Count(static text => Class(text).StartsWith("step", StringComparison.Ordinal)), Is.EqualTo(graph.Chains.Sum(static chain => chain.Steps.Count)));
            Assert.That(picture.Elements(Svg + "path").Count(), Is.EqualTo(graph.Links.Count));
        });
    }

    [TestCaseSource(nameof(Names))]
    public void Graphviz_reads_what_is_written_for_it(string name)
    {
        if (!File.Exists(Dot))
            Assert.Ignore($"This test needs {Dot}; install the package graphviz.");
        WorkflowGraph graph = GraphOf(name);

        (int exitCode, string plain, string problems) = RunDot(Written(graph, GraphDot.Write));

        Assert.Multiple(() =>
        {
            Assert.That((exitCode, problems), Is.EqualTo((0, "")));
            Assert.That(plain.Split('\n').Count(static line => line.StartsWith("node ", StringComparison.Ordinal)), Is.EqualTo(graph.Chains.Count));
            Assert.That(plain.Split('\n').Count(static line => line.StartsWith("edge ", StringComparison.Ordinal)), Is.EqualTo(graph.Links.Count));
        });
    }

    [Test]
    public void Texts_of_the_configuration_stay_text()
    {
        string toml = $"[[chain]]\nname = \"{Hostile}\"\nsteps = [{{ filter = \"equals\", field = \"A\", value = \"{Hostile}\", else = \"{Hostile} too\" }}, {{ action = \"log\", message = \"]]>{Hostile.Replace("{", "", StringComparison.Ordinal)}\" }}]\n"
            + $"[[chain]]\nname = \"{Hostile} too\"\nsteps = [{{ action = \"noop\" }}]\n";
        WorkflowGraph graph = Watched.Graph(toml, TestEntries.Of("A=x"));
        string page = Written(graph, GraphPage.Write);
        XElement picture = XDocument.Parse(Written(graph, GraphSvg.Write)).Root!;

        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Not.Contain("<script").And.Not.Contain("\u001b").And.Not.Contain("\u202e"));
            Assert.That(picture.DescendantsAndSelf().Select(static element => element.Name.LocalName).Distinct(), Is.SubsetOf(new[] { "svg", "title", "style", "defs", "marker", "path", "g", "rect", "text", "a" }));
            Assert.That(picture.Descendants(Svg + "g").First().Value, Does.Contain("</text></svg><script>alert(1)</script>"));
            Assert.That(picture.Descendants(Svg + "a").Attributes("href").Select(static link => link.Value), Is.All.Match("^#chain-[0-9]+$"));
        });
    }

    [Test]
    public void Graphviz_takes_texts_of_the_configuration_as_text()
    {
        if (!File.Exists(Dot))
            Assert.Ignore($"This test needs {Dot}; install the package graphviz.");
        string dot = Written(Watched.Graph($"[[chain]]\nname = \"{Hostile}\"\nsteps = [{{ action = \"noop\" }}]\n"), GraphDot.Write);

        (int exitCode, string plain, string problems) = RunDot(dot);

        Assert.Multiple(() =>
        {
            Assert.That((exitCode, problems), Is.EqualTo((0, "")));
            Assert.That(plain.Split('\n').Count(static line => line.StartsWith("node ", StringComparison.Ordinal)), Is.EqualTo(1));
        });
    }

    [Test]
    public void A_page_loads_nothing_and_runs_nothing()
    {
        string page = Written(Watched.Graph(Workflows.Chain("{ action = 'noop' }")), GraphPage.Write);

        Assert.That(page, Does.Contain("default-src 'none'").And.Not.Contain("src=").And.Not.Contain("@import").And.Not.Contain("url(http"));
    }

    private static WorkflowGraph GraphOf(string name)
    {
        PyruseConfiguration configuration = RecordedDecisions.Read(name);
        var statistics = new WalkStatistics();
        RecordedDecisions.Run(name, new EngineHost { Store = new MemoryStateStore(capacity: 0), Observer = statistics });
        return WorkflowGraph.Of(configuration, statistics, hasRun: true);
    }

    private static string Class(XElement element) => element.Attribute("class")?.Value ?? "";

    private static string Written(WorkflowGraph graph, Action<WorkflowGraph, TextWriter> write)
    {
        using var output = new StringWriter();
        write(graph, output);
        return output.ToString();
    }

    private static (int ExitCode, string Output, string Problems) RunDot(string graph)
    {
        using Process dot = Process.Start(new ProcessStartInfo(Dot, ["-Tplain"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        Task<string> output = dot.StandardOutput.ReadToEndAsync();
        Task<string> problems = dot.StandardError.ReadToEndAsync();
        dot.StandardInput.Write(graph);
        dot.StandardInput.Close();
        dot.WaitForExit();
        return (dot.ExitCode, output.Result, problems.Result);
    }
}
