using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Pyruse.Core.Configuration;

/// <summary>Admits the bytes of a configuration file: bounded in size, valid UTF-8, the byte order mark removed.</summary>
internal static class Utf8Source
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaximumBytes = 16 * 1024 * 1024;

    private const int ChunkChars = 4096;

    /// <summary>Gives the content without byte order mark; false, with an error, when it is too large or not UTF-8.</summary>
    public static bool TryOpen(string file, ReadOnlySpan<byte> content, DiagnosticBag diagnostics, out ReadOnlySpan<byte> utf8)
    {
        utf8 = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        if (content.Length > MaximumBytes)
        {
            diagnostics.Error(
                new(file, 0, 0),
                $"The file has {content.Length} bytes, but at most {MaximumBytes} are read; split it into several files.");
            return false;
        }

        if (Utf8.IsValid(utf8))
            return true;
        var offset = FirstInvalid(utf8);
        diagnostics.Error(
            new Utf8Places(file, utf8).At(offset),
            $"The byte 0x{utf8[offset]:X2} is not valid UTF-8 here; save the file in the UTF-8 encoding.");
        return false;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        Span<char> chunk = stackalloc char[ChunkChars];
        var offset = 0;
        OperationStatus status;
        do
        {
            status = Utf8.ToUtf16(utf8[offset..], chunk, out var read, out _, replaceInvalidSequences: false);
            offset += read;
        }
        while (status == OperationStatus.DestinationTooSmall);
        return offset;
    }
}

/// <summary>Turns byte offsets into lines and columns; a column counts Unicode scalar values.</summary>
/// <remarks>Walks forward from the last place asked for, so that asking in ascending order costs one pass over the file.</remarks>
internal ref struct Utf8Places(string file, ReadOnlySpan<byte> utf8)
{
    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    /// <summary>Gives the place of the byte at an offset, or of the end of the file.</summary>
    public SourcePosition At(int offset)
    {
        if (offset < _offset)
            (_offset, _line, _column) = (0, 1, 1);
        for (var end = Math.Min(offset, _utf8.Length); _offset < end; _offset++)
            Pass(_utf8[_offset]);
        return new(file, _line, _column);
    }

    private void Pass(byte unit)
    {
        if (unit == '\n')
            (_line, _column) = (_line + 1, 1);
        else if (!IsContinuation(unit))
            _column++;
    }

    private static bool IsContinuation(byte unit) => (unit & 0xC0) == 0x80;
}
