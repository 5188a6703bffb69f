using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Frequency;

/// <summary>A lower bound, as the configuration's <c>[[expect]]</c> has it: how often a counter must be raised.</summary>
/// <remarks>
/// A raise at t counts while now &lt; t + <see cref="Within"/>. When fewer than <see cref="AtLeast"/> are left, an entry with PYRUSE_EVENT=silence enters
/// <see cref="Chain"/> at that moment of entry time, and again only after the bound was met anew or after <see cref="Remind"/>.
/// </remarks>
/// <param name="Name">The name, unique among expectations; its state is kept under it.</param>
/// <param name="Counter">The counter whose raises are awaited, and where it stands.</param>
/// <param name="Within">The length of the sliding window; at least a millisecond.</param>
/// <param name="Chain">The chain that the entry about silence enters.</param>
/// <param name="Position">Where it stands.</param>
public sealed record ExpectDefinition(string Name, Positioned<string> Counter, TimeSpan Within, Positioned<string> Chain, SourcePosition Position)
{
    /// <summary>The most raises that can be demanded: their times are kept.</summary>
    public const int MaxAtLeast = 10_000;

    /// <summary>The keys of the counter, each of which must be raised often enough; null: any key counts, and all together must be.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>How many raises there must be in the window; from 1 to <see cref="MaxAtLeast"/>; default: 1.</summary>
    public int AtLeast { get; init; } = 1;

    /// <summary>The chain that an entry with PYRUSE_EVENT=recovered enters when there are enough raises again; null: none does.</summary>
    public Positioned<string>? Recovered { get; init; }

    /// <summary>After how long the entry about silence comes again while it lasts; at least a second; null: not at all.</summary>
    public TimeSpan? Remind { get; init; }
}
