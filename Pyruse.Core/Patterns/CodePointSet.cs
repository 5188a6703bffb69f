namespace Pyruse.Core.Patterns;

/// <summary>Code points from one to another, both included.</summary>
/// <remarks>A class, because collections of a structure of one's own are compiled anew at each start of the program.</remarks>
internal sealed record CodePointRange(int Low, int High);

/// <summary>Reckons with sets of code points that are given as ranges, both ends included.</summary>
internal static class CodePointSet
{
    public const int LastBasic = 0xFFFF;

    private const int FirstSurrogate = 0xD800;

    private const int LastSurrogate = 0xDFFF;

    private const int Last = 0x10FFFF;

    /// <summary>Gives the same members as ascending ranges that neither touch nor overlap.</summary>
    public static List<CodePointRange> Merge(IEnumerable<CodePointRange> ranges)
    {
        var sorted = ranges.ToList();
        sorted.Sort(static (left, right) => left.Low != right.Low ? left.Low.CompareTo(right.Low) : left.High.CompareTo(right.High));
        var merged = new List<CodePointRange>();
        foreach (var range in sorted)
        {
            if (merged.Count > 0 && range.Low <= merged[^1].High + 1)
                merged[^1] = merged[^1] with { High = Math.Max(merged[^1].High, range.High) };
            else
                merged.Add(range);
        }

        return merged;
    }

    /// <summary>Gives the members of merged ranges and what equals one of them but for case.</summary>
    public static List<CodePointRange> Fold(List<CodePointRange> ranges, CaseRule rule)
    {
        if (rule == CaseRule.Exact)
            return ranges;
        var relatives =
            from range in ranges
            from codePoint in Enumerable.Range(range.Low, Math.Max(0, Math.Min(range.High, LastBasic) - range.Low + 1))
            from relative in CaseFolding.FamilyOf(codePoint, rule)
            where relative < range.Low || relative > range.High
            select new CodePointRange(relative, relative);
        return Merge(ranges.Concat(relatives));
    }

    /// <summary>Gives what a class consists of beyond U+FFFF: the members, or all others when it is negated.</summary>
    public static IEnumerable<CodePointRange> Beyond(IEnumerable<CodePointRange> ranges, bool isNegated)
    {
        var next = LastBasic + 1;
        foreach (var (low, high) in ranges.Where(range => range.High > LastBasic).Select(range => range with { Low = Math.Max(range.Low, LastBasic + 1) }))
        {
            if (!isNegated)
                yield return new(low, high);
            else if (next < low)
                yield return new(next, low - 1);
            next = high + 1;
        }

        if (isNegated && next <= Last)
            yield return new(next, Last);
    }

    /// <summary>Gives the members up to U+FFFF without surrogates, which a class with members beyond matches only in pairs.</summary>
    public static IEnumerable<CodePointRange> Basic(IEnumerable<CodePointRange> ranges)
    {
        foreach (var (low, high) in ranges)
        {
            if (low < FirstSurrogate)
                yield return new(low, Math.Min(high, FirstSurrogate - 1));
            if (low <= LastBasic && high > LastSurrogate)
                yield return new(Math.Max(low, LastSurrogate + 1), Math.Min(high, LastBasic));
        }
    }
}
