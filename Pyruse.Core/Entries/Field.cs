namespace Pyruse.Core.Entries;

/// <summary>The type that the values of a field have for comparisons and templates.</summary>
public enum FieldType
{
    /// <summary>Text; the type of every field that is not listed as another one.</summary>
    Text,

    /// <summary>A 64-bit signed integer. A value that is none stays text.</summary>
    Integer,

    /// <summary>A moment, in microseconds since 1970-01-01 UTC. A value that is none stays text.</summary>
    Time,
}

/// <summary>A field's name, looked up once: the handle by which filters and actions reach the values of an entry.</summary>
/// <remarks>A handle belongs to the <see cref="FieldTable"/> that made it. It is immutable and safe for use by several threads.</remarks>
public sealed class Field
{
    internal Field(FieldTable table, string name, byte[] utf8Name, int index)
    {
        Table = table;
        Name = name;
        Utf8Name = utf8Name;
        Index = index;
        Type = FieldTypes.Of(name);
        HasLegacyEncoding = string.Equals(name, "MESSAGE", StringComparison.Ordinal);
    }

    /// <summary>The name as the journal writes it, or as a regular expression named its group.</summary>
    public string Name { get; }

    /// <summary>The type that values of this field have; see <c>systemd.journal-fields(7)</c>.</summary>
    public FieldType Type { get; }

    internal FieldTable Table { get; }

    internal byte[] Utf8Name { get; }

    internal int Index { get; }

    /// <summary>Whether values that are not UTF-8 are decoded with the configured 8-bit encoding instead of staying bytes.</summary>
    internal bool HasLegacyEncoding { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

internal static class FieldTypes
{
    private static readonly System.Collections.Frozen.FrozenSet<string> Integers = System.Collections.Frozen.FrozenSet.Create(
        StringComparer.Ordinal,
        "PRIORITY", "SYSLOG_FACILITY", "SYSLOG_PID", "_PID", "_UID", "_GID", "_AUDIT_SESSION", "_AUDIT_LOGINUID", "_SYSTEMD_OWNER_UID", "CODE_LINE",
        "ERRNO", "EXIT_STATUS", "SESSION_ID", "LEADER");

    public static FieldType Of(string name) => name switch
    {
        "__REALTIME_TIMESTAMP" or "_SOURCE_REALTIME_TIMESTAMP" => FieldType.Time,
        _ when Integers.Contains(name) || name.EndsWith("_USEC", StringComparison.Ordinal) => FieldType.Integer,
        _ => FieldType.Text,
    };
}
