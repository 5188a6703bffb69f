using Pyruse.Core.Entries;

namespace Pyruse.Tests.Support;

/// <summary>A clock that stands still until it is told to go on. Its zone is UTC, whatever the machine's is.</summary>
internal sealed class ManualTime : TimeProvider
{
    private TimeSpan _elapsed;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => _elapsed += by;

    public override long GetTimestamp() => _elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => EntryTime.ToUtc(TestEntries.Start) + _elapsed;
}
