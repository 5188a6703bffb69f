namespace Pyruse.Plugins.Builtin.Sources.Files.Lines;

/// <summary>Reads times of lines by the formats and the zone that a source is told.</summary>
/// <param name="format">The format; null: those that are told apart without one.</param>
/// <param name="zone">The zone of times that tell none.</param>
internal sealed class LineClock(TimestampFormat? format, TimeZoneInfo zone)
{
    private const long Day = 86_400_000_000;

    /// <summary>About when lines are written, for times without a year: now, or when the file was written to last. In microseconds since 1970-01-01 UTC.</summary>
    public long Reference { get; set; }

    /// <summary>Whether the configuration has a format.</summary>
    public bool HasFormat => format is not null;

    /// <summary>Reads the time that a text begins with; one that lies more than a day after the reference is none.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out long time, out int length)
    {
        bool isRead = format is not null ? format.TryRead(text, zone, Reference, out time, out length)
            : TimestampFormat.Iso.TryRead(text, zone, Reference, out time, out length) || TimestampFormat.Syslog.TryRead(text, zone, Reference, out time, out length);
        return isRead && time <= Reference + Day;
    }
}
