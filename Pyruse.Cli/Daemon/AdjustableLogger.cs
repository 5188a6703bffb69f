using Microsoft.Extensions.Logging;

namespace Pyruse.Cli.Daemon;

/// <summary>Passes messages on from a level that can be changed while the program runs. Safe for use by several threads.</summary>
/// <param name="inner">Takes the messages; it lets all of them through.</param>
internal sealed class AdjustableLogger(ILogger inner) : ILogger
{
    private volatile bool _hasDebug;

    /// <summary>Whether debugging messages are passed on, too.</summary>
    public bool HasDebug
    {
        get => _hasDebug;
        set => _hasDebug = value;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= (_hasDebug ? LogLevel.Debug : LogLevel.Information) && inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            inner.Log(logLevel, eventId, state, exception, formatter);
    }
}
