using System.Xml.Linq;
using Pyruse.Benchmarks.Output;

namespace Pyruse.Tests.Benchmarks;

/// <summary>The pictures of docs/performance.md.</summary>
[TestFixture]
public sealed class PlotTests
{
    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    private static readonly LinePanel Lines = new(
        "Seconds & more", "entries <thousands>", new Series("elapsed", [(10, 1), (100, 2), (1_000, 4)]), new Series("processor", [(10, 0.5), (100, 1), (1_000, 1.5)]));

    [Test]
    public void A_linear_scale_begins_at_0_and_ends_at_a_round_number() => Assert.Multiple(static () =>
    {
        Scale scale = Scale.Linear(437);
        Assert.That(scale.Ticks, Is.EqualTo(new double[] { 0, 100, 200, 300, 400, 500 }));
        Assert.That(scale.Place(250), Is.EqualTo(0.5));
    });

    [Test]
    public void A_logarithmic_scale_makes_equal_ratios_equally_long() => Assert.Multiple(static () =>
    {
        Scale scale = Scale.Logarithmic([1_000, 10, 100]);
        Assert.That(scale.Ticks, Is.EqualTo(new double[] { 10, 100, 1_000 }));
        Assert.That(scale.Place(10), Is.EqualTo(0).Within(1e-9));
        Assert.That(scale.Place(100), Is.EqualTo(0.5).Within(1e-9));
        Assert.That(scale.Place(1_000), Is.EqualTo(1).Within(1e-9));
    });

    [Test]
    public void A_picture_is_well_formed_whatever_its_texts_say() => Assert.That(
        XDocument.Parse(Svg.Draw("A <title> & \"more\"", Lines)).Root!.Element(Namespace + "title")!.Value, Is.EqualTo("A <title> & \"more\""));

    [Test]
    public void Each_line_has_its_points_and_its_name()
    {
        XElement picture = XDocument.Parse(Svg.Draw("Title", Lines)).Root!;
        Assert.Multiple(() =>
        {
            Assert.That(picture.Descendants(Namespace + "polyline").Select(static line => line.Attribute("points")!.Value.Split(' ').Length), Is.EqualTo(new[] { 3, 3 }));
            Assert.That(picture.Descendants(Namespace + "text").Select(static text => text.Value), Is.SupersetOf(new[] { "elapsed", "processor", "entries <thousands>", "1k" }));
        });
    }

    [Test]
    public void What_is_more_is_drawn_higher()
    {
        XElement picture = XDocument.Parse(Svg.Draw("Title", Lines with { Lines = [Lines.Lines[0]] })).Root!;
        double[] heights = [.. picture.Descendants(Namespace + "circle").Select(static dot => (double)dot.Attribute("cy")!)];
        Assert.That(heights, Is.Ordered.Descending.And.Length.EqualTo(3));
    }

    [Test]
    public void A_histogram_has_a_bar_for_each_class()
    {
        XElement picture = XDocument.Parse(Svg.Draw("Title", new HistogramPanel("Events", "ms", 25, [3, 0, 5], 200))).Root!;
        Assert.That(picture.Descendants(Namespace + "rect").Count(), Is.EqualTo(3));
    }

    [Test]
    public void Panels_stand_beside_each_other() =>
        Assert.That((double)XDocument.Parse(Svg.Draw("Title", Lines, Lines)).Root!.Attribute("width")!, Is.EqualTo(2 * (double)XDocument.Parse(Svg.Draw("Title", Lines)).Root!.Attribute("width")!));
}
