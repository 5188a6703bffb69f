using Pyruse.Core.Entries;

namespace Pyruse.Core.Frequency;

/// <summary>What an entry says that nobody has written: that something did not happen, or happens again.</summary>
/// <param name="Chain">The chain that the entry enters.</param>
/// <param name="Time">The entry's time, in microseconds since 1970-01-01 UTC.</param>
/// <param name="Cursor">What stands for the entry's position.</param>
/// <param name="Fields">Names and values, each a text or an integer.</param>
internal sealed record Notice(string Chain, long Time, string Cursor, IReadOnlyList<(string Name, object Value)> Fields) : IEntryOrigin
{
    /// <summary>How many notices were each caused by the one before, without any time passing.</summary>
    public int Depth { get; init; }

    /// <summary>Makes an entry of it.</summary>
    public void Fill(LogEntry entry)
    {
        entry.Begin(Time, this);
        foreach ((string name, object value) in Fields)
        {
            if (entry.Fields.TryFind(name, out Field? field))
                Set(entry, field, value);
        }
    }

    string IEntryOrigin.GetCursor() => Cursor;

    void IEntryOrigin.Fetch(Field field, LogEntry entry)
    {
        foreach ((string name, object value) in Fields)
        {
            if (name == field.Name)
                Set(entry, field, value);
        }
    }

    private static void Set(LogEntry entry, Field field, object value)
    {
        if (value is long number)
            entry.Set(field, number);
        else
            entry.Set(field, (string)value);
    }
}
