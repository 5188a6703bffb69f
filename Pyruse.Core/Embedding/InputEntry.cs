namespace Pyruse.Core.Embedding;

/// <summary>An entry that a program hands in: fields with values. Immutable; safe for use by several threads.</summary>
/// <remarks>
/// Any name will do; those of <c>systemd.journal-fields(7)</c> have their types (PRIORITY is an integer), all others are text. A name may occur several times.
/// Only fields that some step uses are looked at.
/// </remarks>
public sealed class InputEntry
{
    /// <summary>Makes an entry.</summary>
    /// <param name="fields">Names and values.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public InputEntry(params IEnumerable<(string Name, string Value)> fields)
    {
        Fields = [.. fields];
        foreach ((string name, string value) in Fields)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(fields));
            ArgumentNullException.ThrowIfNull(value, nameof(fields));
        }
    }

    /// <summary>When it happened, by which counters count and bans end; null: when it is handed in.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The names and values, in their order.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; }
}
