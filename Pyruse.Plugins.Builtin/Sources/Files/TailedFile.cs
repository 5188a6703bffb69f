using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>A log that is read, and how far.</summary>
/// <param name="path">Where it was first found; entries have this name, also after it was renamed.</param>
/// <param name="identity">Which file it is.</param>
/// <param name="bytes">Its bytes.</param>
internal sealed class TailedFile(string path, FileIdentity identity, LogBytes bytes) : IDisposable
{
    public string Path { get; } = path;

    public byte[] PathUtf8 { get; } = Encoding.UTF8.GetBytes(path);

    public FileIdentity Identity { get; } = identity;

    /// <summary>Where the next entry begins; what is before it was given out.</summary>
    public long Offset { get; set; }

    /// <summary>What it begins with, as far as it is known.</summary>
    public Fingerprint Head { get; private set; }

    /// <summary><see cref="Offset"/> is inside of a line that was cut: the rest of it is left out.</summary>
    public bool IsInCutLine { get; set; }

    /// <summary>How many multiples of the size that is watched for it has passed.</summary>
    public long Multiples { get; set; }

    /// <summary>When it was last written to, as far as it was read, in microseconds since 1970-01-01 UTC.</summary>
    public long Modified { get; set; }

    /// <summary>Another file has its path now, or none: it will not get much more.</summary>
    public bool IsRotated { get; set; }

    /// <summary>It gets nothing more for sure: what is at its end without a newline is a line too.</summary>
    public bool IsStatic { get; init; }

    /// <summary>What has to be read to its end before this one.</summary>
    public TailedFile? After { get; set; }

    /// <summary>It is among those to be read next.</summary>
    public bool IsQueued { get; set; }

    /// <summary>It was read to its end, but for a line without end or an entry that may go on.</summary>
    public bool HasPending { get; set; }

    /// <summary>How far its bytes were ever read, be they given out or not.</summary>
    public long Seen { get; private set; }

    /// <summary>When it last had something new, by the clock for intervals.</summary>
    public long LastGrowth { get; set; }

    /// <summary>The number of its watch; negative: none.</summary>
    public int Watch { get; set; } = -1;

    /// <summary>The open file, when it is a plain one.</summary>
    public SafeFileHandle? Handle => (bytes as PlainBytes)?.File;

    public bool IsClosed { get; private set; }

    /// <summary>Looks at the file itself, whatever is at its path.</summary>
    public FileLook? Look() => Handle is { IsClosed: false } handle ? FileCalls.TryLook(handle) : null;

    /// <summary>Reads bytes, and makes sure that they belong to the log that was read so far.</summary>
    /// <returns>How many; 0 at the end; negative when the file was cut off since and is another log now.</returns>
    /// <exception cref="IOException">They can't be read.</exception>
    public int Read(Span<byte> into, long offset)
    {
        int count = bytes.Read(into, offset);
        if (IsStatic)
            return count;
        if (count == 0 && Look() is { } look && look.Size < offset)
            return -1;
        // Looked at afterwards: had it been cut off before the bytes were read, it shows.
        if (!CheckHead())
            return -1;
        Seen = Math.Max(Seen, offset + count);
        return count;
    }

    /// <summary>Continues where an earlier run had read up to.</summary>
    public void GoOn(long offset, Fingerprint head, bool isInCutLine, long multiples)
    {
        Offset = offset;
        Head = head;
        IsInCutLine = isInCutLine;
        Multiples = multiples;
        Seen = offset;
    }

    /// <summary>Starts anew: the file was cut off.</summary>
    public void StartAnew() => GoOn(0, default, false, 0);

    /// <summary>Takes in what it begins with, if nothing is known of that yet and it can be read.</summary>
    public void LearnHead()
    {
        if (Head.Length > 0)
            return;
        try
        {
            CheckHead();
        }
        catch (IOException)
        {
            // Reading the file itself will say so.
        }
    }

    /// <summary>Whether it still begins as it did; takes in more of its beginning if there is more.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public bool CheckHead()
    {
        Span<byte> head = stackalloc byte[Fingerprint.MaxLength];
        head = head[..bytes.ReadFully(head, 0)];
        if (!Head.Matches(head))
            return false;
        if (Head.Length < head.Length)
            Head = Fingerprint.Of(head);
        return true;
    }

    public void Dispose()
    {
        IsClosed = true;
        bytes.Dispose();
    }
}
