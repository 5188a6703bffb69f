namespace Pyruse.Core.Patterns;

/// <summary>A part of a pattern; flags such as ignore-case are resolved into the parts they govern.</summary>
internal abstract record PatternNode;

internal sealed record CharacterNode(int CodePoint, CaseRule Case) : PatternNode;

internal sealed record ClassNode(IReadOnlyList<ClassItem> Items, bool IsNegated, CaseRule Case) : PatternNode;

internal sealed record AnyNode(bool IncludesNewline) : PatternNode;

internal sealed record AnchorNode(Anchor Kind) : PatternNode;

internal sealed record SequenceNode(IReadOnlyList<PatternNode> Items) : PatternNode
{
    public static readonly SequenceNode Empty = new([]);
}

internal sealed record AlternationNode(IReadOnlyList<PatternNode> Branches) : PatternNode;

internal sealed record CaptureNode(int Number, PatternNode Body) : PatternNode;

internal sealed record AtomicNode(PatternNode Body) : PatternNode;

internal sealed record LookNode(PatternNode Body, bool IsBehind, bool IsNegated) : PatternNode;

/// <param name="Body">What is repeated.</param>
/// <param name="Minimum">The least number of times.</param>
/// <param name="Maximum">The greatest number of times; null when unbounded.</param>
/// <param name="Greed">Whether it takes much or little, and whether it gives back.</param>
internal sealed record RepeatNode(PatternNode Body, int Minimum, int? Maximum, Greed Greed) : PatternNode;

internal sealed record BackreferenceNode(int Number, CaseRule Case) : PatternNode;

internal sealed record ConditionalNode(int Number, PatternNode Yes, PatternNode No) : PatternNode;

/// <summary>A member of a character class.</summary>
internal abstract record ClassItem;

/// <summary>The code points from <paramref name="Low"/> to <paramref name="High"/>, both included.</summary>
internal sealed record RangeItem(int Low, int High) : ClassItem;

/// <summary>One of <c>\d \D \w \W \s \S</c>, named by its letter.</summary>
internal sealed record ShorthandItem(char Letter, bool IsAscii) : ClassItem;

internal enum CaseRule
{
    Exact,
    IgnoreAscii,
    IgnoreUnicode,
}

internal enum Greed
{
    Greedy,
    Lazy,
    Possessive,
}

internal enum Anchor
{
    TextStart,
    LineStart,
    TextEnd,
    LineEnd,
    AbsoluteEnd,
    WordBoundary,
    NoWordBoundary,
    AsciiWordBoundary,
    NoAsciiWordBoundary,
}

[Flags]
internal enum PatternFlags
{
    None = 0,
    IgnoreCase = 1,
    MultiLine = 2,
    DotAll = 4,
    Verbose = 8,
    Ascii = 16,
    Unicode = 32,
}
