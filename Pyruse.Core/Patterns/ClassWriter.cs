using System.Text;

namespace Pyruse.Core.Patterns;

/// <summary>Writes characters and classes in .NET's syntax, case and Python's alphabets spelt out.</summary>
internal static class ClassWriter
{
    private const string Specials = @"\*+?|{}[]()^$.#";

    private const string ClassSpecials = @"\[]^";

    /// <summary>Writes a character; the result can be repeated as one item only if it is <paramref name="isItem"/>.</summary>
    public static string Character(CharacterNode character, out bool isItem)
    {
        isItem = true;
        if (character.CodePoint <= CodePointSet.LastBasic)
        {
            var family = CaseFolding.FamilyOf(character.CodePoint, character.Case);
            if (family.Count == 1)
                return Escape(character.CodePoint, Specials);
            return $"[{string.Concat(family.Select(member => Escape(member, ClassSpecials)))}]";
        }

        isItem = false;
        var pair = char.ConvertFromUtf32(character.CodePoint);
        return Escape(pair[0], Specials) + Escape(pair[1], Specials);
    }

    public static string Class(ClassNode node)
    {
        // Alone, the complement of a complement is written without the long list of what is left.
        if (node.Items is [ShorthandItem(var letter, var isAscii)] && char.IsUpper(letter))
            return Class(new ClassNode([new ShorthandItem(char.ToLowerInvariant(letter), isAscii)], !node.IsNegated, node.Case));

        var shorthands = string.Concat(node.Items.OfType<ShorthandItem>().Select(Shorthand));
        var ranges = CodePointSet.Fold(CodePointSet.Merge(node.Items.OfType<RangeItem>().Select(item => new CodePointRange(item.Low, item.High))), node.Case);
        if (ranges.Count == 0 || ranges[^1].High <= CodePointSet.LastBasic)
            return Brackets(node.IsNegated, shorthands, ranges);

        var surrogates = node.IsNegated ? @"\uD800-\uDFFF" : "";
        var basic = CodePointSet.Basic(ranges).ToList();
        var branches = CodePointSet.Beyond(ranges, node.IsNegated).SelectMany(range => Pairs(range.Low, range.High));
        if (node.IsNegated || basic.Count > 0 || shorthands.Length > 0)
            branches = branches.Append(Brackets(node.IsNegated, shorthands + surrogates, basic));
        return $"(?:{string.Join('|', branches)})";
    }

    /// <summary>Writes <c>\d</c>, <c>\w</c> and the like as members of a class.</summary>
    /// <remarks>
    /// Python's <c>\w</c> is letters, numbers of all kinds and the underscore; its <c>\s</c> has the four information separators.
    /// A class cannot subtract here, so the complements list all other categories.
    /// </remarks>
    private static string Shorthand(ShorthandItem item) => (item.Letter, item.IsAscii) switch
    {
        ('d', false) => @"\d",
        ('D', false) => @"\D",
        ('w', false) => @"\p{L}\p{N}_",
        ('W', false) => @"\p{M}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\p{S}\p{Z}\p{C}\u203F\u2040\u2054\uFE33\uFE34\uFE4D-\uFE4F\uFF3F",
        ('s', false) => @"\s\u001C-\u001F",
        ('S', false) => @"\p{L}\p{M}\p{N}\p{P}\p{S}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u0000-\u0008\u000E-\u001B\u007F-\u0084\u0086-\u009F",
        ('d', true) => "0-9",
        ('D', true) => @"\u0000-/:-\uFFFF",
        ('w', true) => "0-9A-Z_a-z",
        ('W', true) => @"\u0000-/:-@\[-\^`{-\uFFFF",
        ('s', true) => @"\u0009-\u000D ",
        ('S', true) => @"\u0000-\u0008\u000E-\u001F!-\uFFFF",
        _ => throw new InvalidOperationException($"\"\\{item.Letter}\" is no shorthand for a class."),
    };

    private static string Brackets(bool isNegated, string members, List<CodePointRange> ranges)
    {
        var text = new StringBuilder(isNegated ? "[^" : "[").Append(members);
        foreach (var (low, high) in ranges)
        {
            text.Append(Escape(low, ClassSpecials));
            if (high > low)
                text.Append('-').Append(Escape(high, ClassSpecials));
        }

        return text.Append(']').ToString();
    }

    /// <summary>Writes a range beyond U+FFFF as surrogate pairs: a partial block, whole blocks, a partial block.</summary>
    private static IEnumerable<string> Pairs(int low, int high)
    {
        const int BlockSize = 0x400;
        while (low <= high)
        {
            var isWholeBlock = low % BlockSize == 0 && high - low >= BlockSize - 1;
            var end = isWholeBlock ? high - ((high + 1) % BlockSize) : Math.Min(high, low | (BlockSize - 1));
            var (first, last) = (char.ConvertFromUtf32(low), char.ConvertFromUtf32(end));
            yield return $"[{Unicode(first[0])}-{Unicode(last[0])}][{Unicode(first[1])}-{Unicode(last[1])}]";
            low = end + 1;
        }
    }

    /// <remarks>.NET takes even an escaped hyphen in a class for the sign of a range at times, but not its code.</remarks>
    private static string Escape(int character, string specials) =>
        character is < ' ' or > '~' or '-' ? Unicode(character)
        : specials.Contains((char)character) ? $"\\{(char)character}"
        : ((char)character).ToString();

    private static string Unicode(int character) => $"\\u{character:X4}";
}
