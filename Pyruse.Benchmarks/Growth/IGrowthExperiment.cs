using Pyruse.Benchmarks.Output;

namespace Pyruse.Benchmarks.Growth;

/// <summary>Lets one thing grow, and measures what that does.</summary>
internal interface IGrowthExperiment
{
    /// <summary>What grows, in one word: the name on the command line and of the picture.</summary>
    string Name { get; }

    /// <summary>Measures.</summary>
    GrowthCurve Measure(GrowthLab lab);
}

/// <summary>What an experiment found.</summary>
/// <param name="Title">What was measured, as a sentence.</param>
/// <param name="Table">The figures.</param>
/// <param name="Panels">The same as diagrams.</param>
internal sealed record GrowthCurve(string Title, TextTable Table, params IReadOnlyList<Panel> Panels);
