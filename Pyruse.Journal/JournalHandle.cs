using System.Runtime.InteropServices;
using Pyruse.Journal.Native;

namespace Pyruse.Journal;

/// <summary>A journal, open in libsystemd.</summary>
/// <remarks>
/// Everything, closing included, must happen on the thread that opened it (sd-journal(3), "Thread safety"); that is why there is no finalizer.
/// Results are libsystemd's: negative ones are negated errnos.
/// </remarks>
internal sealed unsafe class JournalHandle : IDisposable
{
    /// <summary>Values that the journal keeps compressed are unpacked only this far.</summary>
    private const int DataThreshold = 1024 * 1024;

    private nint _journal;

    private JournalHandle(nint journal)
    {
        _journal = journal;
        _ = LibSystemd.SetDataThreshold(journal, DataThreshold);
    }

    /// <summary>Opens a journal.</summary>
    /// <returns>0 or more, or a negated errno.</returns>
    public static int TryOpen(JournalLocation location, out JournalHandle? handle)
    {
        int result = Open(location, out nint journal);
        handle = result < 0 ? null : new JournalHandle(journal);
        return result;
    }

    public int GetFd() => LibSystemd.GetFd(_journal);

    public short GetEvents() => (short)Math.Max(0, LibSystemd.GetEvents(_journal));

    /// <summary>How long one may wait at most before <see cref="Process"/> has to be called; negative: without end.</summary>
    public TimeSpan GetTimeout()
    {
        // An absolute time on CLOCK_MONOTONIC: sd_journal_get_timeout(3).
        if (LibSystemd.GetTimeout(_journal, out ulong deadline) < 0 || deadline == ulong.MaxValue)
            return Timeout.InfiniteTimeSpan;
        long* time = stackalloc long[2];
        const int ClockMonotonic = 1;
        _ = LibC.ClockGetTime(ClockMonotonic, time);
        double now = (time[0] * 1e6) + (time[1] / 1e3);
        return TimeSpan.FromMicroseconds(Math.Clamp(deadline - now, 0, 3600e6));
    }

    /// <summary>Takes in what was announced: new, moved and removed files.</summary>
    /// <returns><see cref="LibSystemd.Invalidated"/> when the set of files is another one now.</returns>
    public int Process() => LibSystemd.Process(_journal);

    public int SeekHead() => LibSystemd.SeekHead(_journal);

    public int SeekTail() => LibSystemd.SeekTail(_journal);

    public int SeekCursor(string cursor) => LibSystemd.SeekCursor(_journal, cursor);

    public int SeekRealtime(long microseconds) => LibSystemd.SeekRealtime(_journal, (ulong)Math.Max(0, microseconds));

    /// <summary>Goes to the first entry that has a value, and stands on it.</summary>
    /// <param name="fieldAndValue">As in <c>_BOOT_ID=0123…</c>.</param>
    /// <param name="cursor">The entry.</param>
    /// <returns>Positive: there is one; 0: there is none, and the position is lost.</returns>
    public int SeekFirst(string fieldAndValue, out string? cursor)
    {
        cursor = null;
        int result = LibSystemd.AddMatch(_journal, fieldAndValue, 0);
        if (result >= 0)
            result = SeekHead();
        if (result >= 0)
            result = Next();
        if (result > 0)
            result = GetCursor(out cursor);
        LibSystemd.FlushMatches(_journal);
        if (cursor is null)
            return Math.Min(result, 0);
        // Taking the match away loses the position.
        result = SeekCursor(cursor);
        return result < 0 ? result : Next();
    }

    public int Next() => LibSystemd.Next(_journal);

    public int Previous() => LibSystemd.Previous(_journal);

    public int GetRealtime(out long microseconds)
    {
        int result = LibSystemd.GetRealtime(_journal, out ulong value);
        microseconds = (long)Math.Min(value, long.MaxValue);
        return result;
    }

    public int GetMonotonic(out long microseconds)
    {
        int result = LibSystemd.GetMonotonic(_journal, out ulong value, out _);
        microseconds = (long)Math.Min(value, long.MaxValue);
        return result;
    }

    /// <summary>Makes the cursor of the entry on which the journal stands. It fails when that entry's file was let go since.</summary>
    public int GetCursor(out string? cursor)
    {
        cursor = null;
        int result = LibSystemd.GetCursor(_journal, out nint text);
        if (result < 0)
            return result;
        cursor = Marshal.PtrToStringUTF8(text);
        LibC.Free(text);
        return result;
    }

    public void RestartData() => LibSystemd.RestartData(_journal);

    /// <summary>Gives the next field of the entry as <c>NAME=value</c>. The bytes live until the next call.</summary>
    /// <returns>Positive: there is one; 0: there are no more.</returns>
    public int EnumerateData(out ReadOnlySpan<byte> data)
    {
        int result = LibSystemd.EnumerateAvailableData(_journal, out byte* pointer, out nuint length);
        data = result > 0 ? new ReadOnlySpan<byte>(pointer, (int)Math.Min(length, int.MaxValue)) : default;
        return result;
    }

    public void Dispose()
    {
        if (_journal != 0)
            LibSystemd.Close(_journal);
        _journal = 0;
    }

    private static int Open(JournalLocation location, out nint journal)
    {
        switch (location)
        {
            case JournalLocation.Directory directory:
                return LibSystemd.OpenDirectory(out journal, directory.Path, 0);
            case JournalLocation.Namespace name:
                return LibSystemd.OpenNamespace(out journal, name.Name, LibSystemd.LocalOnly);
            case JournalLocation.Files files:
                return OpenFiles(files.Paths, out journal);
            default:
                return LibSystemd.Open(out journal, LibSystemd.LocalOnly | LibSystemd.System);
        }
    }

    private static int OpenFiles(IReadOnlyList<string> paths, out nint journal)
    {
        nint[] texts = [.. paths.Select(Marshal.StringToCoTaskMemUTF8), 0];
        try
        {
            fixed (nint* list = texts)
                return LibSystemd.OpenFiles(out journal, list, 0);
        }
        finally
        {
            foreach (nint text in texts)
                Marshal.FreeCoTaskMem(text);
        }
    }
}
