using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>The functions of the C library that files of strangers need: .NET's own would wait at a FIFO, and do not tell inodes.</summary>
internal static unsafe partial class FileCalls
{
    // open(2): read-only, not inherited, no waiting at a FIFO, no controlling terminal.
    private const int OpenFlags = 0x80000 | 0x800 | 0x100;
    private const int FromHere = -100;
    private const int EmptyPath = 0x1000;
    private const uint BasicAndBirth = 0x7FF | 0x800;

    /// <summary>File systems that do not tell what other machines or programs write: NFS, SMB, CIFS, FUSE, 9P, AFS, Ceph, GPFS, Lustre, sysfs, procfs. See statfs(2).</summary>
    private static readonly uint[] SilentFileSystems =
        [0x6969, 0x517B, 0xFF534D42, 0xFE534D42, 0x65735546, 0x01021997, 0x5346414F, 0x00C36400, 0x47504653, 0x0BD00BD0, 0x62656572, 0x9FA0];

    /// <summary>Opens a file for reading.</summary>
    /// <returns>Null when it can't be; <see cref="Marshal.GetLastPInvokeErrorMessage"/> says why.</returns>
    public static SafeFileHandle? TryOpen(string path)
    {
        int descriptor = Open(path, OpenFlags, 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : null;
    }

    /// <summary>Looks at an open file.</summary>
    public static FileLook? TryLook(SafeFileHandle file)
    {
        byte* buffer = stackalloc byte[256];
        return StatX(file, "", EmptyPath, BasicAndBirth, buffer) == 0 ? Read(new ReadOnlySpan<byte>(buffer, 256)) : null;
    }

    /// <summary>Looks at a path; links are followed.</summary>
    public static FileLook? TryLook(string path)
    {
        byte* buffer = stackalloc byte[256];
        return StatXPath(FromHere, path, 0, BasicAndBirth, buffer) == 0 ? Read(new ReadOnlySpan<byte>(buffer, 256)) : null;
    }

    /// <summary>Whether inotify(7) does not notice everything that happens to a path.</summary>
    public static bool IsSilent(string path)
    {
        // struct statfs begins with the type, as a machine word.
        byte* buffer = stackalloc byte[256];
        return StatFs(path, buffer) == 0 && Array.IndexOf(SilentFileSystems, (uint)*(nuint*)buffer) >= 0;
    }

    /// <summary>Reads struct statx, which is the same on every architecture; see statx(2).</summary>
    private static FileLook Read(ReadOnlySpan<byte> status) => new(
        new FileIdentity(
            ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(status[136..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(status[140..]),
            BinaryPrimitives.ReadUInt64LittleEndian(status[32..]),
            (BinaryPrimitives.ReadUInt32LittleEndian(status) & 0x800) != 0 ? Time(status[80..]) : null),
        (BinaryPrimitives.ReadUInt16LittleEndian(status[28..]) & 0xF000) == 0x8000,
        BinaryPrimitives.ReadInt64LittleEndian(status[40..]),
        BinaryPrimitives.ReadUInt32LittleEndian(status[16..]),
        Time(status[112..]));

    private static long Time(ReadOnlySpan<byte> time) => (BinaryPrimitives.ReadInt64LittleEndian(time) * 1_000_000) + (BinaryPrimitives.ReadUInt32LittleEndian(time[8..]) / 1000);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatXPath(int directory, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatFs(string path, byte* status);
}

/// <summary>Which file it is, whatever its name.</summary>
/// <param name="Device">The device that it lies on.</param>
/// <param name="Inode">Its number there, which another file may get as soon as it is gone: logrotate's next one often does.</param>
/// <param name="Born">When it was made, in microseconds since 1970-01-01 UTC; null: the file system does not know.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, long? Born)
{
    /// <summary>Whether it is the file that an earlier run knew. Its device may have another number since the machine was started anew.</summary>
    public bool IsStill(FileIdentity earlier) => this == earlier || (Born is not null && Inode == earlier.Inode && Born == earlier.Born);
}

/// <summary>What a look at a file shows.</summary>
/// <param name="Identity">Which file it is.</param>
/// <param name="IsRegular">Whether it is a plain file: no directory, device, pipe or socket.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Names">How many names it has; 0 when it was removed.</param>
/// <param name="Modified">When it was last written to, in microseconds since 1970-01-01 UTC.</param>
internal readonly record struct FileLook(FileIdentity Identity, bool IsRegular, long Size, uint Names, long Modified);
