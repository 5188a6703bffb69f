using System.Globalization;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Heartbeat;

/// <summary>Yields an entry at regular times, so that chains can do something also when nothing else happens.</summary>
/// <remarks>
/// Its entries have the fields SYSLOG_IDENTIFIER (<c>heartbeat</c>), MESSAGE and BEAT, the number of the beat since the very first start. A beat that falls
/// into a time when Pyruse was down is left out; the cursor is the number of the last beat, so that numbers go on after a restart.
/// </remarks>
/// <param name="every">The time between two beats, from one second on.</param>
/// <param name="time">The clock.</param>
/// <param name="message">The text. Default: <c>beat</c>.</param>
[Source("heartbeat")]
public sealed class HeartbeatSource(TimeSpan every, TimeProvider time, string message = "beat") : ISource, IEntryOrigin
{
    private readonly PeriodicTimer _timer = new(every >= TimeSpan.FromSeconds(1) ? every : throw new ArgumentException("The time between two beats is at least one second."), time);
    private long _number;
    private bool _isDue;

    /// <inheritdoc/>
    public string? Cursor => _number == 0 ? null : _number.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Open(SourceStart start)
    {
        if (start.Cursor is { } cursor && !long.TryParse(cursor, CultureInfo.InvariantCulture, out _number))
            throw new SourceException($"The position \"{cursor}\" is none of a heartbeat; remove this source's position, or give the source another name.");
    }

    /// <inheritdoc/>
    public bool TryRead(LogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!_isDue)
            return false;
        _isDue = false;
        _number++;
        entry.Begin(EntryTime.ToMicroseconds(time.GetUtcNow()), this);
        entry.Set(entry.Fields["SYSLOG_IDENTIFIER"], "heartbeat");
        entry.Set(entry.Fields.Message, message);
        entry.Set(entry.Fields["BEAT"], Cursor!);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        // The engine reads and waits by turns, so that nobody reads while this changes.
        _isDue = await _timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        return _isDue;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _timer.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public string GetCursor() => Cursor ?? "";

    /// <inheritdoc/>
    public void Fetch(Field field, LogEntry entry)
    {
        // An entry has all its fields from the beginning.
    }
}
