using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Embedding;

/// <summary>A filter written as a lambda.</summary>
internal sealed class LambdaFilter(Func<LogEntry, bool> matches) : IFilter
{
    public bool Matches(LogEntry entry) => matches(entry);
}

/// <summary>An action written as a lambda.</summary>
internal sealed class LambdaAction(Action<LogEntry, ActionServices> execute, ActionServices services) : IAction
{
    public void Execute(LogEntry entry) => execute(entry, services);
}
