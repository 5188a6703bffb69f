using System.Text;

namespace Pyruse.Core.Patterns;

/// <summary>Rules out texts that cannot match by a look at their bytes, before they are decoded.</summary>
/// <remarks>Only ASCII is compared, which all encodings of log text share.</remarks>
internal sealed class BytePrefilter
{
    /// <summary>A single character is in nearly every text: looking for it costs more than it saves, unless nothing else is known.</summary>
    private const int ShortestUseful = 2;

    private readonly byte[] _prefix;
    private readonly byte[][] _inOrder;
    private readonly byte[][] _anyOf;

    public BytePrefilter(PatternFacts facts)
    {
        _prefix = LeadingAscii(facts.Prefix ?? "");
        byte[][] runs = [.. facts.RequiredInOrder.Select(LongestAscii).Where(literal => literal.Length > 0)];
        byte[][] useful = [.. runs.Where(literal => literal.Length >= ShortestUseful)];
        _inOrder = useful.Length > 0 || _prefix.Length > 0 ? useful : runs;
        byte[][] anyOf = [.. (facts.RequiredAny ?? []).Select(LongestAscii)];
        _anyOf = _inOrder.Length > 0 || anyOf.Any(literal => literal.Length == 0) ? [] : anyOf;
    }

    /// <summary>Whether a text with these bytes could match; when in doubt, it could.</summary>
    public bool Admits(ReadOnlySpan<byte> text) => text.StartsWith(_prefix) && HasAllInOrder(text) && HasAny(text);

    private bool HasAllInOrder(ReadOnlySpan<byte> text)
    {
        // If they occur one after the other at all, they do so with each at its first place after the one before.
        foreach (byte[] literal in _inOrder)
        {
            int index = text.IndexOf(literal);
            if (index < 0)
                return false;
            text = text[(index + literal.Length)..];
        }
        return true;
    }

    private bool HasAny(ReadOnlySpan<byte> text)
    {
        foreach (byte[] literal in _anyOf)
        {
            if (text.IndexOf(literal) >= 0)
                return true;
        }
        return _anyOf.Length == 0;
    }

    private static byte[] LongestAscii(string literal)
    {
        var (bestStart, bestLength, start) = (0, 0, 0);
        for (int index = 0; index <= literal.Length; index++)
        {
            if (index < literal.Length && char.IsAscii(literal[index]))
                continue;
            if (index - start > bestLength)
                (bestStart, bestLength) = (start, index - start);
            start = index + 1;
        }
        return Encoding.ASCII.GetBytes(literal, bestStart, bestLength);
    }

    private static byte[] LeadingAscii(string literal)
    {
        int length = literal.AsSpan().IndexOfAnyExceptInRange('\0', '\x7F');
        return Encoding.ASCII.GetBytes(literal, 0, length < 0 ? literal.Length : length);
    }
}
