namespace Pyruse.Core.Entries;

/// <summary>Where an entry was read: what is costly to know is asked there, and only when somebody wants it.</summary>
/// <remarks>Called on the engine's thread, while the entry is the one last read.</remarks>
public interface IEntryOrigin
{
    /// <summary>Makes the cursor of the entry last read.</summary>
    string GetCursor();

    /// <summary>Adds the values of a field that was not known when the entry was read, through <see cref="LogEntry.Add(Field, ReadOnlySpan{byte})"/>.</summary>
    void Fetch(Field field, LogEntry entry);
}
