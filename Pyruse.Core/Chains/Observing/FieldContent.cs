using Pyruse.Core.Entries;

namespace Pyruse.Core.Chains.Observing;

/// <summary>What a field of an entry held at a moment.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Kind">What its first value is; missing: the entry does not have the field.</param>
/// <param name="Values">The values as text, each cut to <see cref="MaxLength"/> characters, at most <see cref="MaxValues"/> of them; empty for a field that is missing or null.</param>
/// <param name="Count">How many values there are.</param>
public sealed record FieldContent(string Name, FieldValueKind Kind, IReadOnlyList<string> Values, int Count)
{
    /// <summary>More characters of a value are not kept.</summary>
    public const int MaxLength = 1024;

    /// <summary>More values of a field are not kept.</summary>
    public const int MaxValues = 8;

    /// <summary>The number of characters of the longest value, also of those that are not kept.</summary>
    public int Length { get; init; }

    /// <summary>Whether both are the same, as far as that was kept.</summary>
    public bool Equals(FieldContent? other) => other is not null && Name == other.Name && Kind == other.Kind && Count == other.Count && Length == other.Length && Values.SequenceEqual(other.Values, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Kind, Count, Length);

    /// <summary>Notes what a field of an entry holds.</summary>
    internal static FieldContent Of(LogEntry entry, Field field)
    {
        var values = new List<string>();
        int count = 0;
        int length = 0;
        foreach (FieldValue value in entry[field])
        {
            if (value.Kind != FieldValueKind.Null && count < MaxValues)
                values.Add(Beginning(value, ref length));
            count++;
        }
        return new(field.Name, entry.First(field).Kind, values, count) { Length = length };
    }

    private static string Beginning(FieldValue value, ref int length)
    {
        string text = value.Kind == FieldValueKind.Time ? EntryTime.ToUtc(value.Number).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'") : value.Text ?? "";
        length = Math.Max(length, text.Length);
        return text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
