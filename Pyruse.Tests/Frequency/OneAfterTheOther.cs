using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Frequency;

/// <summary>Does not yield its entries in the order of their times.</summary>
internal sealed class OneAfterTheOther(IReadOnlyList<TestEntry> entries) : ISource
{
    private readonly ListSource _list = new(entries);

    public string? Cursor => _list.Cursor;

    public bool IsInOrder => false;

    public void Open(SourceStart start) => _list.Open(start);

    public bool TryRead(LogEntry entry) => _list.TryRead(entry);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _list.WaitAsync(cancellationToken);

    public ValueTask DisposeAsync() => _list.DisposeAsync();
}
