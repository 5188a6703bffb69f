namespace Pyruse.Journal;

/// <summary>How a journal is read by a <see cref="JournalSource"/>.</summary>
/// <param name="Location">Which journal.</param>
/// <param name="Start">Where to begin when no position was kept.</param>
internal sealed record JournalReading(JournalLocation Location, JournalStart Start)
{
    /// <summary>Whether to wait for new entries; otherwise the source ends when all are read.</summary>
    public bool IsFollowing { get; init; } = true;

    /// <summary>Where to begin instead, in microseconds since 1970-01-01 UTC.</summary>
    public long? Since { get; init; }
}
