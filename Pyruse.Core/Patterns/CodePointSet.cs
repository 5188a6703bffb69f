namespace Pyruse.Core.Patterns;

/// <summary>Reckons with sets of code points that are given as ranges, both ends included.</summary>
internal static class CodePointSet
{
    public const int LastBasic = 0xFFFF;

    private const int FirstSurrogate = 0xD800;

    private const int LastSurrogate = 0xDFFF;

    private const int Last = 0x10FFFF;

    /// <summary>Gives the same members as ascending ranges that neither touch nor overlap.</summary>
    public static List<(int Low, int High)> Merge(IEnumerable<(int Low, int High)> ranges)
    {
        var merged = new List<(int Low, int High)>();
        foreach (var (low, high) in ranges.Order())
        {
            if (merged.Count > 0 && low <= merged[^1].High + 1)
                merged[^1] = (merged[^1].Low, Math.Max(merged[^1].High, high));
            else
                merged.Add((low, high));
        }

        return merged;
    }

    /// <summary>Gives the members of merged ranges and what equals one of them but for case.</summary>
    public static List<(int Low, int High)> Fold(List<(int Low, int High)> ranges, CaseRule rule)
    {
        if (rule == CaseRule.Exact)
            return ranges;
        var relatives =
            from range in ranges
            from codePoint in Enumerable.Range(range.Low, Math.Max(0, Math.Min(range.High, LastBasic) - range.Low + 1))
            from relative in CaseFolding.FamilyOf(codePoint, rule)
            where relative < range.Low || relative > range.High
            select (relative, relative);
        return Merge(ranges.Concat(relatives));
    }

    /// <summary>Gives what a class consists of beyond U+FFFF: the members, or all others when it is negated.</summary>
    public static IEnumerable<(int Low, int High)> Beyond(IEnumerable<(int Low, int High)> ranges, bool isNegated)
    {
        var next = LastBasic + 1;
        foreach (var (low, high) in ranges.Where(range => range.High > LastBasic).Select(range => (Math.Max(range.Low, LastBasic + 1), range.High)))
        {
            if (!isNegated)
                yield return (low, high);
            else if (next < low)
                yield return (next, low - 1);
            next = high + 1;
        }

        if (isNegated && next <= Last)
            yield return (next, Last);
    }

    /// <summary>Gives the members up to U+FFFF without surrogates, which a class with members beyond matches only in pairs.</summary>
    public static IEnumerable<(int Low, int High)> Basic(IEnumerable<(int Low, int High)> ranges)
    {
        foreach (var (low, high) in ranges)
        {
            if (low < FirstSurrogate)
                yield return (low, Math.Min(high, FirstSurrogate - 1));
            if (low <= LastBasic && high > LastSurrogate)
                yield return (Math.Max(low, LastSurrogate + 1), Math.Min(high, LastBasic));
        }
    }
}
