using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Benchmarks.InProcess;

/// <summary>Lets somebody look before each entry is read from a source, on the engine's thread.</summary>
/// <param name="inner">The source.</param>
/// <param name="look">Takes how many entries were read before.</param>
internal sealed class WatchedSource(ISource inner, Action<long> look) : ISource
{
    private long _read;

    public string? Cursor => inner.Cursor;

    public void Open(SourceStart start) => inner.Open(start);

    public bool TryRead(LogEntry entry)
    {
        look(_read);
        bool hasRead = inner.TryRead(entry);
        if (hasRead)
            _read++;
        return hasRead;
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => inner.WaitAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
