using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>The bytes of a log, plain or compressed.</summary>
internal abstract class LogBytes : IDisposable
{
    /// <summary>Reads bytes from a place on.</summary>
    /// <returns>How many; 0 at the end.</returns>
    /// <exception cref="IOException">They can't be read.</exception>
    public abstract int Read(Span<byte> into, long offset);

    public abstract void Dispose();

    /// <summary>Reads until the buffer is full or the log ends.</summary>
    public int ReadFully(Span<byte> into, long offset)
    {
        int total = 0;
        while (total < into.Length && Read(into[total..], offset + total) is var count and > 0)
            total += count;
        return total;
    }
}

/// <summary>A plain file.</summary>
internal sealed class PlainBytes(SafeFileHandle file) : LogBytes
{
    public SafeFileHandle File => file;

    public override int Read(Span<byte> into, long offset) => RandomAccess.Read(file, into, offset);

    public override void Dispose() => file.Dispose();
}

/// <summary>A file compressed by gzip. It is read forwards; a place before the last one is reached from the beginning.</summary>
internal sealed class GzipBytes(SafeFileHandle file) : LogBytes
{
    private Stream? _stream;
    private long _position;

    public override int Read(Span<byte> into, long offset)
    {
        if (_stream is null || offset < _position)
        {
            _stream?.Dispose();
            _stream = new GZipStream(new HandleStream(file), CompressionMode.Decompress);
            _position = 0;
        }
        Span<byte> skipped = stackalloc byte[4096];
        try
        {
            while (_position < offset)
            {
                int count = _stream.Read(skipped[..(int)Math.Min(skipped.Length, offset - _position)]);
                if (count == 0)
                    return 0;
                _position += count;
            }
            int read = _stream.Read(into);
            _position += read;
            return read;
        }
        catch (InvalidDataException exception)
        {
            throw new IOException("It is no whole gzip file.", exception);
        }
    }

    public override void Dispose()
    {
        _stream?.Dispose();
        file.Dispose();
    }

    /// <summary>Reads a file from its beginning without owning it.</summary>
    private sealed class HandleStream(SafeFileHandle file) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = RandomAccess.Read(file, buffer, Position);
            Position += count;
            return count;
        }

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
