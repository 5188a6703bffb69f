using System.Diagnostics.CodeAnalysis;

namespace Pyruse.Core.Entries;

/// <summary>What a <see cref="FieldValue"/> holds.</summary>
public enum FieldValueKind
{
    /// <summary>The entry does not have the field.</summary>
    Missing,

    /// <summary>The field was set to nothing: a regular expression's group that took no part in the match.</summary>
    Null,

    /// <summary>Text.</summary>
    Text,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A moment.</summary>
    Time,

    /// <summary>Bytes that are no text.</summary>
    Bytes,
}

/// <summary>One value of a field of an entry. It is valid until the entry is cleared or the field is set again.</summary>
public readonly ref struct FieldValue
{
    private readonly LogEntry _entry;
    private readonly Field _field;
    private readonly int _slot;

    internal FieldValue(LogEntry entry, Field field, int slot)
    {
        _entry = entry;
        _field = field;
        _slot = slot;
    }

    internal const int NoSlot = int.MinValue;

    /// <summary>The field that this is a value of.</summary>
    public Field Field => _field;

    /// <summary>What the value is.</summary>
    public FieldValueKind Kind => _slot == NoSlot ? FieldValueKind.Missing : _entry.KindOf(_field, _slot);

    /// <summary>Whether there is something: neither missing nor null.</summary>
    public bool HasValue => Kind is not (FieldValueKind.Missing or FieldValueKind.Null);

    /// <summary>The integer, or for a moment its microseconds since 1970-01-01 UTC. Meaningful for these kinds only.</summary>
    public long Number => _entry.NumberOf(_field, _slot);

    /// <summary>The moment in the zone of the field table. Meaningful for this kind only.</summary>
    public DateTimeOffset Time => EntryTime.ToLocal(Number, _entry.Fields.TimeZone);

    /// <summary>The value as UTF-8, as the source gave it; not necessarily valid. Empty when there is no value.</summary>
    public ReadOnlySpan<byte> Utf8 => _slot == NoSlot ? default : _entry.Utf8Of(_slot);

    /// <summary>The value as text: integers in decimal, bytes decoded as far as they go. Null when there is no value. Made once per entry and kept.</summary>
    public string? Text => _slot == NoSlot ? null : _entry.TextOf(_field, _slot);

    /// <summary>Reads the value as an integer: an integer, or text that is one.</summary>
    public bool TryGetInteger(out long number)
    {
        number = 0;
        switch (Kind)
        {
            case FieldValueKind.Integer:
                number = Number;
                return true;
            case FieldValueKind.Text:
                return IntegerText.TryParse(Utf8, out number);
            default:
                return false;
        }
    }

    /// <summary>Reads the value as characters if it is text. Unlike a string, they cost no memory; they are valid until the entry is cleared or the field is set again.</summary>
    public bool TryGetChars(out ReadOnlySpan<char> characters)
    {
        bool isText = Kind == FieldValueKind.Text;
        characters = isText ? _entry.CharsOf(_field, _slot) : default;
        return isText;
    }

    /// <summary>Reads the value as text if it is text.</summary>
    public bool TryGetText([NotNullWhen(true)] out string? text)
    {
        text = Kind == FieldValueKind.Text ? Text : null;
        return text is not null;
    }
}

/// <summary>All values of a field of an entry, for <c>foreach</c>; empty when the entry does not have the field.</summary>
public readonly ref struct FieldValues
{
    private readonly LogEntry _entry;
    private readonly Field _field;

    internal FieldValues(LogEntry entry, Field field)
    {
        _entry = entry;
        _field = field;
    }

    /// <summary>Starts at the first value.</summary>
    public Enumerator GetEnumerator() => new(_entry, _field);

    /// <summary>Steps from value to value.</summary>
    public ref struct Enumerator
    {
        private readonly LogEntry _entry;
        private readonly Field _field;
        private int _slot;
        private bool _started;

        internal Enumerator(LogEntry entry, Field field)
        {
            _entry = entry;
            _field = field;
            _slot = FieldValue.NoSlot;
        }

        /// <summary>The value that the enumerator stands on.</summary>
        public readonly FieldValue Current => new(_entry, _field, _slot);

        /// <summary>Goes to the next value.</summary>
        public bool MoveNext()
        {
            _slot = _started ? _entry.NextSlot(_slot) : _entry.FirstSlot(_field);
            _started = true;
            return _slot != FieldValue.NoSlot;
        }
    }
}
