using System.Buffers.Binary;
using System.Runtime.InteropServices;
using static Pyruse.Journal.Mapped.JournalFormat;

namespace Pyruse.Journal.Mapped;

/// <summary>Unpacks compressed values by the same libraries that libsystemd uses.</summary>
/// <remarks>What it gives is valid until the next call. Not safe for use by several threads.</remarks>
internal sealed unsafe partial class Unpacker : IDisposable
{
    /// <summary>The longest name of a field is 64 bytes, followed by "=".</summary>
    private const int MaxLength = EntryReader.MaxValueLength + 65;

    private const string ZstdLibrary = "libzstd.so.1";
    private const string Lz4Library = "liblz4.so.1";
    private const int FirstLength = 64 * 1024;

    private byte[] _buffer = [];
    private nint _zstd;

    /// <summary>Whether files with these flags can be read.</summary>
    public bool CanUnpack(uint flags) => ((flags & CompressedZstd) == 0 || TryBeginZstd()) && ((flags & CompressedLz4) == 0 || NativeLibrary.TryLoad(Lz4Library, out _));

    /// <summary>Unpacks a value up to the greatest length.</summary>
    /// <exception cref="JournalFormatException">It is damaged.</exception>
    public ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> packed, byte compression) => compression switch
    {
        ZstdFlag when _zstd != 0 => UnpackZstd(packed),
        Lz4Flag => UnpackLz4(packed),
        _ => throw new JournalFormatException("A value is compressed in an unknown way."),
    };

    public void Dispose()
    {
        if (_zstd != 0)
            _ = FreeStream(_zstd);
        _zstd = 0;
    }

    private bool TryBeginZstd()
    {
        if (_zstd == 0 && NativeLibrary.TryLoad(ZstdLibrary, out _))
            _zstd = CreateStream();
        return _zstd != 0;
    }

    private ReadOnlySpan<byte> UnpackZstd(ReadOnlySpan<byte> packed)
    {
        _ = InitStream(_zstd);
        Grow(FirstLength);
        fixed (byte* source = packed)
        {
            var input = new Piece { Bytes = source, Length = (nuint)packed.Length };
            nuint written = 0;
            while (true)
            {
                fixed (byte* target = _buffer)
                {
                    var output = new Piece { Bytes = target, Length = (nuint)_buffer.Length, Position = written };
                    nuint left = DecompressStream(_zstd, &output, &input);
                    written = output.Position;
                    if (IsError(left) != 0)
                        throw new JournalFormatException("A compressed value is damaged.");
                    if (left == 0 || written == MaxLength)
                        return _buffer.AsSpan(0, (int)written);
                }
                if (written < (nuint)_buffer.Length)
                    throw new JournalFormatException("A compressed value is cut off.");
                Grow(_buffer.Length * 2);
            }
        }
    }

    private ReadOnlySpan<byte> UnpackLz4(ReadOnlySpan<byte> packed)
    {
        // The length comes first, see compress_blob_lz4() of systemd.
        if (packed.Length <= sizeof(ulong))
            throw new JournalFormatException("A compressed value is cut off.");
        int length = (int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(packed), MaxLength);
        packed = packed[sizeof(ulong)..];
        Grow(length);
        int written;
        fixed (byte* source = packed)
        fixed (byte* target = _buffer)
            written = DecompressPart(source, target, packed.Length, length, length);
        return written == length ? _buffer.AsSpan(0, written) : throw new JournalFormatException("A compressed value is damaged.");
    }

    private void Grow(int length)
    {
        if (_buffer.Length < length)
            Array.Resize(ref _buffer, Math.Min(length, MaxLength));
    }

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Piece
    {
        public byte* Bytes;
        public nuint Length;
        public nuint Position;
    }

    [LibraryImport(ZstdLibrary, EntryPoint = "ZSTD_createDStream")]
    private static partial nint CreateStream();

    [LibraryImport(ZstdLibrary, EntryPoint = "ZSTD_freeDStream")]
    private static partial nuint FreeStream(nint stream);

    [LibraryImport(ZstdLibrary, EntryPoint = "ZSTD_initDStream")]
    private static partial nuint InitStream(nint stream);

    [LibraryImport(ZstdLibrary, EntryPoint = "ZSTD_decompressStream")]
    private static partial nuint DecompressStream(nint stream, Piece* output, Piece* input);

    [LibraryImport(ZstdLibrary, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint result);

    [LibraryImport(Lz4Library, EntryPoint = "LZ4_decompress_safe_partial")]
    private static partial int DecompressPart(byte* source, byte* target, int packedLength, int wantedLength, int targetLength);
}
