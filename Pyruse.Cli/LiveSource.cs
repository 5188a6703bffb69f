using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Cli;

/// <summary>A source that takes no part: in a replay one that receives what is sent at the time, since nothing was kept that could be replayed. It is not opened.</summary>
internal sealed class LiveSource(ISource source) : ISource
{
    public string? Cursor => null;

    public void Open(SourceStart start)
    {
        // A replay leaves the world alone.
    }

    public bool TryRead(LogEntry entry) => false;

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
