using System.Globalization;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.Hosting;

namespace Pyruse.Journal;

/// <summary>Writes the program's own messages to the journal, marked so that the engine does not handle them again.</summary>
/// <param name="writer">The journal.</param>
/// <param name="otherwise">Takes the messages that the journal does not take.</param>
/// <param name="minimum">The least important level that is written.</param>
public sealed class JournalLogger(JournalWriter writer, ILogger otherwise, LogLevel minimum) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!IsEnabled(logLevel))
            return;
        List<(string, string)> fields =
        [
            ("PRIORITY", Priority(logLevel)), ("SYSLOG_IDENTIFIER", "pyruse"), ("MESSAGE", formatter(state, exception)), (PyruseEngine.DiagnosticField, "1"),
        ];
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            // Of the values in the message, those named like a field become one: PYRUSE_CHAIN and the like.
            fields.AddRange(values
                .Where(static value => value.Key.StartsWith("PYRUSE_", StringComparison.Ordinal) && JournalWriter.IsValidName(value.Key))
                .Select(static value => (value.Key, Convert.ToString(value.Value, CultureInfo.InvariantCulture) ?? "")));
        }
        if (!writer.TryWrite(fields.ToArray()))
            otherwise.Log(logLevel, eventId, state, exception, formatter);
    }

    private static string Priority(LogLevel level) => ((int)LogLevels.ToJournal(level)).ToString(CultureInfo.InvariantCulture);
}
