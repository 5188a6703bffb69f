using Pyruse.Benchmarks.Output;

namespace Pyruse.Benchmarks.Growth;

/// <summary>Panels that several experiments have.</summary>
internal static class Curves
{
    /// <summary>The peak of resident memory.</summary>
    public static LinePanel Memory(string grows, IEnumerable<int> sizes, IEnumerable<Cost> costs) =>
        new("Peak memory, MB", grows, Line("peak", sizes, costs, static (_, cost) => cost.PeakBytes / (1 << 20)));

    /// <summary>A line of what some sizes cost.</summary>
    public static Series Line(string name, IEnumerable<int> sizes, IEnumerable<Cost> costs, Func<int, Cost, double> value) =>
        new(name, [.. sizes.Zip(costs, (size, cost) => ((double)size, value(size, cost)))]);
}
