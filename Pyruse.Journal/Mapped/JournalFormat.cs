namespace Pyruse.Journal.Mapped;

/// <summary>Where things lie in a journal file, as https://systemd.io/JOURNAL_FILE_FORMAT describes it. All numbers are little-endian.</summary>
internal static class JournalFormat
{
    public const int HeaderSize = 208;
    public const int IncompatibleFlags = 12;
    public const int SequenceId = 72;
    public const int FullHeaderSize = 88;
    public const int EntryCount = 152;
    public const int HeadSequence = 168;
    public const int FirstEntryArray = 176;
    public const int HeadRealtime = 184;
    public const int TailRealtime = 192;

    /// <summary>XZ is not among those that can be read here: nothing has written it since 2013.</summary>
    public const uint KnownFlags = CompressedLz4 | KeyedHash | CompressedZstd | Compact;
    public const uint CompressedLz4 = 2;
    public const uint KeyedHash = 4;
    public const uint CompressedZstd = 8;
    public const uint Compact = 16;

    /// <summary>Each object begins with its type, its flags, and at 8 its size.</summary>
    public const int ObjectHeaderSize = 16;
    public const byte DataType = 1;
    public const byte EntryType = 3;
    public const byte EntryArrayType = 6;
    public const byte Lz4Flag = 2;
    public const byte ZstdFlag = 4;
    public const byte CompressionFlags = 7;

    public const int DataPayload = 64;
    public const int CompactDataPayload = 72;

    public const int EntrySequence = 16;
    public const int EntryRealtime = 24;
    public const int EntryMonotonic = 32;
    public const int EntryBoot = 40;
    public const int EntryXor = 56;
    public const int EntryItems = 64;

    /// <summary>An item is the offset of a data object, followed by its hash unless the file is compact.</summary>
    public const int ItemSize = 16;
    public const int CompactItemSize = 4;

    public const int NextEntryArray = 16;
    public const int EntryArrayItems = 24;

    public static ReadOnlySpan<byte> Signature => "LPKSHHRH"u8;
}

/// <summary>A journal file is damaged, or is written in a way that is not known here. libsystemd knows what to do.</summary>
internal sealed class JournalFormatException(string message) : Exception(message);
