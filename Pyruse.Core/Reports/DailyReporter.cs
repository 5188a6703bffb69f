using Microsoft.Extensions.Logging;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;

namespace Pyruse.Core.Reports;

/// <summary>Makes the daily report when it is due, and those that came due while nothing ran; each is kept and its mail put into the outbox in one transaction.</summary>
/// <remarks>
/// Works on a thread of the pool. A report is made as soon as the engine has handled all entries there are, so that those of the day's last seconds
/// are in; but at the latest <see cref="Patience"/> after it was due. What comes later is in the next one.
/// </remarks>
/// <param name="store">What reports are made of.</param>
/// <param name="mail">Makes the mail of a report.</param>
/// <param name="dispatcher">Sends the mail.</param>
/// <param name="settings">The section <c>[report]</c>.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes what the administrator should know.</param>
public sealed class DailyReporter(IReportStore store, ReportMail mail, IEffectDispatcher dispatcher, ReportSettings settings, TimeProvider time, ILogger logger)
    : IDailyReporter, IAsyncDisposable
{
    /// <summary>So long a report waits for an engine that can't keep up.</summary>
    public static TimeSpan Patience => TimeSpan.FromMinutes(10);

    /// <summary>Timers know neither of a suspended machine nor of a clock that is set: it is looked at this often.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Entries of the last moment are on their way for as long.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    /// <summary>If more reports came due while nothing ran, the oldest are made as one.</summary>
    private const int MaxReports = 7;

    private readonly ReportDays _days = new(settings.At ?? TimeOnly.MinValue, time.LocalTimeZone);
    private readonly ReportBuilder _builder = new(time.LocalTimeZone, Environment.MachineName);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _work = Task.CompletedTask;
    private (DateTimeOffset LastEnd, DateTimeOffset Due)? _schedule;

    /// <summary>Up to when the last report reached, or when the store was made, and when the next one is due; null: none is made. Safe on any thread.</summary>
    public (DateTimeOffset LastEnd, DateTimeOffset Due)? Schedule
    {
        get
        {
            lock (_lock)
                return _schedule;
        }
    }

    /// <inheritdoc/>
    public void Start() => _work = Task.Run(() => WorkAsync(_end.Token));

    /// <inheritdoc/>
    public void CaughtUp()
    {
        lock (_lock)
            _caughtUp.TrySetResult();
    }

    /// <inheritdoc/>
    public void Resumed()
    {
        lock (_lock)
        {
            if (_caughtUp.Task.IsCompleted)
                _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Ends; a report that is being made is finished.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await MakeNextAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (StateStoreException exception)
                {
                    logger.LogError("The daily report can't be made now, and is tried again: {Problem}", exception.Message);
                    await Task.Delay(LongestWait, time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end was asked for.
        }
    }

    /// <summary>Waits until a report is due, and for the engine, and makes it.</summary>
    private async Task MakeNextAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset due = NextDue();
        for (TimeSpan left; (left = due + Delay - time.GetUtcNow()) > TimeSpan.Zero;)
            await Task.Delay(left < LongestWait ? left : LongestWait, time, cancellationToken).ConfigureAwait(false);
        await WaitForEngineAsync(cancellationToken).ConfigureAwait(false);
        Make(LastOfMany(due));
    }

    /// <summary>The first time for a report after the end of the last one; a clock that was days ahead then, and is right now, does not put it off by days.</summary>
    private DateTimeOffset NextDue()
    {
        DateTimeOffset begin = EntryTime.ToUtc(store.ReadReportBasis().Begin);
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset due = _days.NextAfter(begin - now > TimeSpan.FromDays(1) ? now : begin);
        lock (_lock)
            _schedule = (begin, due);
        return due;
    }

    private async Task WaitForEngineAsync(CancellationToken cancellationToken)
    {
        Task caughtUp;
        lock (_lock)
            caughtUp = _caughtUp.Task;
        try
        {
            await caughtUp.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            logger.LogWarning("The daily report does not wait any longer for entries that are not handled yet; they will be in the next one.");
        }
    }

    /// <summary>When more reports are due than are reasonably mailed at once, the first of them reaches so far that few others follow.</summary>
    private DateTimeOffset LastOfMany(DateTimeOffset due)
    {
        DateTimeOffset now = time.GetUtcNow();
        var ends = new Queue<DateTimeOffset>([due]);
        for (DateTimeOffset next = _days.NextAfter(due); next <= now; next = _days.NextAfter(next))
        {
            ends.Enqueue(next);
            if (ends.Count > MaxReports)
                ends.Dequeue();
        }
        return ends.Peek();
    }

    private void Make(DateTimeOffset end)
    {
        ReportClosing closing = _builder.Build(store, end, time.GetUtcNow(), _days.DayOf(end), new ReportLimits());
        closing = closing with { Mail = mail.Of(closing.Report) };
        if (store.CloseReport(closing) is { } entry)
            dispatcher.Enqueue([entry]);
        logger.LogInformation("The daily report of {Date} was made and is being sent.", closing.Report.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }
}
