using System.Globalization;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Embedding;

/// <summary>Makes an entry of each log event of a program.</summary>
/// <remarks>
/// Fields: MESSAGE, PRIORITY (2 critical, 3 error, 4 warning, 6 information, 7 below), SYSLOG_IDENTIFIER (the category), EVENT_ID and EVENT_NAME if the event
/// has them, EXCEPTION_TYPE and EXCEPTION_MESSAGE, and each value of the message under its own name, unless that is one of these or begins with an underscore.
/// Logging never waits: what does not fit into the queue is dropped and counted. What Pyruse itself logs (categories named <c>Pyruse</c> or <c>Pyruse.…</c>)
/// makes no entries, so that nothing goes round in circles. Safe for use by several threads.
/// </remarks>
/// <param name="queue">Where entries go.</param>
[ProviderAlias("Pyruse")]
public sealed class EntryLoggerProvider(EntryQueue queue) : ILoggerProvider
{
    private readonly EntryQueue _queue = queue ?? throw new ArgumentNullException(nameof(queue));

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
    {
        ArgumentNullException.ThrowIfNull(categoryName);
        bool isOwn = categoryName == "Pyruse" || categoryName.StartsWith("Pyruse.", StringComparison.Ordinal);
        return isOwn ? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance : new EntryLogger(categoryName, _queue);
    }

    /// <summary>Does nothing: the queue ends with its engine.</summary>
    public void Dispose()
    {
    }

    private sealed class EntryLogger(string category, EntryQueue queue) : ILogger
    {
        private static readonly string[] Reserved = ["MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER", "EVENT_ID", "EVENT_NAME", "EXCEPTION_TYPE", "EXCEPTION_MESSAGE"];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            ArgumentNullException.ThrowIfNull(formatter);
            if (!IsEnabled(logLevel))
                return;
            List<(string, string)> fields =
            [
                ("MESSAGE", formatter(state, exception)),
                ("PRIORITY", ((int)LogLevels.ToJournal(logLevel)).ToString(CultureInfo.InvariantCulture)),
                ("SYSLOG_IDENTIFIER", category),
            ];
            if (eventId.Id != 0)
                fields.Add(("EVENT_ID", eventId.Id.ToString(CultureInfo.InvariantCulture)));
            if (!string.IsNullOrEmpty(eventId.Name))
                fields.Add(("EVENT_NAME", eventId.Name));
            if (exception is not null)
                fields.AddRange([("EXCEPTION_TYPE", exception.GetType().FullName!), ("EXCEPTION_MESSAGE", exception.Message)]);
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
                AddValues(fields, values);
            queue.TryPush(new InputEntry(fields));
        }

        /// <summary>Adds the values of the message. The template itself, <c>{OriginalFormat}</c>, is none.</summary>
        private static void AddValues(List<(string, string)> fields, IEnumerable<KeyValuePair<string, object?>> values)
        {
            foreach ((string name, object? value) in values)
            {
                bool isUsable = name is { Length: > 0 } && name[0] is not ('_' or '{') && !Reserved.Contains(name);
                if (isUsable && Convert.ToString(value, CultureInfo.InvariantCulture) is { } text)
                    fields.Add((name, text));
            }
        }
    }
}
