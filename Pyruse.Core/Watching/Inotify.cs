using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pyruse.Core.Watching;

/// <summary>What happened to a watched file or directory, or what is to be told; see inotify(7).</summary>
[Flags]
public enum PathEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The file was written to or cut off.</summary>
    Modified = 0x2,

    /// <summary>Permissions, links or times of the file, or of a file in the directory, were changed.</summary>
    Attributes = 0x4,

    /// <summary>A file in the directory got another name, or went elsewhere.</summary>
    MovedFrom = 0x40,

    /// <summary>A file came into the directory, or has a new name in it.</summary>
    MovedTo = 0x80,

    /// <summary>A file was made in the directory.</summary>
    Created = 0x100,

    /// <summary>A file in the directory was removed.</summary>
    Deleted = 0x200,

    /// <summary>What is watched was removed.</summary>
    DeletedSelf = 0x400,

    /// <summary>What is watched got another name.</summary>
    MovedSelf = 0x800,

    /// <summary>The file system was unmounted.</summary>
    Unmounted = 0x2000,

    /// <summary>There was more than the kernel keeps: anything may have happened. The watch is -1.</summary>
    Overflow = 0x4000,

    /// <summary>The watch has ended.</summary>
    Ignored = 0x8000,
}

/// <summary>Something that happened.</summary>
/// <param name="Watch">The watch, as <see cref="Inotify.TryAdd"/> gave it.</param>
/// <param name="Events">What happened.</param>
public readonly record struct PathEvent(int Watch, PathEvents Events);

/// <summary>Watches files and directories through inotify(7).</summary>
/// <remarks>Not safe for use by several threads, but for waiting on <see cref="Descriptor"/>.</remarks>
public sealed unsafe class Inotify : IDisposable
{
    private const uint AddToMask = 0x2000_0000;
    private const int HeaderSize = 16;

    /// <summary>Can be read when something has happened. Negative when inotify is not to be had; nothing is noticed then.</summary>
    public int Descriptor { get; private set; } = LibC.InotifyInit(LibC.InotifyFlags);

    /// <summary>Begins to watch a path, or watches it for more; links are followed.</summary>
    /// <returns>The number of the watch; negative when it can't be watched: then <see cref="Marshal.GetLastPInvokeError"/> says why.</returns>
    public int TryAdd(string path, PathEvents events) => LibC.InotifyAddWatch(Descriptor, path, (uint)events | AddToMask);

    /// <summary>Ends a watch.</summary>
    public void Remove(int watch) => _ = LibC.InotifyRemoveWatch(Descriptor, watch);

    /// <summary>Takes in what has happened since; does not wait.</summary>
    public void Drain(Action<PathEvent> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        byte* buffer = stackalloc byte[8192];
        nint length;
        while ((length = LibC.Read(Descriptor, buffer, 8192)) > 0)
        {
            for (var events = new ReadOnlySpan<byte>(buffer, (int)length); events.Length >= HeaderSize;)
            {
                // struct inotify_event: wd, mask, cookie, length of the name, name.
                take(new(BinaryPrimitives.ReadInt32LittleEndian(events), (PathEvents)BinaryPrimitives.ReadInt32LittleEndian(events[4..])));
                events = events[(HeaderSize + BinaryPrimitives.ReadInt32LittleEndian(events[12..]))..];
            }
        }
    }

    /// <summary>Ends all watches. Nobody may be waiting on <see cref="Descriptor"/>.</summary>
    public void Dispose()
    {
        if (Descriptor >= 0)
            _ = LibC.Close(Descriptor);
        Descriptor = -1;
    }
}
