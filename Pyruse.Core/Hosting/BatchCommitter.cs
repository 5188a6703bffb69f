using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.Frequency;
using Pyruse.Core.State;

namespace Pyruse.Core.Hosting;

/// <summary>Makes what came of entries durable together with the sources' positions, and hands on what is to be done.</summary>
/// <remarks>
/// A batch is committed when the sources are drained, or at the latest after 1,000 entries or 100 ms; one that bans somebody, after 20 ms. Used on the engine's thread.
/// </remarks>
/// <param name="host">The store, and who carries out effects.</param>
/// <param name="batch">Where everything is staged.</param>
/// <param name="sources">All sources.</param>
/// <param name="counter">Counts entries into the batch.</param>
/// <param name="watch">Notes its state in the batch.</param>
internal sealed class BatchCommitter(EngineHost host, StateBatch batch, IReadOnlyList<EngineSource> sources, EntryCounter counter, FrequencyWatch watch)
{
    private const int MaxBatch = 1000;
    private static readonly TimeSpan MaxBatchTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxBatchTimeWithBan = TimeSpan.FromMilliseconds(20);

    /// <summary>A position alone is committed this rarely: reading entries again that changed nothing does no harm, writing wears out SD cards.</summary>
    private static readonly TimeSpan PositionInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>When a batch that can't be committed has this many changes, reading stops.</summary>
    private const int MaxUncommitted = 50_000;

    private readonly Dictionary<string, string> _committed = new(StringComparer.Ordinal);
    private volatile bool _isFailing;
    private bool _isPositionPending;
    private bool _mustCommitPositions;
    private int _enforced;
    private long _batchStart;
    private long _lastPositionCommit;
    private int _entries;

    /// <summary>Whether the last batch could not be committed.</summary>
    /// <remarks>May be asked by any thread.</remarks>
    public bool IsFailing => _isFailing;

    /// <summary>How long what is not committed yet may wait.</summary>
    public TimeSpan Patience => IsFailing ? RetryInterval : _isPositionPending ? PositionInterval : Timeout.InfiniteTimeSpan;

    /// <summary>Begins with the positions that an earlier run has committed.</summary>
    public void Start(IReadOnlyDictionary<string, string> cursors)
    {
        foreach (EngineSource source in sources)
        {
            if (cursors.TryGetValue(source.Name, out string? cursor))
                _committed[source.Name] = cursor;
        }
        _lastPositionCommit = host.Time.GetTimestamp();
        Restart();
    }

    /// <summary>Begins to measure the time of the batch anew, after a time in which nothing was read.</summary>
    public void Restart() => _batchStart = host.Time.GetTimestamp();

    /// <summary>Counts an entry into the batch.</summary>
    /// <param name="time">The entry's time in microseconds since 1970-01-01 UTC.</param>
    public void Add(long time)
    {
        _entries++;
        batch.Time = Math.Max(batch.Time, time);
    }

    /// <summary>Whether the batch should be committed before another entry is read.</summary>
    public bool IsFull()
    {
        if (_entries >= MaxBatch)
            return true;
        // The clock is asked at every sixteenth entry only, and whenever something was staged.
        if ((_entries & 15) != 0 && batch.Effects.Count == 0)
            return false;
        TimeSpan elapsed = host.Time.GetElapsedTime(_batchStart);
        return elapsed >= MaxBatchTime || (elapsed >= MaxBatchTimeWithBan && batch.Effects.Exists(static effect => effect is BanEffect));
    }

    /// <summary>Commits the batch. While that is impossible and there is too much already, waits a moment.</summary>
    public void Commit(CancellationToken cancellationToken)
    {
        Commit(isLast: false);
        HoldBack(cancellationToken);
    }

    /// <summary>Commits the batch if there is anything in it.</summary>
    /// <param name="isLast">Whether a position alone must be committed, too.</param>
    public void Commit(bool isLast)
    {
        long now = host.Time.GetTimestamp();
        watch.Flush();
        _entries = 0;
        _batchStart = now;
        WriteLines();
        _isPositionPending = !batch.HasChanges && !_mustCommitPositions && !isLast && host.Time.GetElapsedTime(_lastPositionCommit, now) < PositionInterval;
        if (_isPositionPending)
            return;
        counter.Flush();
        foreach (EngineSource source in sources)
        {
            if (source.Source.Cursor is { } cursor && _committed.GetValueOrDefault(source.Name) != cursor)
                batch.Cursors[source.Name] = cursor;
        }
        if ((!batch.HasChanges && batch.Cursors.Count == 0 && batch.Activity.Count == 0) || !TryCommit())
            return;
        foreach ((string name, string cursor) in batch.Cursors)
            _committed[name] = cursor;
        _lastPositionCommit = now;
        _mustCommitPositions = false;
        if (batch.Effects.Count > 0)
            host.OnCommitted?.Invoke(batch.Effects);
        if (batch.Outbox.Count > 0)
            host.Dispatcher?.Enqueue([.. batch.Outbox]);
        batch.Clear();
        _enforced = 0;
    }

    /// <summary>Writes the batch's lines. If sources can go back to where they were, the positions are then committed at once, lest lines be written twice.</summary>
    private void WriteLines()
    {
        if (batch.Lines.Count == 0 || host.Lines is not { } writer)
            return;
        batch.Effects.AddRange(writer.Write(batch.Lines));
        batch.Lines.Clear();
        _mustCommitPositions = sources.Any(static source => source.Source.Cursor is not null);
    }

    /// <summary>
    /// Commits the batch. While that is impossible (a full disk), the batch is kept and grows, and is tried again: positions stand still, so nothing is
    /// lost, but bans are enforced all the same.
    /// </summary>
    private bool TryCommit()
    {
        try
        {
            long begin = host.Time.GetTimestamp();
            host.Store.Commit(batch);
            host.Metrics?.Committed(batch.Effects, host.Time.GetElapsedTime(begin));
            if (IsFailing)
                host.Logger.LogWarning("State can be kept again; everything since has been made up for.");
            _isFailing = false;
            return true;
        }
        catch (StateStoreException exception)
        {
            if (!IsFailing)
                host.Logger.LogError("{Problem} Until then positions stand still and mails wait; bans are enforced.", exception.Message);
            _isFailing = true;
            return false;
        }
        finally
        {
            EnforceBans();
        }
    }

    private void EnforceBans()
    {
        BanEffect[] bans = [.. batch.Effects.Skip(_enforced).OfType<BanEffect>()];
        _enforced = batch.Effects.Count;
        if (bans.Length > 0)
            host.Bans?.Enforce(bans);
    }

    /// <summary>Waits a moment when nothing can be committed and the batch must not grow any more.</summary>
    private void HoldBack(CancellationToken cancellationToken)
    {
        if (!IsFailing || batch.Effects.Count + batch.Counters.Count < MaxUncommitted)
            return;
        try
        {
            Task.Delay(RetryInterval, host.Time, cancellationToken).Wait(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end was asked for: what could not be committed is read again at the next start.
        }
    }
}
