using Pyruse.Core.Entries;

namespace Pyruse.Journal;

/// <summary>Finds the entry that a cursor names.</summary>
public static class CursorMatch
{
    /// <summary>Gives the question whether an entry has a cursor. Cursors of a journal are alike when they name the same entry, also when journald has moved it to another file.</summary>
    /// <param name="cursor">The cursor, of a journal or of any other source.</param>
    public static Predicate<LogEntry> Of(string cursor)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        if (JournalCursor.TryParse(cursor) is not { } wanted)
            return entry => entry.Cursor == cursor;
        // Making a cursor costs more than looking at the time.
        return entry => (ulong)entry.RealtimeMicroseconds == wanted.Realtime
            && (entry.Cursor == cursor || (JournalCursor.TryParse(entry.Cursor) is { } found && wanted.IsSameEntry(found)));
    }
}
