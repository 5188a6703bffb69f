using System.Globalization;
using Pyruse.Journal.Native;

namespace Pyruse.Journal;

/// <summary>Gives back the memory through which libsystemd looks at journal files.</summary>
/// <remarks>
/// libsystemd maps journal files into memory, up to half a gigabyte of them, and unmaps little before the journal is closed; every page that was read
/// counts as ours until then. madvise(2) with MADV_DONTNEED lets go of the pages and leaves the mappings as they are: what is needed again is taken
/// from the page cache. So reading months of entries takes no more memory than reading one.
/// </remarks>
internal static unsafe class MappedFiles
{
    /// <summary>Lets go of the pages of all journal files that this process has mapped.</summary>
    public static void Release()
    {
        try
        {
            foreach (string line in File.ReadLines("/proc/self/maps"))
            {
                // "7f0000000000-7f0000800000 r--s 00000000 08:01 1234   /var/log/journal/…/system.journal", see proc(5).
                if (!line.Contains(".journal", StringComparison.Ordinal) || !line.Contains(" r--s ", StringComparison.Ordinal))
                    continue;
                ReadOnlySpan<char> range = line.AsSpan(0, line.IndexOf(' '));
                int dash = range.IndexOf('-');
                nuint begin = nuint.Parse(range[..dash], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                nuint end = nuint.Parse(range[(dash + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                _ = LibC.MemoryAdvise((void*)begin, end - begin, LibC.DontNeed);
            }
        }
        catch (IOException)
        {
            // Without /proc the memory is given back when the journal is closed.
        }
    }
}
