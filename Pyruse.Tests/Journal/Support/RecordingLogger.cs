using Microsoft.Extensions.Logging;

namespace Pyruse.Tests.Journal.Support;

/// <summary>Keeps the sentences that it is given.</summary>
internal sealed class RecordingLogger : ILogger
{
    public List<string> Sentences { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Sentences.Add(formatter(state, exception));
}
