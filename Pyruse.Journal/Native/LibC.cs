using System.Runtime.InteropServices;

namespace Pyruse.Journal.Native;

/// <summary>The functions of the C library that are used.</summary>
internal static unsafe partial class LibC
{
    private const string Library = "libc";

    public const int DontNeed = 4; // MADV_DONTNEED

    [LibraryImport(Library, EntryPoint = "madvise", SetLastError = true)]
    public static partial int MemoryAdvise(void* address, nuint length, int advice);

    [LibraryImport(Library, EntryPoint = "free")]
    public static partial void Free(nint pointer);

    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUserId();

    [LibraryImport(Library, EntryPoint = "clock_gettime")]
    public static partial int ClockGetTime(int clock, long* secondsAndNanoseconds);
}
