namespace Pyruse.Core.Patterns;

/// <summary>How a text is compared with a pattern that is nothing but a literal.</summary>
internal enum LiteralKind
{
    Contains,
    StartsWith,
    EndsWith,
    Equals,
}

/// <summary>A pattern that needs no regular expression.</summary>
internal sealed record PatternLiteral(string Text, LiteralKind Kind)
{
    /// <summary>Gives where the first match begins; -1 when there is none.</summary>
    public int Find(ReadOnlySpan<char> text) => Kind switch
    {
        LiteralKind.Contains => text.IndexOf(Text, StringComparison.Ordinal),
        LiteralKind.StartsWith => text.StartsWith(Text, StringComparison.Ordinal) ? 0 : -1,
        LiteralKind.EndsWith => text.EndsWith(Text, StringComparison.Ordinal) ? text.Length - Text.Length : -1,
        _ => text.SequenceEqual(Text) ? 0 : -1,
    };
}

/// <summary>What can be said of a pattern's matches before a text is seen. Nothing is claimed of parts that ignore case.</summary>
/// <param name="IsAnchored">Whether every match begins where the text begins.</param>
/// <param name="Prefix">What the text must begin with; null when the pattern is not anchored or begins with no literal.</param>
/// <param name="RequiredLiteral">The longest literal that is in every match; null when there is none.</param>
/// <param name="RequiredInOrder">The literals that every match contains one after the other.</param>
/// <param name="RequiredAny">Literals of which one at least is in every match; null when there are none.</param>
/// <param name="Literal">The whole pattern, when it is a literal with or without anchors; null otherwise.</param>
internal sealed record PatternFacts(
    bool IsAnchored,
    string? Prefix,
    string? RequiredLiteral,
    IReadOnlyList<string> RequiredInOrder,
    IReadOnlyList<string>? RequiredAny,
    PatternLiteral? Literal)
{
    public static PatternFacts Of(PatternNode root)
    {
        var isAnchored = BeginsAtStart(root);
        var literals = LiteralFacts.Of(root);
        return new PatternFacts(
            isAnchored,
            isAnchored && literals.Prefix.Length > 0 ? literals.Prefix : null,
            literals.Inner.Length > 0 ? literals.Inner : null,
            LiteralRuns.Of(root),
            literals.AnyOf,
            LiteralOf(root, literals));
    }

    private static bool BeginsAtStart(PatternNode node) => node switch
    {
        AnchorNode(Anchor.TextStart) => true,
        SequenceNode(var items) =>
            items.SkipWhile(item => item is LookNode or AnchorNode(not Anchor.TextStart)).FirstOrDefault() is { } first && BeginsAtStart(first),
        AlternationNode(var branches) => branches.All(BeginsAtStart),
        ConditionalNode conditional => BeginsAtStart(conditional.Yes) && BeginsAtStart(conditional.No),
        CaptureNode(_, var body) => BeginsAtStart(body),
        AtomicNode(var body) => BeginsAtStart(body),
        RepeatNode { Minimum: > 0 } repeat => BeginsAtStart(repeat.Body),
        _ => false,
    };

    private static PatternLiteral? LiteralOf(PatternNode root, LiteralFacts literals)
    {
        var items = root is SequenceNode sequence ? sequence.Items : [root];
        var startsText = items is [AnchorNode(Anchor.TextStart), ..];
        var endsText = items is [.., AnchorNode(Anchor.AbsoluteEnd)];
        var inner = items.Skip(startsText ? 1 : 0).SkipLast(endsText ? 1 : 0);
        if (literals.Exact is not { } text || !inner.All(item => item is CharacterNode))
            return null;
        return new PatternLiteral(text, (startsText, endsText) switch
        {
            (true, true) => LiteralKind.Equals,
            (true, false) => LiteralKind.StartsWith,
            (false, true) => LiteralKind.EndsWith,
            _ => LiteralKind.Contains,
        });
    }
}
