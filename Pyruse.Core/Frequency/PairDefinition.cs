using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Frequency;

/// <summary>What must follow upon what, as the configuration's <c>[[pair]]</c> has it: a raise of one counter upon that of another, for the same key.</summary>
/// <remarks>
/// The first counter's raise at t opens the pair for its key; while it is open, further ones change nothing. A later raise of the second counter, at
/// t + <see cref="Within"/> at the latest, closes it, and an entry with PYRUSE_EVENT=met enters <see cref="Met"/>; otherwise one with PYRUSE_EVENT=absence enters
/// <see cref="Chain"/> at t + <see cref="Within"/>. Both counters may be the same: then each raise must be followed by another.
/// </remarks>
/// <param name="Name">The name, unique among pairs; its state is kept under it.</param>
/// <param name="First">The counter that opens the pair, and where it stands.</param>
/// <param name="Then">The counter that closes it.</param>
/// <param name="Within">How long the second may take; at least a millisecond.</param>
/// <param name="Position">Where it stands.</param>
public sealed record PairDefinition(string Name, Positioned<string> First, Positioned<string> Then, TimeSpan Within, SourcePosition Position)
{
    /// <summary>The chain that the entry about absence enters; null: none does.</summary>
    public Positioned<string>? Chain { get; init; }

    /// <summary>The chain that the entry about the second's coming in time enters; null: none does.</summary>
    public Positioned<string>? Met { get; init; }
}
