using System.Buffers.Binary;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Pyruse.Core.Entries;
using Pyruse.Journal.Native;
using static Pyruse.Journal.Mapped.JournalFormat;

namespace Pyruse.Journal.Mapped;

/// <summary>A journal file in memory, read from its first entry to the last one that it had when it was opened.</summary>
/// <remarks>
/// Implementation notes. Entries name their fields by the offsets of data objects, and like values share one. So an offset that was seen is known to be of a
/// field that the workflow wants, or not, without looking at what lies there; only values that are new or wanted are touched. Whatever an offset or a size
/// says is checked against the file before it is followed. journald only adds to its files; it cuts off no more than unused space at the end.
/// </remarks>
internal sealed unsafe class MappedJournalFile : IDisposable
{
    /// <summary>Values that are common, such as those of _HOSTNAME, are far fewer; the others push each other out.</summary>
    private const int CacheSize = 16 * 1024;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly long _length;
    private readonly bool _isCompact;
    private readonly int _itemSize;
    private readonly int _payload;
    private readonly ulong _count;
    private readonly Unpacker _unpacker;
    private Known[]? _known;
    private int _knownFields;
    private ulong _read;
    private long _array;
    private long _nextInArray;
    private long _arrayEnd;
    private byte* _entry;
    private byte* _entryEnd;

    private MappedJournalFile(SafeFileHandle handle, ReadOnlySpan<byte> header, Unpacker unpacker)
    {
        _isCompact = (Number32(header, IncompatibleFlags) & Compact) != 0;
        _itemSize = _isCompact ? CompactItemSize : ItemSize;
        _payload = _isCompact ? CompactDataPayload : DataPayload;
        _count = Number(header, EntryCount);
        _array = _count == 0 ? 0 : (long)Number(header, FirstEntryArray);
        SequenceId = Convert.ToHexStringLower(header.Slice(JournalFormat.SequenceId, 16));
        HeadSequence = Number(header, JournalFormat.HeadSequence);
        HeadRealtime = (long)Number(header, JournalFormat.HeadRealtime);
        TailRealtime = (long)Number(header, JournalFormat.TailRealtime);
        _unpacker = unpacker;
        _length = RandomAccess.GetLength(handle);
        _file = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, _length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>Which run of numbers the entries belong to.</summary>
    public string SequenceId { get; }

    /// <summary>The number of the first entry.</summary>
    public ulong HeadSequence { get; }

    /// <summary>The time of the first entry, in microseconds since 1970-01-01 UTC.</summary>
    public long HeadRealtime { get; }

    /// <summary>The time of the last entry, likewise.</summary>
    public long TailRealtime { get; }

    /// <summary>Whether there are no entries.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The number of the entry that is read.</summary>
    public ulong Sequence => *(ulong*)(_entry + EntrySequence);

    /// <summary>Its time, in microseconds since 1970-01-01 UTC.</summary>
    public long Realtime => (long)Math.Min(*(ulong*)(_entry + EntryRealtime), long.MaxValue);

    /// <summary>The time since boot, in microseconds.</summary>
    public long Monotonic => (long)Math.Min(*(ulong*)(_entry + EntryMonotonic), long.MaxValue);

    /// <summary>Where it lies in the file.</summary>
    public long Offset => _entry - _start;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="unpacker">Unpacks what is compressed.</param>
    /// <returns>Null when libsystemd must read it: it is written in a way that is not known here.</returns>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user must not read it.</exception>
    public static MappedJournalFile? TryOpen(string path, Unpacker unpacker)
    {
        SafeFileHandle handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        // Read before the file is mapped: what the count tells of lies in the mapped part then, while journald goes on.
        Span<byte> header = stackalloc byte[HeaderSize];
        if (RandomAccess.Read(handle, header, 0) == HeaderSize && header.StartsWith(Signature) && Number(header, FullHeaderSize) >= HeaderSize
            && Number32(header, IncompatibleFlags) is var flags && (flags & ~KnownFlags) == 0 && unpacker.CanUnpack(flags))
        {
            return new MappedJournalFile(handle, header, unpacker);
        }
        handle.Dispose();
        return null;
    }

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False behind the last one.</returns>
    /// <exception cref="JournalFormatException">The file is damaged.</exception>
    public bool MoveNext()
    {
        if (_read == _count)
            return false;
        while (_nextInArray >= _arrayEnd)
        {
            if (_array == 0)
                throw new JournalFormatException("There are fewer entries than the header says.");
            byte* array = Object(_array, EntryArrayType, EntryArrayItems, out long size);
            _nextInArray = _array + EntryArrayItems;
            _arrayEnd = _array + size;
            long next = *(long*)(array + NextEntryArray);
            // Each one is behind the one before it; so there is no ring of them.
            if (next != 0 && next <= _array)
                throw new JournalFormatException("The arrays of entries are out of order.");
            _array = next;
        }
        long offset = _isCompact ? *(uint*)(_start + _nextInArray) : *(long*)(_start + _nextInArray);
        _nextInArray += _isCompact ? sizeof(uint) : sizeof(ulong);
        ulong last = _read == 0 ? 0 : Sequence;
        _entry = Object(offset, EntryType, EntryItems, out long entrySize);
        _entryEnd = _entry + EntryItems + ((entrySize - EntryItems) / _itemSize * _itemSize);
        if (_read++ > 0 && Sequence <= last)
            throw new JournalFormatException($"Entry {Sequence} follows entry {last}.");
        return true;
    }

    /// <summary>Makes the cursor of an entry that was read, as sd_journal_get_cursor(3) does.</summary>
    /// <param name="offset">Where the entry lies in the file.</param>
    public string CursorOf(long offset)
    {
        byte* entry = _start + offset;
        string boot = Convert.ToHexStringLower(new ReadOnlySpan<byte>(entry + EntryBoot, 16));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"s={SequenceId};i={*(ulong*)(entry + EntrySequence):x};b={boot};m={*(ulong*)(entry + EntryMonotonic):x};t={*(ulong*)(entry + EntryRealtime):x};x={*(ulong*)(entry + EntryXor):x}");
    }

    /// <summary>Copies the fields that the workflow knows into the entry.</summary>
    /// <exception cref="JournalFormatException">The file is damaged.</exception>
    public void Fill(LogEntry entry)
    {
        Known[] known = KnownFor(entry.Fields);
        for (byte* item = _entry + EntryItems; item < _entryEnd; item += _itemSize)
        {
            long offset = _isCompact ? *(uint*)item : *(long*)item;
            ref Known found = ref known[(offset >> 3) & (CacheSize - 1)];
            if (found.Offset != offset)
                Learn(ref found, offset, entry.Fields, null);
            if (found.Field is not { } field)
                continue;
            entry.Add(field, found.Length >= 0 ? new ReadOnlySpan<byte>(_start + offset + _payload + found.NameLength + 1, found.Length) : Cut(DataAt(offset, out _)[(found.NameLength + 1)..]));
        }
    }

    /// <summary>Whether the entry has one of some values. Always asked with the same ones.</summary>
    /// <exception cref="JournalFormatException">The file is damaged.</exception>
    public bool IsWanted(WantedValues wanted, FieldTable fields)
    {
        Known[] known = KnownFor(fields);
        bool isWanted = false;
        for (byte* item = _entry + EntryItems; item < _entryEnd && !isWanted; item += _itemSize)
        {
            long offset = _isCompact ? *(uint*)item : *(long*)item;
            ref Known found = ref known[(offset >> 3) & (CacheSize - 1)];
            if (found.Offset != offset || !found.IsJudged)
                Learn(ref found, offset, fields, wanted);
            isWanted = found.IsWanted;
        }
        return isWanted;
    }

    /// <summary>Adds the values of one field to the entry.</summary>
    /// <exception cref="JournalFormatException">The file is damaged.</exception>
    public void Add(LogEntry entry, Field field)
    {
        byte[] name = Encoding.UTF8.GetBytes(field.Name);
        for (byte* item = _entry + EntryItems; item < _entryEnd; item += _itemSize)
        {
            long offset = _isCompact ? *(uint*)item : *(long*)item;
            ReadOnlySpan<byte> data = DataAt(offset, out _);
            if (data.Length > name.Length && data[name.Length] == (byte)'=' && data.StartsWith(name))
                entry.Add(field, Cut(data[(name.Length + 1)..]));
        }
    }

    /// <summary>Lets go of the pages that were read; what is needed again comes from the page cache.</summary>
    public void Release() => _ = LibC.MemoryAdvise(_start, (nuint)_length, LibC.DontNeed);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static ulong Number(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(header[offset..]);

    private static uint Number32(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(header[offset..]);

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> value) => value[..Math.Min(value.Length, EntryReader.MaxValueLength)];

    /// <summary>What was learned, as long as the workflow knows no other fields.</summary>
    private Known[] KnownFor(FieldTable fields)
    {
        if (_known is null || _knownFields != fields.Count)
        {
            _known = new Known[CacheSize];
            _knownFields = fields.Count;
        }
        return _known;
    }

    /// <summary>Finds out which field a value belongs to, and whether it is a wanted one.</summary>
    private void Learn(ref Known known, long offset, FieldTable fields, WantedValues? wanted)
    {
        ReadOnlySpan<byte> data = DataAt(offset, out bool isCompressed);
        int equals = data.IndexOf((byte)'=');
        Field? field = equals > 0 && fields.TryFind(data[..equals], out Field? named) ? named : null;
        known = new Known
        {
            Offset = offset,
            NameLength = equals,
            Length = isCompressed ? -1 : Math.Min(data.Length - equals - 1, EntryReader.MaxValueLength),
            Field = field,
            IsJudged = wanted is not null,
            IsWanted = wanted?.Contain(field, data[(equals + 1)..]) == true,
        };
    }

    /// <summary>NAME=value, unpacked as far as anybody may want it.</summary>
    private ReadOnlySpan<byte> DataAt(long offset, out bool isCompressed)
    {
        byte* data = Object(offset, DataType, _payload, out long size);
        byte compression = (byte)(data[1] & CompressionFlags);
        isCompressed = compression != 0;
        var payload = new ReadOnlySpan<byte>(data + _payload, (int)Math.Min(size - _payload, int.MaxValue));
        return isCompressed ? _unpacker.Unpack(payload, compression) : payload;
    }

    /// <summary>Finds an object, of which all bytes are in the file.</summary>
    private byte* Object(long offset, byte type, int minSize, out long size)
    {
        size = 0;
        if (offset < HeaderSize || (offset & 7) != 0 || offset > _length - ObjectHeaderSize)
            throw new JournalFormatException($"There can't be an object at {offset}.");
        byte* found = _start + offset;
        size = *(long*)(found + sizeof(long));
        if (found[0] != type || size < minSize || size > _length - offset)
            throw new JournalFormatException($"The object at {offset} is not what it should be.");
        return found;
    }

    /// <summary>What is known of a data object.</summary>
    private struct Known
    {
        public long Offset;

        /// <summary>Null: the workflow does not want it.</summary>
        public Field? Field;
        public int NameLength;

        /// <summary>How long the value is; negative: it is compressed.</summary>
        public int Length;

        /// <summary>Whether <see cref="IsWanted"/> was found out.</summary>
        public bool IsJudged;
        public bool IsWanted;
    }
}
