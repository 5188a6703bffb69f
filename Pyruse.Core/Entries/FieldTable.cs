using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pyruse.Core.Hosting;

namespace Pyruse.Core.Entries;

/// <summary>The fields that one workflow knows: those its configuration names, and those its modules ask for while running.</summary>
/// <remarks>
/// Sources copy only the fields found here, which is what keeps uninteresting entries cheap. Filled while a configuration is loaded and by the
/// engine's thread; not safe for use by several threads at once.
/// </remarks>
public sealed class FieldTable
{
    /// <summary>How many fields a table may hold. Names come from configuration and code, never from log text; the bound is a safeguard.</summary>
    public const int Capacity = 65_536;

    private readonly Dictionary<string, Field> _byName = new(StringComparer.Ordinal);
    private readonly List<Field> _fields = [];
    private Field?[] _buckets = new Field?[64];

    /// <summary>Makes a table with the fields that the engine itself looks at.</summary>
    /// <param name="legacyEncoding">What MESSAGE is decoded with when it is not UTF-8; default: ISO 8859-1. It must be a superset of ASCII.</param>
    /// <param name="timeZone">The zone in which times are printed; default: the machine's.</param>
    public FieldTable(Encoding? legacyEncoding = null, TimeZoneInfo? timeZone = null)
    {
        LegacyEncoding = legacyEncoding ?? Encoding.Latin1;
        TimeZone = timeZone ?? TimeZoneInfo.Local;
        Realtime = this["__REALTIME_TIMESTAMP"];
        Cursor = this["__CURSOR"];
        Message = this["MESSAGE"];
        Identifier = this["SYSLOG_IDENTIFIER"];
    }

    /// <summary>The encoding of messages that are not UTF-8.</summary>
    public Encoding LegacyEncoding { get; }

    /// <summary>The zone in which times are printed.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>The time of the entry: when the journal received it.</summary>
    public Field Realtime { get; }

    /// <summary>The position of the entry in its source.</summary>
    public Field Cursor { get; }

    /// <summary>The text of the entry.</summary>
    public Field Message { get; }

    /// <summary>The name of the program that the entry is of, as the program says.</summary>
    public Field Identifier { get; }

    /// <summary>The right to add fields, which a step that is given up loses; null: nobody watches.</summary>
    internal EngineLease? Lease { get; set; }

    /// <summary>All fields, in the order in which they became known.</summary>
    public IReadOnlyList<Field> All => _fields;

    /// <summary>How many fields there are.</summary>
    public int Count => _fields.Count;

    /// <summary>Finds a field, or adds it, so that sources fetch it from the next entry on.</summary>
    /// <exception cref="InvalidOperationException">The table is full.</exception>
    public Field this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            if (_byName.TryGetValue(name, out Field? field))
                return field;
            using (Lease is { } lease ? lease.Enter() : default)
                return Add(name);
        }
    }

    /// <summary>Finds a field without adding it.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out Field? field) => _byName.TryGetValue(name, out field);

    /// <summary>Finds a field by the UTF-8 bytes of its name without adding it.</summary>
    public bool TryFind(ReadOnlySpan<byte> utf8Name, [NotNullWhen(true)] out Field? field)
    {
        Field?[] buckets = _buckets;
        int mask = buckets.Length - 1;
        for (int i = (int)Hash(utf8Name) & mask; (field = buckets[i]) is not null; i = (i + 1) & mask)
        {
            if (utf8Name.SequenceEqual(field.Utf8Name))
                return true;
        }
        return false;
    }

    private Field Add(string name)
    {
        if (_fields.Count >= Capacity)
            throw new InvalidOperationException($"More than {Capacity} different field names are in use; field names must not be made from log text.");
        var field = new Field(this, name, Encoding.UTF8.GetBytes(name), _fields.Count);
        _fields.Add(field);
        _byName.Add(name, field);
        // Kept at most a quarter full: an unknown name, the common case, is then refused at its first bucket.
        if (_fields.Count * 4 > _buckets.Length)
        {
            _buckets = new Field?[_buckets.Length * 4];
            _fields.ForEach(Place);
        }
        else
        {
            Place(field);
        }
        return field;
    }

    private void Place(Field field)
    {
        int mask = _buckets.Length - 1;
        int i = (int)Hash(field.Utf8Name) & mask;
        while (_buckets[i] is not null)
            i = (i + 1) & mask;
        _buckets[i] = field;
    }

    /// <summary>Mixes the length with the first and the last bytes: enough to tell the journal's names apart, in a few instructions.</summary>
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        ulong head;
        ulong tail;
        if (name.Length >= 8)
        {
            head = BinaryPrimitives.ReadUInt64LittleEndian(name);
            tail = BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
        }
        else
        {
            head = 0;
            foreach (byte b in name)
                head = (head << 8) | b;
            tail = head;
        }
        ulong mixed = ((head * 0x9E3779B97F4A7C15) ^ tail ^ (uint)name.Length) * 0xC2B2AE3D27D4EB4F;
        return (uint)(mixed >> 33);
    }
}
