using Microsoft.Extensions.Logging;
using Pyruse.Core.Entries;

namespace Pyruse.Journal;

/// <summary>Copies the fields that the workflow knows from the journal into an entry.</summary>
internal sealed class EntryReader(JournalLocation location, ILogger logger)
{
    /// <summary>Longer values are cut.</summary>
    internal const int MaxValueLength = 1024 * 1024;

    private const string Monotonic = "__MONOTONIC_TIMESTAMP";

    private Field? _monotonic;
    private bool _hasSaidUnreadable;

    /// <summary>Fills an entry with what the journal stands on.</summary>
    public void Fill(LogEntry entry, JournalHandle journal)
    {
        AddData(entry, journal, only: null);
        if (_monotonic is not null || entry.Fields.TryFind(Monotonic, out _monotonic))
            AddMonotonic(entry, journal, _monotonic);
    }

    /// <summary>Adds a field that was not known when the entry was filled.</summary>
    public void Add(LogEntry entry, JournalHandle journal, Field field)
    {
        if (field.Name == Monotonic)
            AddMonotonic(entry, journal, field);
        else
            AddData(entry, journal, field);
    }

    private static void AddMonotonic(LogEntry entry, JournalHandle journal, Field field)
    {
        if (journal.GetMonotonic(out long microseconds) >= 0)
            entry.Set(field, microseconds);
    }

    /// <summary>One pass over all fields of the entry is cheaper than asking for more than one by name.</summary>
    private void AddData(LogEntry entry, JournalHandle journal, Field? only)
    {
        journal.RestartData();
        int result;
        while ((result = journal.EnumerateData(out ReadOnlySpan<byte> data)) > 0)
        {
            int equals = data.IndexOf((byte)'=');
            if (equals <= 0 || !entry.Fields.TryFind(data[..equals], out Field? field) || (only is not null && field != only))
                continue;
            ReadOnlySpan<byte> value = data[(equals + 1)..];
            entry.Add(field, value[..Math.Min(value.Length, MaxValueLength)]);
        }
        if (result < 0 && !_hasSaidUnreadable)
        {
            // Once: a damaged file may hold very many of them.
            _hasSaidUnreadable = true;
            logger.LogWarning("An entry of {Journal} has fields that can't be read, and others may have: {Problem}", location, Errno.Describe(result));
        }
    }
}
