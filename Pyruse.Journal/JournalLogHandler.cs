using System.Globalization;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;

namespace Pyruse.Journal;

/// <summary>Writes the entries of the action "log" to the journal, with the chain, the step, and the entry that caused them.</summary>
/// <param name="writer">The journal.</param>
public sealed class JournalLogHandler(JournalWriter writer) : IEffectHandler
{
    /// <inheritdoc/>
    public TimeSpan Patience => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public string? TargetOf(Effect effect) => effect is LogEffect ? "journal" : null;

    /// <inheritdoc/>
    public Task<EffectResult> CarryOutAsync(Effect effect, CancellationToken cancellationToken)
    {
        var log = (LogEffect)effect;
        bool isWritten = writer.TryWrite(
            ("PRIORITY", ((int)log.Level).ToString(CultureInfo.InvariantCulture)),
            ("SYSLOG_IDENTIFIER", "pyruse"),
            ("MESSAGE", log.Message),
            ("PYRUSE_CHAIN", log.Origin.Chain),
            ("PYRUSE_STEP", (log.Origin.Step + 1).ToString(CultureInfo.InvariantCulture)),
            ("PYRUSE_CURSOR", log.Origin.Cursor));
        return Task.FromResult(isWritten ? EffectResult.Done : EffectResult.TryAgain("the journal does not take entries; is systemd-journald running?"));
    }
}
