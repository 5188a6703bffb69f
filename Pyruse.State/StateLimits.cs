namespace Pyruse.State;

/// <summary>How much the store keeps at most, so that its file stays bounded whatever the log holds.</summary>
public sealed record StateLimits
{
    /// <summary>Lines of the report that was not sent yet. Beyond, the oldest go: those of level OTHER first, then INFO, then WARN. Default: 200,000.</summary>
    public int ReportLines { get; init; } = 200_000;

    /// <summary>Characters of all these lines together; beyond, likewise. Default: 32 million.</summary>
    public long ReportCharacters { get; init; } = 32_000_000;

    /// <summary>Characters of one report line; a longer one is cut and ends in "…". Default: 4,096.</summary>
    public int ReportLineLength { get; init; } = 4096;

    /// <summary>How long a ban that has ended is remembered, so that it counts when the address is banned again. Default: 30 days.</summary>
    public TimeSpan BanHistory { get; init; } = TimeSpan.FromDays(30);
}
