using Microsoft.Extensions.Logging;

namespace Pyruse.Tests.Support;

/// <summary>Keeps messages, and the problems that failed steps had.</summary>
internal sealed class RecordingLogger : ILogger
{
    public List<string> Messages { get; } = [];

    /// <summary>The sentences of failed steps, as <c>chain/step: sentence</c>, the step counted from 0.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Told of every message, on the thread that it is written on.</summary>
    public Action<string>? OnMessage { get; init; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        OnMessage?.Invoke(formatter(state, exception));
        var values = (state as IReadOnlyList<KeyValuePair<string, object?>> ?? []).ToDictionary(static pair => pair.Key, static pair => pair.Value);
        if (values.TryGetValue("PYRUSE_CHAIN", out object? chain) && values.TryGetValue("Problem", out object? problem))
            Failures.Add($"{chain}/{(int)values["PYRUSE_STEP"]! - 1}: {problem}");
        else
            Messages.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
