using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pyruse.Core.Plugins;

/// <summary>Who owns a file and who may do what with it. Links are followed.</summary>
/// <param name="Owner">The user id of the owner.</param>
/// <param name="Mode">The permissions.</param>
internal readonly partial record struct FileStatus(uint Owner, UnixFileMode Mode)
{
    // From statx(2). Unlike struct stat, struct statx is the same on every architecture.
    private const int FromHere = -100;
    private const uint ModeAndOwner = 0x2 | 0x8;
    private const int StructureSize = 256;
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;

    /// <summary>The user that this process acts as.</summary>
    public static uint OwnUser { get; } = GetEffectiveUserId();

    /// <exception cref="IOException">The file can't be looked at.</exception>
    public static FileStatus Of(string path)
    {
        byte[] buffer = new byte[StructureSize];
        if (StatX(FromHere, path, 0, ModeAndOwner, buffer) != 0)
            throw new IOException($"It can't be looked at: {Marshal.GetLastPInvokeErrorMessage()}.");
        return new(
            BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(OwnerOffset)),
            (UnixFileMode)(BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(ModeOffset)) & 0xFFF));
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}
