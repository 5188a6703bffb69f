using Pyruse.Core.Chains;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Hosting;

/// <summary>A source of an engine.</summary>
/// <param name="name">The name under which its position is kept.</param>
/// <param name="source">The source.</param>
/// <param name="startChain">The chain that its entries start at; null: the first chain of the list.</param>
internal sealed class EngineSource(string name, ISource source, string? startChain)
{
    /// <summary>The name under which its position is kept.</summary>
    public string Name => name;

    /// <summary>The source.</summary>
    public ISource Source => source;

    /// <summary>Whether it had no more entries when it was asked last.</summary>
    public bool IsDrained { get; set; }

    /// <summary>The highest time of its entries so far, in microseconds since 1970-01-01 UTC.</summary>
    public long ReadUpTo { get; set; } = long.MinValue;

    /// <summary>Before this moment it will bring no entries any more because it stays quiet, likewise.</summary>
    public long QuietUpTo { get; set; } = long.MinValue;

    /// <summary>Before this moment it will bring no entries any more, likewise.</summary>
    public long SettledUpTo => source.IsInOrder ? Math.Max(ReadUpTo, QuietUpTo) : QuietUpTo;

    /// <summary>What it has brought all of once it has ended, likewise.</summary>
    public long EndedAt => source is SourceWindow { Reached: { } reached } ? Math.Max(reached, ReadUpTo) : ReadUpTo;

    /// <summary>The node that its entries start at.</summary>
    public int FirstNode(Workflow workflow) => startChain is null ? workflow.Start : workflow.Starts[startChain];
}
