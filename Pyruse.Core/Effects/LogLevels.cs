using Microsoft.Extensions.Logging;

namespace Pyruse.Core.Effects;

/// <summary>The journal's severities and those of <see cref="ILogger"/>.</summary>
public static class LogLevels
{
    /// <summary>The severity that a message of .NET's logging has in the journal; messages of no level count as debugging.</summary>
    public static JournalLevel ToJournal(LogLevel level) => level switch
    {
        LogLevel.Critical => JournalLevel.Crit,
        LogLevel.Error => JournalLevel.Err,
        LogLevel.Warning => JournalLevel.Warning,
        LogLevel.Information => JournalLevel.Info,
        _ => JournalLevel.Debug,
    };
}
