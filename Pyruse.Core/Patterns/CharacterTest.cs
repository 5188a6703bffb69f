using System.Globalization;

namespace Pyruse.Core.Patterns;

/// <summary>Decides whether a UTF-16 character belongs to a class, as <see cref="ClassWriter"/> writes it for .NET.</summary>
internal sealed class CharacterTest
{
    private readonly bool _isNegated;
    private readonly List<CodePointRange> _ranges;
    private readonly ShorthandItem[] _shorthands;
    private readonly bool[] _ascii = new bool[128];

    private CharacterTest(IEnumerable<ClassItem> items, bool isNegated, CaseRule rule)
    {
        var members = items.ToList();
        _isNegated = isNegated;
        _ranges = CodePointSet.Fold(CodePointSet.Merge(members.OfType<RangeItem>().Select(item => new CodePointRange(item.Low, item.High))), rule);
        _shorthands = [.. members.OfType<ShorthandItem>()];
        for (var character = '\0'; character < _ascii.Length; character++)
            _ascii[character] = Contains(character) != isNegated;
    }

    public static CharacterTest Of(ClassNode node) => new(node.Items, node.IsNegated, node.Case);

    public static CharacterTest Of(char character, CaseRule rule) => new([new RangeItem(character, character)], isNegated: false, rule);

    public bool Admits(char character) => character < _ascii.Length ? _ascii[character] : Contains(character) != _isNegated;

    private bool Contains(char character)
    {
        foreach (var (low, high) in _ranges)
        {
            if (low <= character && character <= high)
                return true;
        }

        foreach (var shorthand in _shorthands)
        {
            if (IsMember(shorthand, character))
                return true;
        }

        return false;
    }

    private static bool IsMember(ShorthandItem item, char character) => (item.Letter, item.IsAscii) switch
    {
        ('d', false) => char.IsDigit(character),
        ('w', false) => char.IsLetter(character) || char.IsNumber(character) || character == '_',
        ('s', false) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F',
        ('d', true) => char.IsAsciiDigit(character),
        ('w', true) => char.IsAsciiLetterOrDigit(character) || character == '_',
        ('s', true) => character is ' ' or (>= '\t' and <= '\r'),
        var (letter, isAscii) => !IsMember(new ShorthandItem(char.ToLowerInvariant(letter), isAscii), character),
    };

    /// <summary>Whether <c>\b</c> counts a character as part of a word, by the rules of .NET.</summary>
    public static bool IsInWord(char character) =>
        char.IsLetter(character)
        || character is '\u200C' or '\u200D'
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;
}
