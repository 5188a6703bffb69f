using System.Globalization;
using System.Text;

namespace Pyruse.Core.Effects.Forwarding;

/// <summary>Messages one after the other, each behind its length: <c>LENGTH SP MESSAGE</c>. See RFC 6587, section 3.4.1. They lie on disk as they are sent.</summary>
internal static class Frames
{
    private const int MaxDigits = 9;

    /// <summary>Appends a message.</summary>
    public static void Add(List<byte> frames, string message)
    {
        int length = Encoding.UTF8.GetByteCount(message);
        int start = frames.Count;
        int digits = length.ToString(CultureInfo.InvariantCulture).Length;
        System.Runtime.InteropServices.CollectionsMarshal.SetCount(frames, start + digits + 1 + length);
        Span<byte> frame = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(frames)[start..];
        length.TryFormat(frame, out _, provider: CultureInfo.InvariantCulture);
        frame[digits] = (byte)' ';
        Encoding.UTF8.GetBytes(message, frame[(digits + 1)..]);
    }

    /// <summary>Reads the first frame.</summary>
    /// <param name="bytes">The bytes, as far as they are there.</param>
    /// <param name="header">How many bytes come before the message.</param>
    /// <returns>How long the whole frame is, also when not all of it is there; 0: the header is not whole; -1: this is no frame.</returns>
    public static int LengthOfFirst(ReadOnlySpan<byte> bytes, out int header)
    {
        int length = 0;
        for (header = 0; header < bytes.Length && header <= MaxDigits; header++)
        {
            byte next = bytes[header];
            if (next == ' ' && header > 0)
                return ++header + length;
            if (next is < (byte)'0' or > (byte)'9' || header == MaxDigits || (header == 0 && next == '0'))
                return -1;
            length = (length * 10) + next - '0';
        }
        return 0;
    }

    /// <summary>How many bytes at the beginning are whole frames.</summary>
    /// <param name="bytes">The bytes, as far as they are there.</param>
    /// <param name="needed">How long the first frame is that is not whole, as far as that is known; -1: what follows are no frames.</param>
    public static int WholeLength(ReadOnlySpan<byte> bytes, out int needed)
    {
        int whole = 0;
        while ((needed = LengthOfFirst(bytes[whole..], out _)) > 0 && needed <= bytes.Length - whole)
            whole += needed;
        return whole;
    }
}
