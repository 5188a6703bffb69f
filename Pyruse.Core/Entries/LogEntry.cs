using System.Text;
using Pyruse.Core.Hosting;

namespace Pyruse.Core.Entries;

/// <summary>One log event: fields with values.</summary>
/// <remarks>
/// An entry is reused: the source fills it, the workflow walks it, then it is cleared. Modules must not keep it, nor its <see cref="FieldValue"/>s,
/// beyond the call that gave it to them. Values are kept as the source's bytes and become numbers and text only when asked for.
/// Used by one thread at a time.
/// </remarks>
public sealed class LogEntry
{
    /// <summary>Buffers that one huge entry made this large are given back when the entry is cleared.</summary>
    private const int KeptBufferSize = 256 * 1024;

    private Slot[] _slots;
    private Slot[] _extraSlots = new Slot[8];
    private int _extraCount;
    private byte[] _buffer = new byte[4096];
    private int _used;
    private char[] _chars = new char[1024];
    private int _usedChars;
    private int _generation = 1;
    private IEntryOrigin? _origin;
    private string? _cursor;

    /// <summary>Makes an empty entry.</summary>
    public LogEntry(FieldTable fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Fields = fields;
        _slots = new Slot[Math.Max(64, fields.Count)];
    }

    private enum State : byte
    {
        /// <summary>Bytes whose kind nobody asked for yet.</summary>
        Raw,
        Null,
        Text,
        Integer,
        Time,
        Bytes,
    }

    /// <summary>The fields that entries of this workflow can have.</summary>
    public FieldTable Fields { get; }

    /// <summary>The time of the entry in microseconds since 1970-01-01 UTC.</summary>
    public long RealtimeMicroseconds { get; private set; }

    /// <summary>The position of the entry in its source; empty for an entry that was made in code.</summary>
    public string Cursor => _cursor ?? FindCursor();

    /// <summary>Whether nobody has written it: the engine made it of a notice of an expectation or pair.</summary>
    internal bool IsNotice => _origin is Frequency.Notice;

    /// <summary>The right to ask the source, which a step that is given up loses; null: nobody watches.</summary>
    internal EngineLease? Lease { get; set; }

    /// <summary>All values of a field.</summary>
    public FieldValues this[Field field] => new(this, field);

    /// <summary>The first value of a field as text, or null. For occasional use; a module keeps a <see cref="Field"/> instead.</summary>
    public string? this[string name]
    {
        get
        {
            if (Fields.TryFind(name, out Field? field))
                return First(field).Text;
            field = Fields[name];
            using (Enter())
                _origin?.Fetch(field, this);
            return First(field).Text;
        }
    }

    /// <summary>Forgets everything and begins a new entry.</summary>
    /// <param name="realtimeMicroseconds">The time of the entry in microseconds since 1970-01-01 UTC.</param>
    /// <param name="origin">Who knows more about the entry, if anybody.</param>
    public void Begin(long realtimeMicroseconds, IEntryOrigin? origin = null)
    {
        if (_buffer.Length > KeptBufferSize)
            _buffer = new byte[4096];
        if (_chars.Length > KeptBufferSize)
            _chars = new char[1024];
        _used = _usedChars = 0;
        _extraCount = 0;
        if (++_generation <= 0)
        {
            // After two milliard entries the generations begin anew: no slot may be taken for one of then.
            Array.Clear(_slots);
            _generation = 1;
        }
        _origin = origin;
        _cursor = null;
        RealtimeMicroseconds = realtimeMicroseconds;
        ref Slot time = ref NewSlot(Fields.Realtime);
        time.State = State.Time;
        time.Number = realtimeMicroseconds;
    }

    /// <summary>Adds a value of a field if the field is known to the workflow; otherwise does nothing.</summary>
    public void Add(ReadOnlySpan<byte> utf8Name, ReadOnlySpan<byte> value)
    {
        if (Fields.TryFind(utf8Name, out Field? field))
            Add(field, value);
    }

    /// <summary>Adds a value of a field, after those that are there.</summary>
    public void Add(Field field, ReadOnlySpan<byte> value)
    {
        ref Slot slot = ref SlotToAdd(field);
        slot.State = State.Raw;
        slot.Start = Store(value);
        slot.Length = value.Length;
    }

    /// <summary>Replaces all values of a field by a text, or by nothing.</summary>
    public void Set(Field field, string? text)
    {
        ref Slot slot = ref NewSlot(field);
        slot.State = text is null ? State.Null : State.Text;
        slot.Text = text;
    }

    /// <summary>Replaces all values of a field by an integer.</summary>
    public void Set(Field field, long number)
    {
        ref Slot slot = ref NewSlot(field);
        slot.State = State.Integer;
        slot.Number = number;
    }

    /// <summary>Whether the entry has the field, be it null.</summary>
    public bool Has(Field field) => FirstSlot(field) != FieldValue.NoSlot;

    /// <summary>The first value of a field; its kind is missing when the entry does not have the field.</summary>
    public FieldValue First(Field field) => new(this, field, FirstSlot(field));

    /// <summary>Whether the field has more than one value.</summary>
    public bool IsMultiple(Field field)
    {
        int slot = FirstSlot(field);
        return slot != FieldValue.NoSlot && NextSlot(slot) != FieldValue.NoSlot;
    }

    /// <summary>The cursor, asked for by a thread that holds the entry's own thread away from the source.</summary>
    internal string GetCursorWhileHeld() => _cursor ?? _origin?.GetCursor() ?? "";

    /// <summary>Copies an entry that another thread may be changing at this very moment.</summary>
    /// <returns>Null when it is being changed: two copies differ.</returns>
    internal LogEntry? TrySnapshot()
    {
        LogEntry first = Copy();
        Thread.MemoryBarrier();
        LogEntry second = Copy();
        bool isSame = first._used == second._used && first._extraCount == second._extraCount && first._generation == second._generation
            && first._slots.AsSpan().SequenceEqual(second._slots) && first._extraSlots.AsSpan().SequenceEqual(second._extraSlots) && first._buffer.AsSpan().SequenceEqual(second._buffer);
        return isSame ? second : null;
    }

    internal int FirstSlot(Field field)
    {
        int index = field.Index;
        if (field.Table != Fields)
            throw new ArgumentException($"The field {field.Name} belongs to the field table of another workflow.", nameof(field));
        if ((uint)index < (uint)_slots.Length && _slots[index].Generation == _generation)
            return index;
        if (field != Fields.Cursor || _origin is null)
            return FieldValue.NoSlot;
        Set(field, Cursor);
        return index;
    }

    internal int NextSlot(int slot)
    {
        int next = SlotAt(slot).Next;
        return next == 0 ? FieldValue.NoSlot : -next;
    }

    internal FieldValueKind KindOf(Field field, int slotIndex)
    {
        ref Slot slot = ref SlotAt(slotIndex);
        if (slot.State == State.Raw)
            Interpret(field, ref slot);
        return slot.State switch
        {
            State.Null => FieldValueKind.Null,
            State.Integer => FieldValueKind.Integer,
            State.Time => FieldValueKind.Time,
            State.Bytes => FieldValueKind.Bytes,
            _ => FieldValueKind.Text,
        };
    }

    internal long NumberOf(Field field, int slotIndex)
    {
        ref Slot slot = ref SlotAt(slotIndex);
        if (slot.State == State.Raw)
            Interpret(field, ref slot);
        return slot.Number;
    }

    internal ReadOnlySpan<byte> Utf8Of(int slotIndex)
    {
        ref Slot slot = ref SlotAt(slotIndex);
        if (slot.Length < 0)
        {
            byte[] utf8 = slot.State switch
            {
                State.Text => Encoding.UTF8.GetBytes(slot.Text!),
                State.Integer or State.Time => Encoding.UTF8.GetBytes(slot.Number.ToString()),
                _ => [],
            };
            int start = Store(utf8);
            slot.Start = start;
            slot.Length = utf8.Length;
        }
        return _buffer.AsSpan(slot.Start, slot.Length);
    }

    internal string? TextOf(Field field, int slotIndex)
    {
        ref Slot slot = ref SlotAt(slotIndex);
        if (slot.State == State.Raw)
            Interpret(field, ref slot);
        return slot.Text ??= slot.State switch
        {
            State.Null => null,
            State.Integer or State.Time => slot.Number.ToString(),
            _ when slot.CharLength >= 0 => new string(_chars, slot.CharStart, slot.CharLength),
            _ => EncodingOf(field, _buffer.AsSpan(slot.Start, slot.Length)).GetString(_buffer, slot.Start, slot.Length),
        };
    }

    /// <summary>The characters of a text, without making a string of them.</summary>
    internal ReadOnlySpan<char> CharsOf(Field field, int slotIndex)
    {
        ref Slot slot = ref SlotAt(slotIndex);
        if (slot.Text is { } text)
            return text;
        if (slot.CharLength < 0)
        {
            ReadOnlySpan<byte> bytes = _buffer.AsSpan(slot.Start, slot.Length);
            Encoding encoding = EncodingOf(field, bytes);
            int most = encoding.GetMaxCharCount(bytes.Length);
            if (_chars.Length - _usedChars < most)
                Array.Resize(ref _chars, Math.Max(_chars.Length * 2, _usedChars + most));
            slot.CharStart = _usedChars;
            slot.CharLength = encoding.GetChars(bytes, _chars.AsSpan(_usedChars));
            _usedChars += slot.CharLength;
        }
        return _chars.AsSpan(slot.CharStart, slot.CharLength);
    }

    private string FindCursor()
    {
        using (Enter())
            return _cursor = _origin?.GetCursor() ?? "";
    }

    private EngineLease.Section Enter() => Lease is { } lease ? lease.Enter() : default;

    private LogEntry Copy() => new(Fields)
    {
        _slots = [.. _slots],
        _extraSlots = [.. _extraSlots],
        _extraCount = _extraCount,
        _buffer = [.. _buffer],
        _used = _used,
        _chars = [.. _chars],
        _usedChars = _usedChars,
        _generation = _generation,
        _origin = _origin,
        _cursor = _cursor,
        RealtimeMicroseconds = RealtimeMicroseconds,
    };

    private Encoding EncodingOf(Field field, ReadOnlySpan<byte> bytes) =>
        field.HasLegacyEncoding && !System.Text.Unicode.Utf8.IsValid(bytes) ? Fields.LegacyEncoding : Encoding.UTF8;

    /// <summary>Decides what raw bytes are, by the field's type.</summary>
    private void Interpret(Field field, ref Slot slot)
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(slot.Start, slot.Length);
        if (field.Type != FieldType.Text && IntegerText.TryParse(bytes, out long number))
        {
            slot.Number = number;
            slot.State = field.Type == FieldType.Time ? State.Time : State.Integer;
            return;
        }
        slot.State = field.HasLegacyEncoding || System.Text.Unicode.Utf8.IsValid(bytes) ? State.Text : State.Bytes;
    }

    private ref Slot SlotAt(int slot)
    {
        if (slot >= 0)
            return ref _slots[slot];
        return ref _extraSlots[-slot - 1];
    }

    /// <summary>Gives the field's only slot, emptied of whatever the entry had there.</summary>
    private ref Slot NewSlot(Field field)
    {
        if (field.Table != Fields)
            throw new ArgumentException($"The field {field.Name} belongs to the field table of another workflow.", nameof(field));
        if (field.Index >= _slots.Length)
            Array.Resize(ref _slots, Math.Max(_slots.Length * 2, field.Index + 1));
        ref Slot slot = ref _slots[field.Index];
        slot = new Slot { Generation = _generation, Length = -1, CharLength = -1 };
        return ref slot;
    }

    private ref Slot SlotToAdd(Field field)
    {
        if (field.Index >= _slots.Length || _slots[field.Index].Generation != _generation || field == Fields.Realtime)
            return ref NewSlot(field);
        ref Slot first = ref _slots[field.Index];
        if (_extraCount == _extraSlots.Length)
            Array.Resize(ref _extraSlots, _extraCount * 2);
        ref Slot slot = ref _extraSlots[_extraCount++];
        slot = new Slot { Generation = _generation, Length = -1, CharLength = -1 };
        ref Slot last = ref first.Last == 0 ? ref first : ref _extraSlots[first.Last - 1];
        last.Next = first.Last = _extraCount;
        return ref slot;
    }

    private int Store(ReadOnlySpan<byte> bytes)
    {
        int start = _used;
        if (_buffer.Length - start < bytes.Length)
            Array.Resize(ref _buffer, checked((int)Math.Min(Array.MaxLength, Math.Max(_buffer.Length * 2L, start + (long)bytes.Length))));
        bytes.CopyTo(_buffer.AsSpan(start));
        _used = start + bytes.Length;
        return start;
    }

    private record struct Slot
    {
        public string? Text;
        public long Number;
        public int Start;

        /// <summary>The length of the bytes in the buffer; negative while there are none.</summary>
        public int Length;

        /// <summary>The length of the characters in their buffer; negative while there are none.</summary>
        public int CharLength;
        public int CharStart;

        /// <summary>The next value of the same field: one more than its index among the extra slots; 0 for none.</summary>
        public int Next;

        /// <summary>In the first of several values: the last one, counted likewise; so adding a value costs the same however many there are.</summary>
        public int Last;

        /// <summary>The value is the current entry's if this is the entry's generation; so clearing an entry costs nothing.</summary>
        public int Generation;
        public State State;
    }
}
