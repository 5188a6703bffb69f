using System.Buffers.Text;
using Pyruse.Journal.Native;

namespace Pyruse.Journal;

/// <summary>Gives back the memory through which libsystemd looks at journal files.</summary>
/// <remarks>
/// libsystemd maps journal files into memory, up to half a gigabyte of them, and unmaps little before the journal is closed; every page that was read
/// counts as ours until then. madvise(2) with MADV_DONTNEED lets go of the pages and leaves the mappings as they are: what is needed again is taken
/// from the page cache. So reading months of entries takes no more memory than reading one. Not safe for use by several threads.
/// </remarks>
internal sealed unsafe class MappedFiles
{
    /// <summary>Longer than any line: a path has at most 4096 bytes.</summary>
    private readonly byte[] _buffer = new byte[16 * 1024];

    /// <summary>Lets go of the pages of all journal files that this process has mapped.</summary>
    public void Release()
    {
        try
        {
            using var maps = new FileStream("/proc/self/maps", FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            int kept = 0;
            int read;
            while ((read = maps.Read(_buffer.AsSpan(kept))) > 0)
            {
                ReadOnlySpan<byte> text = _buffer.AsSpan(0, kept + read);
                int end;
                while ((end = text.IndexOf((byte)'\n')) >= 0)
                {
                    ReleaseLine(text[..end]);
                    text = text[(end + 1)..];
                }
                kept = text.Length;
                text.CopyTo(_buffer);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc the memory is given back when the journal is closed.
        }
    }

    /// <summary>Reads "7f0000000000-7f0000800000 r--s 00000000 08:01 1234   /var/log/journal/…/system.journal", see proc(5).</summary>
    private static void ReleaseLine(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf(" r--s "u8) < 0 || line.IndexOf(".journal"u8) < 0)
            return;
        if (Utf8Parser.TryParse(line, out ulong begin, out int length, 'x') && Utf8Parser.TryParse(line[(length + 1)..], out ulong end, out _, 'x'))
            _ = LibC.MemoryAdvise((void*)begin, (nuint)(end - begin), LibC.DontNeed);
    }
}
