namespace Pyruse.Plugins.Builtin.Actions;

/// <summary>Does nothing. At the end of a chain it ends the entry's way: the entry is discarded.</summary>
[Action("noop")]
public sealed class NoopAction : IAction
{
    /// <inheritdoc/>
    public void Execute(LogEntry entry)
    {
    }
}

/// <summary>Writes an entry to the systemd journal, with SYSLOG_IDENTIFIER=pyruse, the chain, and the cursor of the entry that caused it.</summary>
/// <param name="message">The text.</param>
/// <param name="effects">Where effects are staged.</param>
/// <param name="level">The severity; see syslog(3). WARNING may be written WARN, ERR may be written ERROR.</param>
[Action("log")]
public sealed class LogAction(MessageTemplate message, IEffects effects, string level = "INFO") : IAction
{
    private readonly JournalLevel _level = ParseLevel(level);

    /// <inheritdoc/>
    public void Execute(LogEntry entry) => effects.Log(_level, message.Fill(entry));

    private static JournalLevel ParseLevel(string level) => level.ToUpperInvariant() switch
    {
        "WARN" => JournalLevel.Warning,
        "ERROR" => JournalLevel.Err,
        "CRITICAL" => JournalLevel.Crit,
        var name when Enum.GetNames<JournalLevel>().Any(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) => Enum.Parse<JournalLevel>(name, ignoreCase: true),
        _ => throw new ArgumentException($"There is no level \"{level}\"; the levels are EMERG, ALERT, CRIT, ERR, WARNING, NOTICE, INFO and DEBUG.", nameof(level)),
    };
}

/// <summary>Mails a text to the recipients that the section [email] names.</summary>
/// <param name="message">The text.</param>
/// <param name="subject">The subject; default: "Pyruse Notification".</param>
/// <param name="mailer">Where mail is staged.</param>
/// <param name="fields">The fields of the workflow.</param>
[Action("email")]
public sealed class EmailAction(MessageTemplate message, IMailer mailer, FieldTable fields, MessageTemplate? subject = null) : IAction
{
    private readonly MessageTemplate _subject = subject ?? MessageTemplate.Parse("Pyruse Notification", fields);

    /// <inheritdoc/>
    public void Execute(LogEntry entry) => mailer.Send(_subject.Fill(entry), message.Fill(entry));
}

/// <summary>Adds a line to the next daily report.</summary>
/// <param name="level">The part: WARN (to be checked), INFO (of interest) or OTHER (everything else).</param>
/// <param name="message">The text. In WARN and INFO, like texts are counted together.</param>
/// <param name="details">Which times are named when the text occurs several times: ALL, NONE, FIRST, LAST or FIRSTLAST.</param>
/// <param name="report">Where lines are staged.</param>
[Action("dailyReport")]
public sealed class DailyReportAction(ReportLevel level, MessageTemplate message, IReport report, ReportDetails details = ReportDetails.All) : IAction
{
    /// <inheritdoc/>
    public void Execute(LogEntry entry) => report.Add(level, message.Fill(entry), details);
}
