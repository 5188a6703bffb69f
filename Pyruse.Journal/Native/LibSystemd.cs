using System.Reflection;
using System.Runtime.InteropServices;

namespace Pyruse.Journal.Native;

/// <summary>The functions of libsystemd that are used, see sd-journal(3). A negative result is a negated errno.</summary>
internal static unsafe partial class LibSystemd
{
    private const string Library = "libsystemd.so.0";

    public const int LocalOnly = 1;
    public const int System = 4;

    public const int Invalidated = 2; // SD_JOURNAL_INVALIDATE

    /// <summary>Makes sure that the library is there.</summary>
    /// <exception cref="Core.Modules.SourceException">It is not.</exception>
    public static void Require()
    {
        if (!NativeLibrary.TryLoad(Library, Assembly.GetExecutingAssembly(), null, out _))
        {
            throw new Core.Modules.SourceException(
                "The systemd journal can't be read, because libsystemd.so.0 is not installed. Install the package libsystemd0 (Debian, Ubuntu) or "
                + "systemd-libs (Fedora, Arch); or read an export instead: a [[source]] with type = \"export\".");
        }
    }

    [LibraryImport(Library, EntryPoint = "sd_journal_open")]
    public static partial int Open(out nint journal, int flags);

    [LibraryImport(Library, EntryPoint = "sd_journal_open_namespace", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenNamespace(out nint journal, string name, int flags);

    [LibraryImport(Library, EntryPoint = "sd_journal_open_directory", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenDirectory(out nint journal, string path, int flags);

    [LibraryImport(Library, EntryPoint = "sd_journal_open_files")]
    public static partial int OpenFiles(out nint journal, nint* paths, int flags);

    [LibraryImport(Library, EntryPoint = "sd_journal_close")]
    public static partial void Close(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_get_fd")]
    public static partial int GetFd(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_get_events")]
    public static partial int GetEvents(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_get_timeout")]
    public static partial int GetTimeout(nint journal, out ulong microseconds);

    [LibraryImport(Library, EntryPoint = "sd_journal_process")]
    public static partial int Process(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_set_data_threshold")]
    public static partial int SetDataThreshold(nint journal, nuint size);

    [LibraryImport(Library, EntryPoint = "sd_journal_seek_head")]
    public static partial int SeekHead(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_seek_tail")]
    public static partial int SeekTail(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_seek_cursor", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SeekCursor(nint journal, string cursor);

    [LibraryImport(Library, EntryPoint = "sd_journal_seek_realtime_usec")]
    public static partial int SeekRealtime(nint journal, ulong microseconds);

    [LibraryImport(Library, EntryPoint = "sd_journal_add_match", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddMatch(nint journal, string fieldAndValue, nuint size);

    [LibraryImport(Library, EntryPoint = "sd_journal_flush_matches")]
    public static partial void FlushMatches(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_next")]
    public static partial int Next(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_previous")]
    public static partial int Previous(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_get_realtime_usec")]
    public static partial int GetRealtime(nint journal, out ulong microseconds);

    [LibraryImport(Library, EntryPoint = "sd_journal_get_monotonic_usec")]
    public static partial int GetMonotonic(nint journal, out ulong microseconds, out Id128 boot);

    [LibraryImport(Library, EntryPoint = "sd_journal_get_cursor")]
    public static partial int GetCursor(nint journal, out nint cursor);

    [LibraryImport(Library, EntryPoint = "sd_journal_restart_data")]
    public static partial void RestartData(nint journal);

    [LibraryImport(Library, EntryPoint = "sd_journal_enumerate_available_data")]
    public static partial int EnumerateAvailableData(nint journal, out byte* data, out nuint length);

    /// <summary>An identifier of 128 bits, as sd_id128_t passes it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Id128
    {
        public ulong Low;
        public ulong High;
    }
}
