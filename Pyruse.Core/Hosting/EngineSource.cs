using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Hosting;

/// <summary>A source of an engine.</summary>
/// <param name="definition">What the configuration says of it.</param>
/// <param name="source">The source.</param>
internal sealed class EngineSource(SourceDefinition definition, ISource source)
{
    /// <summary>The name under which its position is kept.</summary>
    public string Name => definition.Name;

    /// <summary>The source.</summary>
    public ISource Source { get; private set; } = source;

    /// <summary>Whether it was opened by an engine before this one, and goes on as it is.</summary>
    public bool IsInherited { get; private set; }

    /// <summary>Since when it is followed, in microseconds since 1970-01-01 UTC; null: not yet.</summary>
    public long? FollowedSince { get; set; }

    /// <summary>Whether it had no more entries when it was asked last.</summary>
    public bool IsDrained { get; set; }

    /// <summary>The highest time of its entries so far, in microseconds since 1970-01-01 UTC.</summary>
    public long ReadUpTo { get; set; } = long.MinValue;

    /// <summary>Before this moment it will bring no entries any more because it stays quiet, likewise.</summary>
    public long QuietUpTo { get; set; } = long.MinValue;

    /// <summary>Before this moment it will bring no entries any more, likewise.</summary>
    public long SettledUpTo => Source.IsInOrder ? Math.Max(ReadUpTo, QuietUpTo) : QuietUpTo;

    /// <summary>What it has brought all of once it has ended, likewise.</summary>
    public long EndedAt => Source is SourceWindow { Reached: { } reached } ? Math.Max(reached, ReadUpTo) : ReadUpTo;

    /// <summary>The node that its entries start at.</summary>
    public int FirstNode(Workflow workflow) => definition.Start is { } start ? workflow.Starts[start.Value] : workflow.Start;

    /// <summary>Whether the configuration of another engine says the same of a source.</summary>
    public bool IsSameAs(EngineSource other) => definition.IsSameAs(other.Definition);

    /// <summary>Goes on where the same source of another engine was.</summary>
    /// <param name="other">The source of the other engine.</param>
    /// <param name="isOpen">Whether that one is taken as it is, with what it has open.</param>
    /// <returns>A source that is not needed any more.</returns>
    public ISource? GoOnFrom(EngineSource other, bool isOpen)
    {
        (ReadUpTo, QuietUpTo, FollowedSince) = (other.ReadUpTo, other.QuietUpTo, other.FollowedSince);
        if (!isOpen)
            return null;
        ISource unused = Source;
        (Source, IsInherited) = (other.Source, true);
        return unused;
    }

    private SourceDefinition Definition => definition;
}
