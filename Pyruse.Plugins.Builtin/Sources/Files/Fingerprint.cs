using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>What a log begins with: it stays the same while the log grows, and also in a copy, under another name, or compressed.</summary>
/// <param name="Length">How many bytes are covered; 0: nothing is known, and everything matches.</param>
/// <param name="Hash">A hash of them.</param>
internal readonly record struct Fingerprint(int Length, ulong Hash)
{
    /// <summary>More bytes are not covered.</summary>
    public const int MaxLength = 1024;

    /// <summary>Takes the fingerprint of a log's first bytes.</summary>
    public static Fingerprint Of(ReadOnlySpan<byte> head)
    {
        head = head[..Math.Min(head.Length, MaxLength)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(head, hash);
        return head.IsEmpty ? default : new(head.Length, BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    /// <summary>Whether a log that begins with these bytes may be this one.</summary>
    public bool Matches(ReadOnlySpan<byte> head) => Length == 0 || (head.Length >= Length && Of(head[..Length]) == this);
}
