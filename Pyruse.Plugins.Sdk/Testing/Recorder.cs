using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.Embedding;
using Pyruse.Core.Entries;

namespace Pyruse.Plugins.Sdk.Testing;

/// <summary>Writes down what happens in a run. Used on the engine's thread until the run has ended.</summary>
/// <param name="read">The fields whose values are wanted.</param>
/// <param name="count">How many entries are enough.</param>
/// <param name="enough">Told when there are so many.</param>
internal sealed class Recorder(IReadOnlyList<string> read, int count = int.MaxValue, TaskCompletionSource? enough = null)
{
    private readonly List<bool> _passed = [];
    private readonly List<IReadOnlyDictionary<string, string?>> _fields = [];
    private readonly MessageLogger _logger = new();

    public List<Effect> Effects { get; } = [];

    public ILogger Logger => _logger;

    /// <summary>Adds the step before the one under test: every entry is met, and at first has not passed.</summary>
    public void Begin(ChainBuilder chain) => chain.Filter(_ =>
    {
        _passed.Add(false);
        return true;
    });

    /// <summary>Adds the step behind the one under test.</summary>
    public void End(ChainBuilder chain) => chain.Action((LogEntry entry) =>
    {
        if (_passed.Count > 0)
            _passed[^1] = true;
        if (_fields.Count < count)
            _fields.Add(read.ToDictionary(static name => name, name => entry[name], StringComparer.Ordinal));
        if (_fields.Count == count)
            enough?.TrySetResult();
    });

    public BenchRun Result(long failures) => new([.. _passed], [.. _fields], [.. Effects], _logger.Messages, failures);

    /// <summary>Keeps warnings and errors.</summary>
    private sealed class MessageLogger : ILogger
    {
        private readonly Lock _lock = new();
        private readonly List<string> _messages = [];

        public IReadOnlyList<string> Messages
        {
            get
            {
                lock (_lock)
                    return [.. _messages];
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            lock (_lock)
                _messages.Add(formatter(state, exception));
        }
    }
}
