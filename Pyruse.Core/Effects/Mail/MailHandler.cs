using Microsoft.Extensions.Logging;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects.Dispatch;

namespace Pyruse.Core.Effects.Mail;

/// <summary>Sends mail, so many in an hour; what is beyond waits in the outbox, and is folded into one mail a chain when there is room again.</summary>
/// <remarks>The daily report is neither counted nor held back; it has a queue of its own.</remarks>
public sealed class MailHandler : IBatchEffectHandler
{
    private const string ReportTarget = "mail with the daily report";
    private const string Target = "mail";

    private readonly MailWindow _window;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action? _onSent;

    private volatile Way _way;

    // Each queue is worked on by one worker at a time, and so is each lane here.
    private readonly Lane _reports = new();
    private readonly Lane _others = new();

    /// <summary>Makes a handler.</summary>
    /// <param name="composer">Makes the bytes of mails.</param>
    /// <param name="transport">The way they go.</param>
    /// <param name="window">How many may go.</param>
    /// <param name="time">Its zone is that of the times in digests.</param>
    /// <param name="logger">Told when mails begin to wait.</param>
    /// <param name="onSent">Told of each mail that was sent, daily reports aside.</param>
    public MailHandler(MailComposer composer, IMailTransport transport, MailWindow window, TimeProvider time, ILogger logger, Action? onSent = null) =>
        (_way, _window, _time, _logger, _onSent) = (new(composer, transport), window, time, logger, onSent);

    /// <summary>As long as mail servers themselves try.</summary>
    public TimeSpan Patience => TimeSpan.FromDays(5);

    /// <summary>Makes the handler that a configuration describes.</summary>
    /// <param name="configuration">The configuration, checked.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    /// <param name="onSent">Told of each mail that was sent, daily reports aside.</param>
    public static MailHandler Create(PyruseConfiguration configuration, TimeProvider time, ILogger logger, Action? onSent = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        EmailSettings settings = configuration.Email;
        var window = new MailWindow(settings.MaxPerHour, Path.Combine(configuration.Storage, "mails-sent"), time, logger);
        return new(new MailComposer(settings, time), MailTransports.Of(settings), window, time, logger, onSent);
    }

    /// <summary>Sends mails as other settings say from now on. One that some of its recipients have already stays as it is for the others.</summary>
    /// <remarks>May be called by any thread.</remarks>
    public void Use(EmailSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _window.Max = settings.MaxPerHour;
        _way = new(new MailComposer(settings, _time), MailTransports.Of(settings));
    }

    /// <inheritdoc/>
    public string? TargetOf(Effect effect) => effect switch
    {
        EmailEffect { IsReport: true } => ReportTarget,
        EmailEffect => Target,
        _ => null,
    };

    /// <inheritdoc/>
    public async Task<BatchResult> CarryOutAsync(IReadOnlyList<Effect> waiting, bool hasMore, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        var first = (EmailEffect)waiting[0];
        Lane lane = first.IsReport ? _reports : _others;
        Way way = _way;
        // What was begun is ended: the same bytes for those recipients that do not have them yet.
        if (lane.Begun is not { } begun || !ReferenceEquals(begun.Mails[0], first) || (begun.Way != way && !begun.IsCounted))
        {
            if (!first.IsReport && HoldBack(lane) is { } held)
                return new(held, []);
            begun = lane.Begun = Begin(way, lane, [.. waiting.Cast<EmailEffect>()], hasMore);
        }
        MailDelivery delivery = await way.Transport.SendAsync(begun.Mail, begun.Recipients, cancellationToken).ConfigureAwait(false);
        if (delivery.Delivered.Count > 0 && !begun.IsCounted)
        {
            begun.IsCounted = true;
            if (!first.IsReport)
                Count();
        }
        if (delivery.Result.Outcome == EffectOutcome.TryAgain)
            begun.Recipients = [.. begun.Recipients.Except(delivery.Delivered).Except(delivery.Refused.Where(static one => one.IsPermanent).Select(static one => one.Address))];
        else
            lane.Begun = null;
        return new(delivery.Result, begun.Mails);
    }

    private void Count()
    {
        _window.Add();
        _onSent?.Invoke();
    }

    private EffectResult? HoldBack(Lane lane)
    {
        TimeSpan wait = _window.Wait();
        if (wait == TimeSpan.Zero)
            return null;
        if (!lane.IsFolding)
            _logger.LogWarning("The allowance of mails for this hour is used up (max_per_hour = {Max} in [email]); further ones wait, and are folded into one a chain.", _window.Max);
        lane.IsFolding = true;
        return EffectResult.HoldBack(wait);
    }

    private Delivery Begin(Way way, Lane lane, IReadOnlyList<EmailEffect> waiting, bool hasMore)
    {
        IReadOnlyList<EmailEffect> mails = lane.IsFolding ? [.. waiting.Where(mail => mail.Origin.Chain == waiting[0].Origin.Chain)] : [waiting[0]];
        lane.IsFolding &= hasMore || mails.Count < waiting.Count;
        (string subject, string text) = mails is [var alone] ? (alone.Subject, alone.Body) : MailDigest.Fold(mails, _window.Max, _time.LocalTimeZone);
        OutgoingMail composed = way.Composer.Compose(subject, text, mails.Count == 1 ? mails[0].Html : null);
        return new(way, mails, composed) { Recipients = composed.Recipients };
    }

    /// <summary>What the settings make of mails.</summary>
    private sealed record Way(MailComposer Composer, IMailTransport Transport);

    /// <summary>What one queue of mails has on hand.</summary>
    private sealed class Lane
    {
        /// <summary>The mail that was tried and is not done yet.</summary>
        public Delivery? Begun { get; set; }

        /// <summary>Whether mails had to wait, and some of those still do.</summary>
        public bool IsFolding { get; set; }
    }

    /// <summary>A mail on its way.</summary>
    private sealed class Delivery(Way way, IReadOnlyList<EmailEffect> mails, OutgoingMail mail)
    {
        public Way Way => way;

        public IReadOnlyList<EmailEffect> Mails => mails;

        public OutgoingMail Mail => mail;

        /// <summary>Who does not have it yet.</summary>
        public required IReadOnlyList<string> Recipients { get; set; }

        /// <summary>Whether somebody has it, so that it counts as sent.</summary>
        public bool IsCounted { get; set; }
    }
}
