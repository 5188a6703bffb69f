using System.Collections.Frozen;

namespace Pyruse.Core.Patterns;

/// <summary>Which characters of the Basic Multilingual Plane are one under ignore-case, as Python's <c>re</c> sees them.</summary>
internal static class CaseFolding
{
    private static readonly Lazy<FrozenDictionary<int, int[]>> Families = new(GatherFamilies);

    /// <summary>Gives all characters equal to one, itself included.</summary>
    public static IReadOnlyList<int> FamilyOf(int codePoint, CaseRule rule) => rule switch
    {
        CaseRule.IgnoreAscii when codePoint < 128 && char.IsAsciiLetter((char)codePoint) => [codePoint & ~0x20, codePoint | 0x20],
        CaseRule.IgnoreUnicode when Families.Value.TryGetValue(codePoint, out var family) => family,
        _ => [codePoint],
    };

    private static FrozenDictionary<int, int[]> GatherFamilies()
    {
        var families = Enumerable.Range(0, char.MaxValue + 1)
            .GroupBy(codePoint => Fold((char)codePoint))
            .Select(family => family.ToArray())
            .Where(family => family.Length > 1);
        return families.SelectMany(family => family, (family, member) => KeyValuePair.Create(member, family)).ToFrozenDictionary();
    }

    /// <summary>Lower case by way of upper case, so that letters with one capital meet; .NET leaves out what would cross into ASCII.</summary>
    private static char Fold(char character) => character switch
    {
        '\u0130' or '\u0131' => 'i',
        '\u017F' => 's',
        '\u1FD3' => '\u0390',
        '\u1FE3' => '\u03B0',
        '\uFB05' => '\uFB06',
        _ => char.ToLowerInvariant(char.ToUpperInvariant(character)),
    };
}
