using System.Globalization;
using System.Text;
using Pyruse.Core.Entries;

namespace Pyruse.Tests.Support;

/// <summary>What a source would read: a time and fields. It can be put into the entries of any workflow.</summary>
/// <param name="Time">In microseconds since 1970-01-01 UTC.</param>
/// <param name="Fields">Names and values; a name may occur several times.</param>
internal sealed record TestEntry(long Time, IReadOnlyList<(string Name, byte[] Value)> Fields)
{
    /// <summary>Makes an entry of it, for a table that it adds its names to.</summary>
    public LogEntry In(FieldTable table)
    {
        foreach ((string name, _) in Fields)
            _ = table[name];
        var entry = new LogEntry(table);
        Fill(entry);
        return entry;
    }

    /// <summary>Puts it into an entry as a source does: names that the table does not have are left out.</summary>
    public void Fill(LogEntry entry, IEntryOrigin? origin = null)
    {
        entry.Begin(Time, origin);
        foreach ((string name, byte[] value) in Fields)
            entry.Add(Encoding.UTF8.GetBytes(name), value);
    }
}

/// <summary>Makes entries in one line.</summary>
internal static class TestEntries
{
    /// <summary>2025-10-20 22:40:00 UTC, when tests happen unless they say otherwise.</summary>
    public const long Start = 1_761_000_000_000_000;

    private const string Separator = " | ";

    /// <summary>Makes an entry of <c>A=text | B=text</c>; <c>\xE9</c> is a byte.</summary>
    public static TestEntry Of(string fields) => At(0, fields);

    /// <summary>Makes an entry some microseconds after <see cref="Start"/>.</summary>
    public static TestEntry At(long microseconds, string fields) => new(Start + microseconds, [.. fields.Split(Separator).Select(Pair)]);

    /// <summary>Makes an entry some seconds after <see cref="Start"/>.</summary>
    public static TestEntry AtSecond(double seconds, string fields) => At((long)(seconds * 1_000_000), fields);

    private static (string Name, byte[] Value) Pair(string field)
    {
        int equals = field.IndexOf('=', StringComparison.Ordinal);
        return (field[..equals], Bytes(field.AsSpan(equals + 1)));
    }

    private static byte[] Bytes(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>();
        while (!text.IsEmpty)
        {
            if (text.StartsWith(@"\x"))
            {
                bytes.Add(byte.Parse(text.Slice(2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                text = text[4..];
                continue;
            }
            int length = char.IsHighSurrogate(text[0]) ? 2 : 1;
            bytes.AddRange(Encoding.UTF8.GetBytes(text[..length].ToArray()));
            text = text[length..];
        }
        return [.. bytes];
    }
}
