using System.Globalization;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Tests.Support;

/// <summary>Yields given entries and ends. Its cursor is the number of entries read.</summary>
internal sealed class ListSource(IReadOnlyList<TestEntry> entries, Action? onRead = null) : ISource, IEntryOrigin
{
    private int _read;

    public string? Cursor { get; private set; }

    public void Open(SourceStart start)
    {
        Cursor = start.Cursor;
        _read = start.Cursor is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 0;
    }

    public bool TryRead(LogEntry entry)
    {
        if (_read == entries.Count)
            return false;
        entries[_read++].Fill(entry, this);
        Cursor = _read.ToString(CultureInfo.InvariantCulture);
        onRead?.Invoke();
        return true;
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_read < entries.Count);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    string IEntryOrigin.GetCursor() => Cursor ?? "";

    void IEntryOrigin.Fetch(Field field, LogEntry entry)
    {
        foreach ((string name, byte[] value) in entries[_read - 1].Fields.Where(pair => pair.Name == field.Name))
            entry.Add(field, value);
    }
}
