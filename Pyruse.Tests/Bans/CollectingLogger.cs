using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pyruse.Tests.Bans;

/// <summary>Keeps messages.</summary>
internal sealed class CollectingLogger : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _messages = new();

    public IReadOnlyList<string> Errors => [.. _messages.Where(static message => message.Level == LogLevel.Error).Select(static message => message.Text)];

    public IReadOnlyList<string> Warnings => [.. _messages.Where(static message => message.Level == LogLevel.Warning).Select(static message => message.Text)];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _messages.Enqueue((logLevel, formatter(state, exception)));
}
