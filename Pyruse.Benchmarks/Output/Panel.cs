using System.Xml.Linq;

namespace Pyruse.Benchmarks.Output;

/// <summary>A line in a plot.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Points">Its points, from left to right.</param>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>One diagram of a plot: two axes, and what is drawn between them.</summary>
/// <param name="Title">What it shows, with the unit of the vertical axis.</param>
/// <param name="Horizontal">What the horizontal axis shows.</param>
internal abstract record Panel(string Title, string Horizontal)
{
    /// <summary>The scale of the horizontal axis.</summary>
    public abstract Scale X { get; }

    /// <summary>The scale of the vertical axis.</summary>
    public abstract Scale Y { get; }

    /// <summary>Draws what the panel shows.</summary>
    /// <param name="place">Turns a point into one of the picture.</param>
    public abstract IEnumerable<XElement> Draw(Func<double, double, (double X, double Y)> place);

    /// <summary>What the colours mean; nothing where there is one alone.</summary>
    public virtual IReadOnlyList<string> Legend => [];
}

/// <summary>Lines over a logarithmic axis; the vertical one begins at 0, so that what is flat looks flat.</summary>
internal sealed record LinePanel(string Title, string Horizontal, params IReadOnlyList<Series> Lines) : Panel(Title, Horizontal)
{
    public override Scale X => Scale.Logarithmic(Lines.SelectMany(static line => line.Points).Select(static point => point.X));

    public override Scale Y => Scale.Linear(Lines.SelectMany(static line => line.Points).Max(static point => point.Y));

    public override IReadOnlyList<string> Legend => Lines.Count > 1 ? [.. Lines.Select(static line => line.Name)] : [];

    public override IEnumerable<XElement> Draw(Func<double, double, (double X, double Y)> place)
    {
        foreach ((int number, Series line) in Lines.Index())
        {
            (double X, double Y)[] points = [.. line.Points.Select(point => place(point.X, point.Y))];
            yield return Svg.Element("polyline", ("class", $"line s{number}"), ("points", string.Join(' ', points.Select(static point => $"{Svg.Number(point.X)},{Svg.Number(point.Y)}"))));
            foreach ((double x, double y) in points)
                yield return Svg.Element("circle", ("class", $"dot s{number}"), ("cx", x), ("cy", y), ("r", 3));
        }
    }
}

/// <summary>How many values there are of each class of one width, from 0 on.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Horizontal">What the horizontal axis shows.</param>
/// <param name="Width">The width of a class.</param>
/// <param name="Counts">How many values lie in each class.</param>
/// <param name="Greatest">Where the horizontal axis ends at least, so that several panels can be compared.</param>
internal sealed record HistogramPanel(string Title, string Horizontal, double Width, IReadOnlyList<int> Counts, double Greatest) : Panel(Title, Horizontal)
{
    public override Scale X => Scale.Linear(Math.Max(Greatest, Width * Counts.Count));

    public override Scale Y => Scale.Linear(Counts.Append(1).Max());

    public override IEnumerable<XElement> Draw(Func<double, double, (double X, double Y)> place)
    {
        foreach ((int number, int count) in Counts.Index())
        {
            (double left, double top) = place(number * Width, count);
            (double right, double bottom) = place((number + 1) * Width, 0);
            yield return Svg.Element("rect", ("class", "bar s0"), ("x", left), ("y", top), ("width", Math.Max(0.5, right - left - 1)), ("height", bottom - top));
        }
    }
}
