using Microsoft.Extensions.Logging;

namespace Pyruse.Cli.Output;

/// <summary>Writes messages for people to standard error, one line each.</summary>
internal sealed class ConsoleLogger(LogLevel minimum) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        string word = logLevel switch { LogLevel.Warning => "warning: ", LogLevel.Error or LogLevel.Critical => "error: ", _ => "" };
        try
        {
            Console.Error.WriteLine($"pyruse: {word}{Printable.Of(formatter(state, exception))}");
        }
        catch (IOException)
        {
            // The terminal is gone, or the disk full: there is nobody to tell, and no reason to stop working.
        }
    }
}
