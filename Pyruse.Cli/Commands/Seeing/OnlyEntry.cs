using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Cli.Commands.Seeing;

/// <summary>Lets only one entry of a source through, and ends with it.</summary>
/// <param name="inner">The source.</param>
/// <param name="isWanted">Which entry it is.</param>
internal sealed class OnlyEntry(ISource inner, Predicate<LogEntry> isWanted) : ISource
{
    private bool _isFound;

    public string? Cursor => inner.Cursor;

    public bool IsInOrder => inner.IsInOrder;

    public void Open(SourceStart start) => inner.Open(start);

    public bool TryRead(LogEntry entry)
    {
        while (!_isFound && inner.TryRead(entry))
        {
            if (isWanted(entry))
                return _isFound = true;
        }
        return false;
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _isFound ? ValueTask.FromResult(false) : inner.WaitAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
