using System.Text;
using Pyruse.Benchmarks.Workload;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Benchmarks.InProcess;

/// <summary>Gives out entries from memory and is drained after each, so that the engine commits what came of it before it asks for the next.</summary>
/// <param name="entries">The entries.</param>
internal sealed class OneByOneSource(IReadOnlyList<WorkloadEntry> entries) : ISource
{
    private bool _isDrained = true;

    /// <summary>The number of the entry last read.</summary>
    public int Current { get; private set; } = -1;

    public string? Cursor => null;

    public void Open(SourceStart start)
    {
        // There is nothing to open.
    }

    public bool TryRead(LogEntry entry)
    {
        _isDrained = !_isDrained;
        if (_isDrained || Current + 1 == entries.Count)
            return false;
        WorkloadEntry next = entries[++Current];
        entry.Begin(next.Time);
        foreach ((string name, string value) in next.Fields)
            entry.Add(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        return true;
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Current + 1 < entries.Count);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
