using System.Buffers.Binary;
using Pyruse.Journal.Native;

namespace Pyruse.Journal;

/// <summary>Watches, through inotify(7), what libsystemd does not: directories that do not exist yet or go away, and files that were named one by one.</summary>
/// <remarks>Not safe for use by several threads, but for waiting on <see cref="Descriptor"/>.</remarks>
internal sealed unsafe class PathWatch : IDisposable
{
    private const uint Modified = 0x2;
    private const uint MovedTo = 0x80;
    private const uint Created = 0x100;
    private const uint DeletedSelf = 0x400;
    private const uint MovedSelf = 0x800;
    private const uint Unmounted = 0x2000;
    private const uint AddToMask = 0x2000_0000;
    private const int EventHeaderSize = 16;

    /// <summary>Negative when inotify is not to be had; nothing is noticed then.</summary>
    public int Descriptor { get; } = LibC.InotifyInit(LibC.InotifyFlags);

    /// <summary>Notices when a file is written to.</summary>
    public void AddFile(string path) => Add(path, Modified);

    /// <summary>Notices when a directory appears, or when it is there, that it goes away.</summary>
    /// <returns>Whether it is there.</returns>
    public bool AddDirectory(string path)
    {
        // An ancestor may come into being between the look and the watch: look again.
        string watched;
        do
        {
            watched = NearestExisting(path);
            Add(watched, watched == path ? DeletedSelf | MovedSelf : Created | MovedTo | DeletedSelf | MovedSelf);
        }
        while (NearestExisting(path) != watched);
        return watched == path;
    }

    /// <summary>Takes in all events.</summary>
    /// <returns>Whether something that was watched has gone away.</returns>
    public bool Drain()
    {
        bool hasGone = false;
        byte* buffer = stackalloc byte[4096];
        nint length;
        while ((length = LibC.Read(Descriptor, buffer, 4096)) > 0)
        {
            for (var events = new ReadOnlySpan<byte>(buffer, (int)length); events.Length >= EventHeaderSize;)
            {
                // struct inotify_event: wd, mask, cookie, length of the name, name.
                hasGone |= (BinaryPrimitives.ReadUInt32LittleEndian(events[4..]) & (DeletedSelf | MovedSelf | Unmounted)) != 0;
                events = events[(EventHeaderSize + (int)BinaryPrimitives.ReadUInt32LittleEndian(events[12..]))..];
            }
        }
        return hasGone;
    }

    public void Dispose()
    {
        if (Descriptor >= 0)
            _ = LibC.Close(Descriptor);
    }

    private static string NearestExisting(string path)
    {
        string? nearest = path;
        while (nearest is not null && !Directory.Exists(nearest))
            nearest = Path.GetDirectoryName(nearest);
        return nearest ?? "/";
    }

    private void Add(string path, uint mask) => _ = LibC.InotifyAddWatch(Descriptor, path, mask | AddToMask);
}
