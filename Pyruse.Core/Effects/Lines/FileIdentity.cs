using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pyruse.Core.Effects.Lines;

/// <summary>Which file it is, whatever its name: device and inode.</summary>
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode)
{
    // From statx(2): struct statx is the same on every architecture.
    private const int FromHere = -100;
    private const int EmptyPath = 0x1000;
    private const uint InodeWanted = 0x100;
    private const int StructureSize = 256;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;

    /// <summary>Finds the file that has a path now; nothing when there is none.</summary>
    public static FileIdentity Find(string path)
    {
        Span<byte> status = stackalloc byte[StructureSize];
        return StatX(FromHere, path, 0, InodeWanted, status) == 0 ? Read(status) : default;
    }

    /// <summary>Tells which file is open.</summary>
    public static FileIdentity Of(SafeFileHandle handle)
    {
        Span<byte> status = stackalloc byte[StructureSize];
        return StatX(handle, "", EmptyPath, InodeWanted, status) == 0 ? Read(status) : default;
    }

    private static FileIdentity Read(ReadOnlySpan<byte> status) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(status[DeviceOffset..]), BinaryPrimitives.ReadUInt64LittleEndian(status[InodeOffset..]));

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, Span<byte> status);
}

/// <summary>Opens files for appending, which the kernel then does in one step whoever else writes: .NET only goes to the end.</summary>
internal static partial class AppendingHandle
{
    // O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC: a pipe that nobody reads must not hold up the engine.
    private const int Flags = 0x1 | 0x40 | 0x400 | 0x800 | 0x80000;
    private const int Mode = 0x1A0; // 0640

    /// <exception cref="IOException">The file can't be opened.</exception>
    public static SafeFileHandle Open(string path)
    {
        int descriptor = OpenFile(path, Flags, Mode);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"{path} can't be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);
}
